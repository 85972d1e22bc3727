"""Moving a case to the county's other plan before it is approved (G27, R3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from models.application import Application
from models.role import Role
from workflows import notices
from workflows.applications import other_programme
from workflows.duties import check_kin
from workflows.errors import Invalid
from workflows.facts import evaluate
from workflows.identity_anew import ask_anew, has_been_asked
from workflows.steps import Step, record_act, require_role
from workflows.suspensions import check_day

MOVERS = (Role.TOWNSHIP_OFFICER, Role.OFFICE_HANDLER)
OTHER = {"A": "B", "B": "A"}


@dataclass(frozen=True)
class Move:
    """Why a case changes its plan, and the class of the household from then on."""

    identities: Sequence[str]
    certificate_number: str
    reason: str
    happened_on: dt.date
    handled_by: str
    document_id: int


def may_transfer(application: Application) -> bool:
    """Filed, going on, and not approved: an approved case keeps its plan (G27)."""
    return (
        application.state == "open"
        and application.filed_on is not None
        and application.approved_on is None
    )


def transfer_case(step: Step, move: Move) -> None:
    """Move the case to the other plan with its facts, evidence and number.

    Deadlines, tables and papers are the other programme's from then on; the departments are asked
    anew where they were asked already.  Raises Forbidden for other roles and kin, Invalid for a
    case that may not move and for a household that the other plan does not take.
    """
    application = step.application
    step.authority = require_role(step.actor, application, *MOVERS)
    check_kin(step.session, step.actor, application)
    _check_state(application)
    check_day(step, move.happened_on)
    before, present = application.identities, application.programme
    target = other_programme(step.session, present, OTHER[present.plan])
    application.identities = list(move.identities)
    application.certificate_number = move.certificate_number or None
    application.programme, application.programme_id = target, target.id
    # What comes next goes by the other programme's parameters.
    step.__dict__.pop("parameters", None)
    _check_facts(step)
    step.happened_on, step.handled_by = move.happened_on, move.handled_by
    payload = {
        "before": present.code,
        "after": target.code,
        "identities": [before, application.identities],
        "comment": move.reason,
        "document": move.document_id,
    }
    step.note("case_transferred", payload, by_machine=False)
    notices.correct_if_changed(step)
    record_act(step)
    if has_been_asked(application):
        ask_anew(step)


def _check_state(application: Application) -> None:
    if application.state == "ended":
        raise Invalid("这一件已经结束,不能转方案。")
    if application.state == "suspended":
        raise Invalid("这一件已中止,请先恢复办理,再转方案。")
    if application.approved_on is not None:
        raise Invalid("这一件已经批准,不再转方案。")
    if application.filed_on is None:
        raise Invalid("申请还没有填报,请直接按应属的方案填报。")


def _check_facts(step: Step) -> None:
    """The other plan must be the one for such a household, and its conditions hold as far as known.

    Raises Invalid with what the tables say.
    """
    plan = step.application.programme.plan
    route = evaluate(step, "route").outputs.get("route_plan")
    if route != plan:
        sentence = f"按这样的身份类别,不属于方案{plan}的对象。"
        raise Invalid(sentence, "identities")
    eligibility = evaluate(step, "household_eligibility").outputs
    if eligibility.get("household_eligible") is False:
        raise Invalid(f"这一户不符合方案{plan}的条件:{eligibility.get('household_reason') or ''}。")
