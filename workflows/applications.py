"""Opening a case, numbering it, and finding the cases a reader may see."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.application import Application
from models.programme import Programme
from models.role import Role
from workflows import clock, rights
from workflows.errors import Forbidden, Invalid
from workflows.rights import Actor
from workflows.runtime import Runtime
from workflows.steps import Step, start_case


def open_case(
    session: Session,
    runtime: Runtime,
    actor: Actor,
    *,
    programme_id: int,
    village_code: str,
    opener: Role = Role.VILLAGE_CLERK,
) -> Step:
    """Begin an application for a household of ``village_code``; its first task is filing.

    Raises Forbidden unless ``actor`` is that village's ``opener`` (the office, where a case comes
    from a sheet), Invalid for an unknown programme.
    """
    authority = rights.covers_village(actor, village_code, opener)
    if authority is None:
        raise Forbidden("只有本村的村经办可以为农户提出申请。")
    programme = session.get(Programme, programme_id)
    if programme is None or not village_code.startswith(programme.county_code):
        raise Invalid("没有这个方案,请重新选择。", "programme")
    assert actor.account_id is not None
    application = Application(
        programme=programme,
        village_code=village_code,
        opened_by_id=actor.account_id,
        opened_at=clock.now(),
    )
    session.add(application)
    session.flush()
    return start_case(session, runtime, actor, application, authority)


def assign_number(session: Session, application: Application) -> str:
    """Give the case its number, ``150783-2019-A-00041``; a case keeps its number for ever."""
    if application.number is None:
        taken = session.scalar(
            update(Programme)
            .where(Programme.id == application.programme_id)
            .values(next_number=Programme.next_number + 1)
            .returning(Programme.next_number)
        )
        assert taken is not None
        application.number = f"{application.programme.code}-{taken - 1:05d}"
    return application.number


def transfer(step: Step, plan: str) -> None:
    """Move the case to the county's programme ``plan`` of the same year (R3); its number stays.

    Raises Invalid where the county has no such programme.
    """
    application, present = step.application, step.application.programme
    other = other_programme(step.session, present, plan)
    step.note("programme_changed", {"before": present.code, "after": other.code}, by_machine=False)
    application.programme, application.programme_id = other, other.id
    # What comes next goes by the other programme's deadlines.
    step.__dict__.pop("parameters", None)


def other_programme(session: Session, present: Programme, plan: str) -> Programme:
    """The programme ``plan`` of the same county and year. Raises Invalid where there is none."""
    other = session.scalar(
        select(Programme).where(
            Programme.county_code == present.county_code,
            Programme.year == present.year,
            Programme.plan == plan,
        )
    )
    if other is None:
        raise Invalid(f"本县{present.year}年没有{plan}方案,请先联系危改办。")
    return other
