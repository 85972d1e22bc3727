"""Ending a case for good (终止): asked for by village, township or office, decided by the office.

Before approval the renovation office's handler decides, after it the approver.
"""

from __future__ import annotations

from sqlalchemy import select

from models.role import Role
from models.stop import WISH, Termination
from workflows import clock
from workflows.duties import check_kin
from workflows.engine import Subject
from workflows.errors import Invalid
from workflows.outbox import send
from workflows.steps import CASE_STOPPED, Step, record_act, require_role, start_process
from workflows.stops import is_withdrawable, main_instance
from workflows.suspensions import Grounds, check_day, note_act

# Who may ask for it.
ASKERS = (
    Role.VILLAGE_CLERK,
    Role.VILLAGE_HEAD,
    Role.TOWNSHIP_OFFICER,
    Role.TOWNSHIP_LEADER,
    Role.OFFICE_HANDLER,
    Role.OFFICE_APPROVER,
)
PAID = "补助已经发放,不能终止。需要追回的,请按资金管理规定办理。"


def ask(step: Step, grounds: Grounds) -> Termination:
    """Ask the renovation office to end the case.

    Raises Forbidden for other roles and the household's own kin, Invalid for a case that has
    ended or is paid, while another request is open, and where the household's wish leads to a
    refusal file instead (R17: always for 建档立卡, for the others once the identity is asked).
    """
    application = step.application
    step.authority = require_role(step.actor, application, *ASKERS)
    check_kin(step.session, step.actor, application)
    if application.state == "ended":
        raise Invalid("这一件已经结束,不能终止。")
    if application.paid_on is not None:
        raise Invalid(PAID)
    if grounds.reason_class == WISH and not is_withdrawable(application):
        raise Invalid(
            "身份审核开始以后,以及建档立卡户,农户不愿改造的不能直接终止,请登记拒绝改造。",
            "reason_class",
        )
    if _open_one(step) is not None:
        raise Invalid("这一件已经申请终止,正等危改办决定。")
    check_day(step, grounds.happened_on)
    assert step.actor.account_id is not None
    row = Termination(
        application_id=application.id,
        reason_class=grounds.reason_class,
        reason=grounds.reason,
        document_id=grounds.document_id,
        happened_on=grounds.happened_on,
        handled_by=grounds.handled_by,
        asked_by_id=step.actor.account_id,
        asked_at=clock.now(),
    )
    step.session.add(row)
    step.session.flush()
    note_act(step, "termination_asked", grounds)
    start_process(
        step,
        "termination",
        Subject("termination", row.id, application.id),
        {"is_approved": application.approved_on is not None},
    )
    record_act(step)
    return row


def request_of(step: Step) -> Termination:
    """The request that the process of ``step`` is about."""
    return step.session.get_one(Termination, step.subject.id)


def why_not(step: Step) -> str:
    """Why the case cannot be ended now, as a sentence; empty when it can."""
    return PAID if step.application.paid_on is not None else ""


def terminate_case(step: Step) -> None:
    """The office has agreed: the case ends where it stands, and what runs beside it too."""
    row = request_of(step)
    row.state = "established"
    step.note("case_terminated", {"reason_class": row.reason_class})
    main = main_instance(step.session, step.application.id)
    send(step, main, CASE_STOPPED, {"stop_reason": "terminated"})


def refuse_termination(step: Step) -> None:
    """The office has not agreed: the case goes on, or stays suspended."""
    request_of(step).state = "refused"


def _open_one(step: Step) -> Termination | None:
    return step.session.scalar(
        select(Termination).where(
            Termination.application_id == step.application.id, Termination.state == "open"
        )
    )
