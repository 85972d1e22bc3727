"""Who may see and do what: role × area × organisation. The one place that decides.

The inbox, the case page, search, files and tasks all use the clauses made here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, false, or_
from sqlalchemy.orm import InstrumentedAttribute

from models.application import Application
from models.case_list import CaseList
from models.role import CODE_LENGTH, LABELS, ROLE_LEVEL, Role, area_at
from models.task import Task

# These read every case of their area; the others only cases that have reached their desk.
AREA_READERS = frozenset(
    {
        Role.VILLAGE_CLERK,
        Role.VILLAGE_HEAD,
        Role.TOWNSHIP_OFFICER,
        Role.TOWNSHIP_LEADER,
        Role.SITE_SUPERVISOR,
        Role.OFFICE_HANDLER,
        Role.OFFICE_APPROVER,
        Role.AUDITOR,
    }
)
READ_ONLY = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})


@dataclass(frozen=True)
class Authority:
    """One grant as the rules see it."""

    role: Role
    area_code: str
    organisation_id: int | None = None


@dataclass(frozen=True)
class Actor:
    """Somebody acting: an account with its authorities, or the machine (``account_id`` None)."""

    account_id: int | None
    name: str
    authorities: tuple[Authority, ...] = ()
    id_number_digest: str | None = None

    @property
    def is_machine(self) -> bool:
        """Whether no person stands behind the act."""
        return self.account_id is None

    def holds(self, *roles: Role) -> bool:
        """Whether any authority has one of ``roles``."""
        return any(authority.role in roles for authority in self.authorities)


MACHINE = Actor(account_id=None, name="系统")


def within(
    column: InstrumentedAttribute[str] | ColumnElement[str], area: str
) -> ColumnElement[bool]:
    """Region codes inside ``area``: a range, so that the index serves on every database.

    Its end is the next number, for digits alone sort alike under every collation.
    """
    return and_(column >= area, column < str(int(area) + 1).zfill(len(area)))


def may_do(actor: Actor, task: Task) -> Authority | None:
    """The authority under which ``actor`` may do ``task``, or None."""
    for authority in actor.authorities:
        if (
            authority.role == task.role
            and authority.role not in READ_ONLY
            and task.area_code.startswith(authority.area_code)
            and (task.organisation_id is None or task.organisation_id == authority.organisation_id)
        ):
            return authority
    return None


def own_tasks(actor: Actor) -> ColumnElement[bool]:
    """Tasks that ``actor`` may do, whatever their status."""
    return or_(false(), *(_tasks_of(authority) for authority in actor.authorities))


def own_lists(actor: Actor) -> ColumnElement[bool]:
    """Lists that lie on a desk of ``actor``."""
    return or_(
        false(),
        *(_on_desk(authority, CaseList) for authority in actor.authorities if _works(authority)),
    )


def visible_applications(actor: Actor, *, in_order: bool = False) -> ColumnElement[bool]:
    """Cases that ``actor`` may read.

    ``in_order`` is for lists by number: there the area must not be looked up in its index, or a
    whole county would be read and sorted before the first twenty rows are shown.
    """
    clauses: list[ColumnElement[bool]] = [false()]
    village = Application.village_code.concat("") if in_order else Application.village_code
    for authority in actor.authorities:
        if authority.role in AREA_READERS:
            clauses.append(within(village, authority.area_code))
        elif authority.role is not Role.ADMINISTRATOR:
            on_desk = exists().where(Task.application_id == Application.id, _tasks_of(authority))
            # Only the case is the outer query's, also where that query lists tasks itself.
            clauses.append(on_desk.correlate(Application))
    return or_(*clauses)


def tasks_in_area(actor: Actor, *roles: Role) -> ColumnElement[bool]:
    """Tasks, whoever's, in the areas where ``actor`` holds one of ``roles``."""
    areas = {each.area_code for each in actor.authorities if each.role in roles}
    return or_(false(), *(within(Task.area_code, area) for area in sorted(areas)))


def covers_village(actor: Actor, village_code: str, *roles: Role) -> Authority | None:
    """The authority by which ``actor`` acts for ``village_code`` in one of ``roles``."""
    for authority in actor.authorities:
        if authority.role in roles and village_code.startswith(authority.area_code):
            return authority
    return None


def area_of_role(role: Role, village_code: str) -> str:
    """The region code at the level where ``role`` works."""
    return area_at(ROLE_LEVEL[role], village_code)


def label(roles: Iterable[Role]) -> str:
    """Roles as people read them."""
    return "、".join(LABELS[role] for role in roles)


def _works(authority: Authority) -> bool:
    return authority.role not in READ_ONLY


def _tasks_of(authority: Authority) -> ColumnElement[bool]:
    return _on_desk(authority, Task)


def _on_desk(authority: Authority, table: type[Task] | type[CaseList]) -> ColumnElement[bool]:
    level_length = CODE_LENGTH[ROLE_LEVEL[authority.role]]
    area = (
        table.area_code == authority.area_code
        if len(authority.area_code) == level_length
        else within(table.area_code, authority.area_code)
    )
    clauses = [table.role == authority.role, area]
    if authority.role is Role.ASSESSOR:
        clauses.append(table.organisation_id == authority.organisation_id)
    return and_(*clauses)
