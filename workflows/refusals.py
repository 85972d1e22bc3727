"""Refusal files (拒绝改造, X1): opened by village or township, proven by visits (R17, G13, G25)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from models.refusal import Refusal, RefusalVisit
from models.role import Role
from workflows import clock
from workflows.engine import Subject
from workflows.errors import Invalid
from workflows.outbox import send
from workflows.steps import CASE_STOPPED, Step, record_act, require_role, start_process
from workflows.stops import main_instance

# Who makes the visits and keeps the evidence (R17).
LEVELS = ("村", "镇")
# Who opens the file of a refusal.
OPENERS = (Role.VILLAGE_CLERK, Role.VILLAGE_HEAD, Role.TOWNSHIP_OFFICER)
REFUSABLE_STAGES = frozenset(
    {
        "village_review",
        "township_review",
        "identity_verification",
        "house_grading",
        "county_approval",
        "construction",
    }
)


def open_refusal(step: Step, *, reason_kind: str, reason: str) -> Refusal:
    """Open a refusal file beside the case, which goes on until the refusal is established.

    Raises Forbidden for other roles, Invalid when one is open or the case is past S20.
    """
    application = step.application
    step.authority = require_role(step.actor, application, *OPENERS)
    if application.state == "suspended":
        raise Invalid("这一件已中止,恢复办理以后再登记拒绝改造。")
    if application.state != "open" or application.stage not in REFUSABLE_STAGES:
        raise Invalid("这一件已进入验收或已结束,不能再登记拒绝改造。")
    is_open = step.session.scalar(
        select(Refusal.id).where(Refusal.application_id == application.id, Refusal.state == "open")
    )
    if is_open:
        raise Invalid("这一件已有一份拒绝改造材料正在办理。")
    assert step.actor.account_id is not None
    refusal = Refusal(
        application_id=application.id,
        opened_by_id=step.actor.account_id,
        opened_at=clock.now(),
        reason_kind=reason_kind,
        reason=reason,
    )
    step.session.add(refusal)
    step.session.flush()
    step.note(
        "refusal_opened",
        {"refusal": refusal.id, "reason_kind": reason_kind, "comment": reason},
        by_machine=False,
    )
    start_process(step, "refusal", Subject("refusal", refusal.id, application.id), {})
    record_act(step)
    return refusal


def is_too_late(step: Step) -> bool:
    """Whether the house is finished meanwhile: then nobody refuses it any more (S4 to S20)."""
    return step.application.stage not in REFUSABLE_STAGES


@dataclass(frozen=True)
class Visit:
    """One visit as the refusal table counts it; ``evidence`` are ids of documents."""

    day: dt.date
    level: str
    evidence: tuple[int, ...]


def refusal_facts(step: Step) -> dict[str, Any]:
    """What the refusal table asks: reason, visits on different days, levels with evidence."""
    refusal = step.session.get(Refusal, step.subject.id)
    assert refusal is not None
    return facts_of_visits(refusal, visits_of(step))


def visits_of(step: Step) -> list[Visit]:
    """The visits recorded so far, oldest first."""
    rows = step.session.execute(
        select(RefusalVisit.happened_on, RefusalVisit.visit_level, RefusalVisit.evidence_ids)
        .where(RefusalVisit.refusal_id == step.subject.id)
        .order_by(RefusalVisit.id)
    ).all()
    return [Visit(day, level, tuple(evidence)) for day, level, evidence in rows]


def facts_of_visits(refusal: Refusal, visits: Sequence[Visit]) -> dict[str, Any]:
    """The facts that ``visits`` establish; several on one day count once (G13)."""
    proven = {visit.level for visit in visits if visit.evidence}
    return {
        "reason": refusal.reason_kind,
        "visits": len({visit.day for visit in visits}),
        "evidence_levels": [level for level in LEVELS if level in proven],
        "still_refuses": True,
    }


def establish_refusal(step: Step) -> None:
    """The refusal stands: the case stops, kept on the ledger against 错退 (R18)."""
    _end(step, "established")
    send(
        step,
        main_instance(step.session, step.application.id),
        CASE_STOPPED,
        {"stop_reason": "refused"},
    )


def close_refusal(step: Step) -> None:
    """The household goes on after all; the case never stopped."""
    _end(step, "continued")


def _end(step: Step, state: str) -> None:
    refusal = step.session.get(Refusal, step.subject.id)
    assert refusal is not None
    refusal.state = state
    step.note(f"refusal_{state}", {"refusal": refusal.id})
