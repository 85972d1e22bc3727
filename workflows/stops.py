"""Stopping a case: the head's withdrawal (X2) and what every stop leaves on the record."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.application import Application
from models.refusal import Withdrawal
from models.role import Role
from workflows import clock, engine
from workflows.errors import Invalid
from workflows.projects.following import leave_with_case
from workflows.steps import CASE_STOPPED, Step, deliver_on, require_role
from workflows.suspensions import end_with_case

# Who registers what the head has written.
REGISTRARS = (Role.VILLAGE_CLERK, Role.TOWNSHIP_OFFICER)
WITHDRAWABLE_STAGES = frozenset({"village_review", "township_review"})
REGISTERED_POOR = "建档立卡"


def may_withdraw(step: Step) -> bool:
    """Whether the head's written wish ends the case now."""
    return step.application.state == "open" and is_withdrawable(step.application)


def is_withdrawable(application: Application) -> bool:
    """The wish of the household ends a case before identity verification, never 建档立卡 (R17)."""
    return application.stage in WITHDRAWABLE_STAGES and REGISTERED_POOR not in (
        application.identities or []
    )


def withdraw(step: Step, *, reason: str, written_on: dt.date, handled_by: str) -> None:
    """Record the head's written withdrawal and end the case.

    Raises Forbidden for other roles; Invalid where only a refusal file can end it.
    """
    step.authority = require_role(step.actor, step.application, *REGISTRARS)
    if not may_withdraw(step):
        raise Invalid(
            "身份审核开始以后,以及建档立卡户,不能直接撤回;农户不愿改造的,请登记拒绝改造。"
        )
    if written_on > clock.today():
        raise Invalid("撤回日期不能晚于今天。", "written_on")
    filed_on = step.application.filed_on
    if filed_on and written_on < filed_on:
        raise Invalid(f"撤回日期不能早于申请日期({filed_on:%Y-%m-%d})。", "written_on")
    assert step.actor.account_id is not None
    step.session.add(
        Withdrawal(
            application_id=step.application.id,
            reason=reason,
            written_on=written_on,
            handled_by=handled_by,
            recorded_by_id=step.actor.account_id,
            recorded_at=clock.now(),
        )
    )
    step.happened_on, step.handled_by = written_on, handled_by
    step.note("application_withdrawn", {"comment": reason}, by_machine=False)
    deliver_on(step, CASE_STOPPED, {"stop_reason": "withdrawn"})


def stop_case(step: Step) -> None:
    """The machine's part of a stop: say at which stage the case stood."""
    step.note("case_stopped", {"stage": step.application.stage})
    end_with_case(step)
    leave_with_case(step)


def main_instance(session: Session, application_id: int) -> int:
    """The id of the case's own process instance."""
    instances = engine.process_instances
    instance_id: int = session.execute(
        select(instances.c.id).where(
            instances.c.application_id == application_id,
            instances.c.subject_kind == "application",
        )
    ).scalar_one()
    return instance_id
