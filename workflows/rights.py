"""Who may see and do what: role × area × organisation. The one place that decides.

The inbox, the case page, search, files and tasks all use the clauses made here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, exists, false, or_
from sqlalchemy.orm import InstrumentedAttribute

from models.application import Application
from models.case_list import CaseList
from models.intake_draft import IntakeDraft
from models.notice import PublicNotice
from models.project import Project
from models.role import CODE_LENGTH, LABELS, ROLE_LEVEL, Level, Role, area_at
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
# Who types applications before there is a case.
DRAFTERS = (Role.VILLAGE_CLERK,)
# These read every 工程 of their area.
PROJECT_READERS = frozenset(
    {
        Role.TOWNSHIP_OFFICER,
        Role.TOWNSHIP_LEADER,
        Role.SITE_SUPERVISOR,
        Role.OFFICE_HANDLER,
        Role.OFFICE_APPROVER,
        Role.FINANCE_OFFICER,
        Role.AUDITOR,
    }
)
READ_ONLY = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
VILLAGE_ROLES = tuple(role for role, level in ROLE_LEVEL.items() if level is Level.VILLAGE)


@dataclass(frozen=True)
class Holder:
    """The colleague for whom somebody stands in (代班)."""

    account_id: int
    name: str
    id_number_digest: str | None = None


@dataclass(frozen=True)
class Authority:
    """One grant as the rules see it.

    ``holder`` is whose it is, when somebody acts under it as a stand-in; ``types`` marks that it
    is only typed what another post has signed on paper (代录).
    """

    role: Role
    area_code: str
    organisation_id: int | None = None
    holder: Holder | None = None
    types: bool = False

    @property
    def marks(self) -> dict[str, str]:
        """What the record says of an act under this authority, beside who did it."""
        return {"stands_in_for": self.holder.name} if self.holder is not None else {}


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
    """The authority under which ``actor`` may do ``task``, or None.

    What was handed to one colleague of the post (转办) is that colleague's alone.
    """
    return next((each for each in _posts_for(actor, task) if _is_free_for(actor, each, task)), None)


def holds_post(actor: Actor, task: Task) -> Authority | None:
    """The authority of the post on whose desk ``task`` is, whoever of the post has it in hand."""
    return next(_posts_for(actor, task), None)


def may_type(actor: Actor, task: Task) -> Authority | None:
    """The authority by which ``actor`` may type ``task`` for the village, on its signed paper."""
    if task.role in VILLAGE_ROLES:
        for authority in actor.authorities:
            if authority.role is Role.TOWNSHIP_OFFICER and task.area_code.startswith(
                authority.area_code
            ):
                return replace(authority, types=True)
    return None


def _posts_for(actor: Actor, task: Task) -> Iterator[Authority]:
    for authority in actor.authorities:
        if (
            authority.role == task.role
            and authority.role not in READ_ONLY
            and task.area_code.startswith(authority.area_code)
            and (task.organisation_id is None or task.organisation_id == authority.organisation_id)
        ):
            yield authority


def _is_free_for(actor: Actor, authority: Authority, task: Task) -> bool:
    holder_id = authority.holder.account_id if authority.holder else actor.account_id
    return task.assigned_to_id is None or task.assigned_to_id == holder_id


def may_type_from_sheet(actor: Actor, task: Task) -> Authority | None:
    """The renovation office's authority to type ``task`` of its county (在办件导入)."""
    for authority in actor.authorities:
        if authority.role is Role.OFFICE_HANDLER and task.area_code.startswith(authority.area_code):
            return replace(authority, types=True)
    return None


def own_tasks(actor: Actor) -> ColumnElement[bool]:
    """Tasks of the posts of ``actor``, whatever their status and whoever has them in hand."""
    return or_(false(), *(_tasks_of(authority) for authority in actor.authorities))


def own_lists(actor: Actor) -> ColumnElement[bool]:
    """Lists that lie on a desk of ``actor``."""
    return or_(
        false(),
        *(_on_desk(authority, CaseList) for authority in actor.authorities if _works(authority)),
    )


def own_drafts(actor: Actor) -> ColumnElement[bool]:
    """Applications in the making that ``actor`` goes on with: those of the clerk's villages."""
    areas = {each.area_code for each in actor.authorities if each.role in DRAFTERS}
    return or_(false(), *(within(IntakeDraft.village_code, area) for area in sorted(areas)))


def not_with_others(actor: Actor) -> ColumnElement[bool]:
    """Of :func:`own_tasks` those that were not handed to a colleague."""
    return or_(Task.assigned_to_id.is_(None), in_hand_of(actor))


def in_hand_of(actor: Actor) -> ColumnElement[bool]:
    """Tasks handed to ``actor``, or to somebody for whom ``actor`` stands in."""
    holders = {each.holder.account_id for each in actor.authorities if each.holder}
    return Task.assigned_to_id.in_(sorted(holders | {actor.account_id or 0}))


def typed_tasks(authority: Authority) -> list[ColumnElement[bool]]:
    """Tasks of the villages that may be typed for them: a clause for each role, for the index."""
    if authority.role is not Role.TOWNSHIP_OFFICER:
        return []
    inside = within(Task.area_code, authority.area_code)
    return [and_(Task.role == role, inside) for role in VILLAGE_ROLES]


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


def visible_projects(actor: Actor) -> ColumnElement[bool]:
    """Projects (工程) that ``actor`` may read: those of the townships in the reader's area."""
    areas = {each.area_code for each in actor.authorities if each.role in PROJECT_READERS}
    return or_(false(), *(within(Project.township_code, area) for area in sorted(areas)))


def visible_notices(actor: Actor) -> ColumnElement[bool]:
    """Sheets of public notices that ``actor`` may read: those made inside the reader's area."""
    areas = {each.area_code for each in actor.authorities if each.role in AREA_READERS}
    return or_(false(), *(within(PublicNotice.area_code, area) for area in sorted(areas)))


def persons_behind(actor: Actor, authority: Authority | None) -> list[int | None]:
    """Accounts whose act it is: the actor's, and that of whom the actor stands in for."""
    holder = authority.holder if authority is not None else None
    return [actor.account_id] + ([holder.account_id] if holder is not None else [])


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
