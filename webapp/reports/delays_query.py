"""What is overdue and what is missing in an area: counted by village, listed by page.

Both look tasks up in partial indexes, so that what is done on time costs nothing. Areas are
compared, never persons: a line names the desk that the task lies on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, func, literal_column, or_, select
from sqlalchemy.orm import Session, aliased

from models.application import Application
from models.region import Region
from models.role import CODE_LENGTH, LABELS, ROLE_LEVEL, Level, Role
from models.task import Task
from webapp.inbox.query import IS_OPEN
from webapp.reports.cursor import Cursor
from workflows import rights
from workflows.rights import Actor

PAGE = 50
# Written out like the index, or SQLite would not see that the index serves.
LACKS_PAPER: ColumnElement[bool] = literal_column("tasks.lacks_paper")
TOWNSHIP = CODE_LENGTH[Level.TOWNSHIP]


@dataclass(frozen=True)
class Concern:
    """What a list is about: the ``cases`` on it, and which of their ``tasks`` are the reason."""

    cases: ColumnElement[bool]
    tasks: ColumnElement[bool]


@dataclass
class Row:
    """One household with its tasks that are late, or that lack something; soonest due first."""

    application: Application
    village: str
    township: str
    tasks: list[Task] = field(default_factory=list)

    def desk_of(self, task: Task) -> str:
        """惠风川村经办, 蘑菇气镇领导, 危改办经办: whose desk it lies on, never who sits there."""
        role = Role(task.role)
        place = {Level.VILLAGE: self.village, Level.TOWNSHIP: self.township}.get(ROLE_LEVEL[role])
        label = LABELS[role]
        return f"{place}{label.removeprefix('乡镇').removeprefix('村')}" if place else label


@dataclass(frozen=True)
class Place:
    """A village or a township, and how many households of it are listed."""

    code: str
    name: str
    count: int


def overdue(today: dt.date) -> Concern:
    """Open tasks whose last day has passed."""
    late = and_(IS_OPEN, Task.due_on < today)
    return Concern(Application.id.in_(select(Task.application_id).where(late)), late)


def missing(nodes: Sequence[str]) -> Concern:
    """Steps done whose paper has not come back, and open ones that are there to supply something.

    ``nodes`` are the steps of the drawings that supply.
    """
    supplying = and_(IS_OPEN, Task.node_id.in_(nodes))
    # Looked up case by case: where nobody scans, nearly every case lacks a paper. Of the task only
    # what the index holds is asked, or SQLite may take another one.
    lacking = (
        select(Task.application_id)
        .where(Task.application_id == Application.id, LACKS_PAPER)
        .exists()
    )
    cases = or_(Application.id.in_(select(Task.application_id).where(supplying)), lacking)
    return Concern(cases, or_(supplying, LACKS_PAPER))


def villages_of(session: Session, actor: Actor, area: str, concern: Concern) -> list[Place]:
    """Every village with a household to list, by code."""
    counted = session.execute(
        select(Application.village_code, func.count().label("households"))
        .where(concern.cases, *_within(actor, area))
        .group_by(Application.village_code)
        .order_by(Application.village_code)
    )
    return _named(session, {row.village_code: row.households for row in counted})


def by_township(session: Session, villages: Sequence[Place]) -> list[Place]:
    """The same summed by township."""
    sums: dict[str, int] = {}
    for village in villages:
        code = village.code[:TOWNSHIP]
        sums[code] = sums.get(code, 0) + village.count
    return _named(session, sums)


def page_of(
    session: Session, actor: Actor, area: str, concern: Concern, after: Cursor | None
) -> tuple[list[Row], Cursor | None]:
    """One page of households by village, and the cursor of the next."""
    chosen = (
        select(Application.village_code, Application.id)
        .where(concern.cases, *_within(actor, area))
        .order_by(Application.village_code, Application.id)
        .limit(PAGE + 1)
    )
    if after is not None:
        chosen = chosen.where(after.following)
    found = [Cursor(village, number) for village, number in session.execute(chosen)]
    page = found[:PAGE]
    rows = _rows(session, [each.application_id for each in page], concern)
    return rows, page[-1] if len(found) > PAGE else None


def _rows(session: Session, numbers: Sequence[int], concern: Concern) -> list[Row]:
    village, township = aliased(Region), aliased(Region)
    lines = session.execute(
        select(Task, Application, village.name, township.name)
        .join(Application, Application.id == Task.application_id)
        .join(village, village.code == Application.village_code)
        .join(township, township.code == village.parent_code)
        .where(concern.tasks, Task.application_id.in_(numbers))
        .order_by(Task.due_on, Task.id)
    )
    rows: dict[int, Row] = {}
    for task, application, its_village, its_township in lines:
        row = rows.setdefault(application.id, Row(application, its_village, its_township))
        row.tasks.append(task)
    return [rows[number] for number in numbers]


def _within(actor: Actor, area: str) -> list[ColumnElement[bool]]:
    inside = [rights.within(Application.village_code, area)] if area else []
    return [rights.visible_applications(actor), *inside]


def _named(session: Session, counts: dict[str, int]) -> list[Place]:
    rows = session.execute(select(Region.code, Region.name).where(Region.code.in_(list(counts))))
    names = {row.code: row.name for row in rows}
    return [Place(code, names[code], count) for code, count in counts.items()]
