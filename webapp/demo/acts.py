"""Acts of a case that are no task: an objection, a withdrawal, a refusal, a stop."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random

from sqlalchemy import select

from models.document import STOP_PAPER
from models.household import Person
from models.notice import NoticedHousehold
from models.objection import GENERAL, HOUSEHOLD, VISIT
from models.role import KEEPER_OF_LEVEL, Level, Role
from webapp.demo.case_plan import CasePlan
from workflows import clock, notice_clock
from workflows.head_changes import NewHead, change_head
from workflows.notices import open_turns
from workflows.objections import Filed, register_objection
from workflows.refusals import open_refusal
from workflows.steps import Step
from workflows.stops import withdraw
from workflows.suspensions import Grounds, suspend
from workflows.terminations import ask
from workflows.transfers import Move, transfer_case

OBJECT, WITHDRAW, REFUSE = "object", "withdraw", "refuse"
# Somebody who names no household, and somebody who comes after the notice was taken down.
COMPLAIN, OBJECT_LATE = "complain", "object_late"
SUSPEND, TERMINATE = "suspend", "terminate"
CHANGE_HEAD, CHANGE_PAYEE, MOVE = "change_head", "change_payee", "move"
# After these the task before which they are done waits for what they lead to.
LASTING = frozenset({REFUSE, SUSPEND, TERMINATE, CHANGE_PAYEE})
# Draws a document of a kind and returns its number.
Upload = Callable[[str], int]
OBJECTIONS = (
    "听说这家在镇里还有一套房，不应该再给补助。",
    "他家儿子在外面上班挣钱，不算困难户，请村里再查查。",
    "我家房子比他家还旧，为什么没有评上，请说明。",
)
COMPLAINT = "公示栏里别的纸把这张挡住了一半，老人看不清。"
LATE_OBJECTION = "公示的时候我在外地，回来才听说，他家老房子已经卖了。"
OBJECTORS = ("", "潘守信", "齐桂珍", "邱长林", "付晓东")
PERSONAL = "个人原因"


def role_for(act: str, level: Level) -> Role:
    """Who does ``act``; an objection is received by the keeper of the notice's level."""
    if act in (SUSPEND, TERMINATE, MOVE):
        return Role.TOWNSHIP_OFFICER
    return KEEPER_OF_LEVEL[level] if act in (OBJECT, COMPLAIN) else Role.VILLAGE_CLERK


def perform(act: str, step: Step, case: CasePlan, upload: Upload) -> None:
    """Do ``act`` on the locked case of ``step``. Raises KeyError for an unknown act."""
    on_paper = {
        SUSPEND: _suspend,
        TERMINATE: _terminate,
        CHANGE_HEAD: _change_head,
        CHANGE_PAYEE: _change_head,
        MOVE: _move,
    }
    if act in on_paper:
        on_paper[act](step, upload)
    else:
        told = {
            OBJECT: _object,
            COMPLAIN: _complain,
            OBJECT_LATE: _object_late,
            WITHDRAW: _withdraw,
            REFUSE: _refuse,
        }
        told[act](step, case)


def open_turn(step: Step) -> NoticedHousehold | None:
    """The case's turn on the board now."""
    return next(iter(reversed(open_turns(step))), None)


def _object(step: Step, case: CasePlan) -> None:
    noticed = open_turn(step)
    assert noticed is not None
    rng = Random(case.number)
    _register(step, case, noticed, HOUSEHOLD, rng.choice(OBJECTIONS), _in_time(noticed))


def _complain(step: Step, case: CasePlan) -> None:
    noticed = open_turn(step)
    assert noticed is not None
    _register(step, case, noticed, GENERAL, COMPLAINT, _in_time(noticed))


def _object_late(step: Step, case: CasePlan) -> None:
    noticed = step.session.scalars(
        select(NoticedHousehold)
        .where(NoticedHousehold.application_id == step.application.id)
        .order_by(NoticedHousehold.id.desc())
        .limit(1)
    ).one()
    _register(step, case, noticed, HOUSEHOLD, LATE_OBJECTION, clock.today())


def _register(
    step: Step, case: CasePlan, noticed: NoticedHousehold, aims_at: str, said: str, on: dt.date
) -> None:
    assert noticed.notice_id is not None
    filed = Filed(
        aims_at=aims_at,
        content=said,
        came_by=VISIT,
        received_on=on,
        objector_name=Random(case.number).choice(OBJECTORS),
    )
    register_objection(step, notice_id=noticed.notice_id, filed=filed)


def _in_time(notice: NoticedHousehold) -> dt.date:
    """Somebody came on the last day at the latest, and it is entered when there is time."""
    if notice.ends_at is None:
        return clock.today()
    return min(clock.today(), notice_clock.last_day_of(notice.ends_at))


def _withdraw(step: Step, case: CasePlan) -> None:
    withdraw(
        step,
        reason="女儿接老人到城里长住，房屋不再居住，自愿撤回申请。",
        written_on=clock.today(),
        handled_by=step.actor.name,
    )


def _refuse(step: Step, case: CasePlan) -> None:
    open_refusal(
        step,
        reason_kind=PERSONAL,
        reason=f"{case.family.head.name}表示年事已高，不愿折腾，多次劝说仍不同意改造。",
    )


def _suspend(step: Step, upload: Upload) -> None:
    reason = "户主住院治疗，家属书面要求暂缓，出院后再办。"
    suspend(step, _grounds(step, "其他", reason, upload))


def _terminate(step: Step, upload: Upload) -> None:
    reason = "全家已列入今年易地扶贫搬迁名单，由镇搬迁办出具证明。"
    ask(step, _grounds(step, "列入易地搬迁", reason, upload))


def _grounds(step: Step, reason_class: str, reason: str, upload: Upload) -> Grounds:
    return Grounds(reason_class, reason, clock.today(), step.actor.name, upload(STOP_PAPER))


def _change_head(step: Step, upload: Upload) -> None:
    heir = step.session.scalars(
        select(Person.id)
        .where(
            Person.household_id == step.application.household_id,
            Person.left_on.is_(None),
            Person.is_head.is_(False),
        )
        .order_by(Person.id)
    ).first()
    assert heir is not None
    told = NewHead(
        new_head_id=heir,
        reason_class="死亡",
        reason="原户主上月病故，派出所已变更户口簿。",
        old_relation="",
        identities=step.application.identities or [],
        certificate_number=step.application.certificate_number or "",
        happened_on=clock.today(),
        handled_by=step.actor.name,
        document_id=upload(STOP_PAPER),
    )
    change_head(step, told)


def _move(step: Step, upload: Upload) -> None:
    told = Move(
        identities=["建档立卡", *(step.application.identities or [])],
        certificate_number=step.application.certificate_number or "",
        reason="今年动态调整新识别为建档立卡户，转入方案A。",
        happened_on=clock.today(),
        handled_by=step.actor.name,
        document_id=upload(STOP_PAPER),
    )
    transfer_case(step, told)
