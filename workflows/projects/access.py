"""Who reads and who writes a project, and loading one under its lock.

Lock order is the project, then the rows of its cases by number: a step of a case never asks for
the lock of a project.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.application import Application
from models.household import Person
from models.project import Project, ProjectHousehold
from models.role import LABELS, Role
from workflows import clock, history, rights
from workflows.duties import OWN_HOUSEHOLD
from workflows.errors import Forbidden, Invalid, NotFound
from workflows.history import Entry
from workflows.rights import Actor, Authority

WRITERS = (Role.TOWNSHIP_OFFICER, Role.OFFICE_HANDLER)
INSPECTORS = (Role.SITE_SUPERVISOR, *WRITERS)
UNKNOWN = "没有这个工程,或者不在您的办理范围内。"


def project_of(session: Session, actor: Actor, project_id: int) -> Project:
    """A project that ``actor`` may read. Raises NotFound."""
    query = select(Project).where(Project.id == project_id, rights.visible_projects(actor))
    project = session.scalar(query)
    if project is None:
        raise NotFound(UNKNOWN)
    return project


def locked(
    session: Session, actor: Actor, project_id: int, *roles: Role
) -> tuple[Project, Authority]:
    """A project for an act of one of ``roles``, locked. Raises NotFound and Forbidden."""
    authority = authority_over(actor, project_of(session, actor, project_id), *roles)
    query = select(Project).where(Project.id == project_id).with_for_update()
    return session.execute(query.execution_options(populate_existing=True)).scalar_one(), authority


def authority_over(actor: Actor, project: Project, *roles: Role) -> Authority:
    """By which post ``actor`` acts on ``project``. Raises Forbidden."""
    authority = rights.covers_village(actor, project.township_code, *roles)
    if authority is None:
        raise Forbidden(f"这项操作由{'、'.join(LABELS[role] for role in roles)}办理。")
    return authority


def live_members(
    session: Session, project: Project, *, lock: bool = False
) -> Sequence[tuple[ProjectHousehold, Application]]:
    """The households that are in the project now, by number of the case."""
    query = (
        select(ProjectHousehold, Application)
        .join(Application, Application.id == ProjectHousehold.application_id)
        .where(ProjectHousehold.project_id == project.id, ProjectHousehold.left_on.is_(None))
        .order_by(Application.id)
        .execution_options(populate_existing=True)
    )
    if lock:
        query = query.with_for_update(of=Application)
    return session.execute(query).all()


def check_kin(session: Session, actor: Actor, household_ids: Sequence[int | None]) -> None:
    """Raise Forbidden where ``actor``, or whom they stand in for, is of one of the households."""
    holders = [each.holder for each in actor.authorities if each.holder is not None]
    known = [actor.id_number_digest, *(each.id_number_digest for each in holders)]
    digests = [each for each in known if each is not None]
    own = select(Person.id).where(
        Person.household_id.in_([each for each in household_ids if each is not None]),
        Person.id_number_digest.in_(digests),
    )
    if digests and session.scalar(own.limit(1)) is not None:
        raise Forbidden(OWN_HOUSEHOLD)


def check_past(day: dt.date, field: str) -> None:
    """Refuse a day that has not come. Raises Invalid."""
    if day > clock.today():
        raise Invalid("日期不能晚于今天。", field)


def note(
    session: Session,
    subject: Project | Application,
    by: tuple[Actor, Authority],
    kind: str,
    payload: dict[str, Any],
    *,
    happened_on: dt.date | None = None,
    handled_by: str = "",
) -> None:
    """Put an act of a person on the record of the project, or of one of its cases."""
    actor, authority = by
    entry = Entry(
        kind=kind,
        actor=actor,
        payload=payload | authority.marks,
        happened_on=happened_on or clock.today(),
        actor_role=authority.role.value,
        handled_by=handled_by or actor.name,
    )
    history.record(session, subject, [entry])
