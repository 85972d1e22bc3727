"""原件已核对: who saw which original and gave it back; the scan is kept, the original is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.application import Application
from models.document import KINDS, Document, is_photograph
from models.original import OriginalSeen
from models.role import Role
from workflows import clock, history, rights
from workflows.errors import Invalid
from workflows.history import Entry
from workflows.rights import Actor

# What has an original to be seen: papers, not photographs.
ORIGINALS = tuple(kind for kind in KINDS if not is_photograph(kind))
LONGEST_NAME = 40


def originals_of(session: Session, application_id: int) -> Sequence[OriginalSeen]:
    """Every look at an original of the case, the last one first."""
    return session.scalars(
        select(OriginalSeen)
        .where(OriginalSeen.application_id == application_id)
        .order_by(OriginalSeen.seen_on.desc(), OriginalSeen.id.desc())
    ).all()


def record_original(
    session: Session, actor: Actor, application_id: int, told: Mapping[str, str]
) -> OriginalSeen:
    """Write down that an original was seen; ``told`` has kind, seen_by and seen_on (ISO).

    It is tied to the newest scan of its kind where there is one. The caller has asked for
    permission. Raises Invalid, whose ``field`` names the answer.
    """
    kind, seen_by, seen_on = _checked(told)
    application = session.execute(
        select(Application).where(Application.id == application_id).with_for_update()
    ).scalar_one()
    scan_id = session.scalar(
        select(Document.id)
        .where(
            Document.application_id == application_id,
            Document.kind == kind,
            Document.replaced_by_id.is_(None),
        )
        .order_by(Document.id.desc())
        .limit(1)
    )
    assert actor.account_id is not None
    seen = OriginalSeen(
        application_id=application_id,
        document_id=scan_id,
        kind=kind,
        seen_by=seen_by,
        seen_on=seen_on,
        recorded_by_id=actor.account_id,
        recorded_at=clock.now(),
    )
    session.add(seen)
    payload: dict[str, Any] = {"document_kind": kind, "document": scan_id, "seen_by": seen_by}
    authority = rights.covers_village(actor, application.village_code, *Role)
    role = ""
    if authority is not None:
        role, payload = authority.role.value, payload | authority.marks
    history.record(session, application, [Entry("original_seen", actor, payload, seen_on, role)])
    session.flush()
    return seen


def _checked(told: Mapping[str, str]) -> tuple[str, str, dt.date]:
    kind, seen_by = told.get("kind", ""), told.get("seen_by", "").strip()
    if kind not in ORIGINALS:
        raise Invalid("请选择核对的是哪一种原件。", "kind")
    if not 1 <= len(seen_by) <= LONGEST_NAME or not seen_by.isprintable():
        raise Invalid(f"请填写谁核对的,不超过 {LONGEST_NAME} 个字。", "seen_by")
    try:
        seen_on = dt.date.fromisoformat(told.get("seen_on", "").strip())
    except ValueError:
        raise Invalid("日期应写成 2019-06-04 这样。", "seen_on") from None
    if seen_on > clock.today():
        raise Invalid("还没有到这一天,请填核对原件的那一天。", "seen_on")
    return kind, seen_by, seen_on
