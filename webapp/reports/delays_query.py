"""What is overdue and what is missing in an area: counted by village, listed by page.

Both begin at a partial index of tasks, so that what is done on time costs nothing. Areas are
compared, never persons: a line names the desk that the task lies on.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, func, literal_column, select, tuple_, union_all
from sqlalchemy.orm import Session, aliased

from models.application import Application
from models.region import Region
from models.role import CODE_LENGTH, LABELS, ROLE_LEVEL, Level, Role
from models.task import Task
from webapp.inbox_query import IS_OPEN
from workflows import rights
from workflows.rights import Actor

PAGE = 50
# Written out like the index, or SQLite would not see that the index serves.
LACKS_PAPER: ColumnElement[bool] = literal_column("tasks.lacks_paper")
TOWNSHIP = CODE_LENGTH[Level.TOWNSHIP]
CURSOR = re.compile(r"(\d{12})~(\d{4}-\d\d-\d\d)~(\d{1,9})", re.ASCII)


@dataclass(frozen=True)
class Cursor:
    """The last household of the page before, and since when something of it is due."""

    village: str
    due_on: dt.date
    application_id: int

    def __str__(self) -> str:
        return f"{self.village}~{self.due_on}~{self.application_id}"

    @classmethod
    def parse(cls, text: str) -> Cursor | None:
        """Read what ``str`` wrote; anything else is the first page."""
        found = CURSOR.fullmatch(text)
        try:
            return cls(found[1], dt.date.fromisoformat(found[2]), int(found[3])) if found else None
        except ValueError:
            return None


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


def overdue(today: dt.date) -> ColumnElement[bool]:
    """Open tasks whose last day has passed."""
    return and_(IS_OPEN, Task.due_on < today)


def missing(nodes: Sequence[str]) -> ColumnElement[bool]:
    """Steps done whose paper has not come back, and open ones that are there to supply something.

    ``nodes`` are the steps of the drawings that supply.
    """
    lacking = select(Task.id).where(LACKS_PAPER)
    supplying = select(Task.id).where(IS_OPEN, Task.node_id.in_(nodes))
    return Task.id.in_(union_all(lacking, supplying))


def villages_of(
    session: Session, actor: Actor, area: str, condition: ColumnElement[bool]
) -> list[Place]:
    """Every village with a household to list, by code."""
    households = func.count(Application.id.distinct()).label("households")
    counted = session.execute(
        select(Application.village_code, households)
        .join(Task, Task.application_id == Application.id)
        .where(condition, *_within(actor, area))
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
    session: Session,
    actor: Actor,
    area: str,
    condition: ColumnElement[bool],
    after: Cursor | None,
) -> tuple[list[Row], Cursor | None]:
    """One page of households by village, the longest due first, and the cursor of the next."""
    due = func.coalesce(func.min(Task.due_on), dt.date.max)
    chosen = (
        select(Application.village_code, due, Application.id)
        .join(Task, Task.application_id == Application.id)
        .where(condition, *_within(actor, area))
        .group_by(Application.village_code, Application.id)
        .order_by(Application.village_code, due, Application.id)
        .limit(PAGE + 1)
    )
    if after is not None:
        key = tuple_(Application.village_code, due, Application.id)
        chosen = chosen.having(key > (after.village, after.due_on, after.application_id))
    found = [
        Cursor(village, due_on or dt.date.max, number)
        for village, due_on, number in session.execute(chosen)
    ]
    page = found[:PAGE]
    rows = _rows(session, [each.application_id for each in page], condition)
    return rows, page[-1] if len(found) > PAGE else None


def _rows(session: Session, numbers: Sequence[int], condition: ColumnElement[bool]) -> list[Row]:
    village, township = aliased(Region), aliased(Region)
    lines = session.execute(
        select(Task, Application, village.name, township.name)
        .join(Application, Application.id == Task.application_id)
        .join(village, village.code == Application.village_code)
        .join(township, township.code == village.parent_code)
        .where(condition, Task.application_id.in_(numbers))
        .order_by(Task.due_on, Task.id)
    )
    rows: dict[int, Row] = {}
    for task, application, its_village, its_township in lines:
        row = rows.setdefault(application.id, Row(application, its_village, its_township))
        row.tasks.append(task)
    return [rows[number] for number in numbers]


def _within(actor: Actor, area: str) -> list[ColumnElement[bool]]:
    # The area must not be looked up in its index, or every case of a county would be asked for its
    # tasks before the few that are late are found.
    inside = [rights.within(Application.village_code.concat(""), area)] if area else []
    return [rights.visible_applications(actor, in_order=True), *inside]


def _named(session: Session, counts: dict[str, int]) -> list[Place]:
    rows = session.execute(select(Region.code, Region.name).where(Region.code.in_(list(counts))))
    names = {row.code: row.name for row in rows}
    return [Place(code, names[code], count) for code, count in counts.items()]
