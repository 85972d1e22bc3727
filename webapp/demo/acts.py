"""Acts of a case that are no task: an objection is filed, the head withdraws, a refusal opens."""

from __future__ import annotations

from random import Random

from sqlalchemy import select

from models.notice import NoticedHousehold, PublicNotice
from models.role import KEEPER_OF_LEVEL, Level, Role
from webapp.demo.case_plan import CasePlan
from workflows import clock
from workflows.objections import register_objection
from workflows.refusals import open_refusal
from workflows.steps import Step
from workflows.stops import withdraw

OBJECT, WITHDRAW, REFUSE = "object", "withdraw", "refuse"
OBJECTIONS = (
    "听说这家在镇里还有一套房，不应该再给补助。",
    "他家儿子在外面上班挣钱，不算困难户，请村里再查查。",
    "我家房子比他家还旧，为什么没有评上，请说明。",
)
OBJECTORS = ("", "潘守信", "齐桂珍", "邱长林", "付晓东")
PERSONAL = "个人原因"


def role_for(act: str, level: Level) -> Role:
    """Who does ``act``; an objection is received by the keeper of the notice's level."""
    return KEEPER_OF_LEVEL[level] if act == OBJECT else Role.VILLAGE_CLERK


def perform(act: str, step: Step, case: CasePlan) -> None:
    """Do ``act`` on the locked case of ``step``. Raises KeyError for an unknown act."""
    {OBJECT: _object, WITHDRAW: _withdraw, REFUSE: _refuse}[act](step, case)


def open_notice(step: Step) -> PublicNotice | None:
    """The notice of the case that is on the board now."""
    return step.session.scalar(
        select(PublicNotice)
        .join(NoticedHousehold, NoticedHousehold.notice_id == PublicNotice.id)
        .where(NoticedHousehold.application_id == step.application.id, PublicNotice.state == "open")
        .order_by(PublicNotice.id.desc())
        .limit(1)
    )


def _object(step: Step, case: CasePlan) -> None:
    notice = open_notice(step)
    assert notice is not None
    rng = Random(case.number)
    objector = rng.choice(OBJECTORS)
    register_objection(
        step,
        notice_id=notice.id,
        objector_name=objector,
        contact="当面反映" if objector else "",
        content=rng.choice(OBJECTIONS),
        received_on=clock.today(),
    )


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
