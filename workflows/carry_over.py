"""Carry-over at year end (结转, G35): what was not approved is decided anew under the new year.

An approved case keeps its year.  A carried case keeps its number, its facts and its evidence; the
departments are asked anew where they were asked already, and a grade that is too old for the new
year's programme is asked again, so that approval rests on the new year's tables.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from models.application import Application
from models.programme import Programme
from models.role import Role
from workflows import clock, rights
from workflows.errors import Forbidden, Invalid
from workflows.identity_anew import ask_anew, has_been_asked
from workflows.programme_years import next_year
from workflows.rights import Actor
from workflows.runtime import Runtime
from workflows.steps import Step, locked_step, record_act, require_role

CARRIERS = (Role.OFFICE_HANDLER, Role.OFFICE_APPROVER)
# So many cases are carried in one go; the act is repeated until none is left.
AT_ONCE = 100


def to_be_carried(programme: Programme) -> ColumnElement[bool]:
    """Cases of ``programme`` that have neither ended nor been approved."""
    return and_(
        Application.programme_id == programme.id,
        Application.state != "ended",
        Application.approved_on.is_(None),
    )


def target_of(session: Session, actor: Actor, programme: Programme) -> Programme:
    """The programme to which the cases go.

    Raises Forbidden for anybody but the county's office, Invalid before the year is over and
    while there is no programme for the next one.
    """
    if not any(
        each.role in CARRIERS and each.area_code == programme.county_code
        for each in actor.authorities
    ):
        raise Forbidden(f"结转由{rights.label(CARRIERS)}办理。")
    if clock.today().year <= programme.year:
        raise Invalid(f"{programme.year}年还没有结束,年底以后才能结转。")
    target = next_year(session, programme)
    if target is None:
        raise Invalid(
            f"还没有{programme.year + 1}年的方案{programme.plan},请系统管理员先在方案参数里建立。"
        )
    return target


def carry_over(
    session: Session, runtime: Runtime, actor: Actor, programme: Programme
) -> tuple[int, bool]:
    """Carry the next cases; how many were carried and whether some are left.

    Carried cases belong to the other programme: doing it again does nothing twice.  Raises as
    :func:`target_of`.
    """
    target = target_of(session, actor, programme)
    found = session.scalars(
        select(Application.id)
        .where(to_be_carried(programme))
        .order_by(Application.id)
        .limit(AT_ONCE + 1)
    ).all()
    for application_id in found[:AT_ONCE]:
        _carry(locked_step(session, runtime, actor, application_id), target)
    return len(found[:AT_ONCE]), len(found) > AT_ONCE


def _carry(step: Step, target: Programme) -> None:
    application, before = step.application, step.application.programme
    step.authority = require_role(step.actor, application, *CARRIERS)
    if application.programme_id == target.id or application.approved_on is not None:
        # Somebody was faster while this one waited for the case.
        return
    application.programme, application.programme_id = target, target.id
    # What comes next goes by the new year's parameters.
    step.__dict__.pop("parameters", None)
    step.note("case_carried_over", {"before": before.code, "after": target.code}, by_machine=False)
    record_act(step)
    if has_been_asked(application):
        ask_anew(step)
