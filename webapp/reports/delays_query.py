"""What is overdue and what is missing in an area: counted by village, listed by page.

Both begin at a partial index of tasks, so that what is done on time costs nothing. Areas are
compared, never persons: a line names the desk that the task lies on.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

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
NEVER = dt.date(9999, 12, 31)


@dataclass(frozen=True)
class Cursor:
    """The last row of the page before."""

    village: str
    due_on: dt.date
    task_id: int

    def __str__(self) -> str:
        return f"{self.village}~{self.due_on}~{self.task_id}"

    @classmethod
    def parse(cls, text: str) -> Cursor | None:
        """Read what ``str`` wrote; anything else is the first page."""
        found = CURSOR.fullmatch(text)
        try:
            return cls(found[1], dt.date.fromisoformat(found[2]), int(found[3])) if found else None
        except ValueError:
            return None


@dataclass(frozen=True)
class Row:
    """One task that is late, or that lacks something."""

    task: Task
    application: Application
    village: str
    township: str

    @property
    def desk(self) -> str:
        """惠风川村经办, 蘑菇气镇领导, 危改办经办: whose desk it lies on, never who sits there."""
        role = Role(self.task.role)
        place = {Level.VILLAGE: self.village, Level.TOWNSHIP: self.township}.get(ROLE_LEVEL[role])
        label = LABELS[role]
        return f"{place}{label.removeprefix('乡镇').removeprefix('村')}" if place else label


@dataclass(frozen=True)
class Place:
    """A village or a township: how many lines it has, and since when the oldest is due."""

    code: str
    name: str
    count: int
    oldest: dt.date | None


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
    """Every village with a line, by code."""
    counted = (
        select(Application.village_code, func.count(), func.min(Task.due_on))
        .join(Application, Application.id == Task.application_id)
        .where(condition, *_within(actor, area))
        .group_by(Application.village_code)
        .order_by(Application.village_code)
    )
    return _named(
        session, [(code, count, oldest) for code, count, oldest in session.execute(counted)]
    )


def by_township(session: Session, villages: Sequence[Place]) -> list[Place]:
    """The same summed by township."""
    groups: dict[str, list[Place]] = {}
    for village in villages:
        groups.setdefault(village.code[:TOWNSHIP], []).append(village)
    return _named(
        session,
        [
            (
                code,
                sum(each.count for each in members),
                min((each.oldest for each in members if each.oldest), default=None),
            )
            for code, members in groups.items()
        ],
    )


def page_of(
    session: Session,
    actor: Actor,
    area: str,
    condition: ColumnElement[bool],
    after: Cursor | None,
) -> tuple[list[Row], Cursor | None]:
    """One page by village, then by due date, and the cursor of the next."""
    village, township = aliased(Region), aliased(Region)
    due = func.coalesce(Task.due_on, NEVER)
    query = (
        select(Task, Application, village.name, township.name)
        .join(Application, Application.id == Task.application_id)
        .join(village, village.code == Application.village_code)
        .join(township, township.code == village.parent_code)
        .where(condition, *_within(actor, area))
        .order_by(Application.village_code, due, Task.id)
        .limit(PAGE + 1)
    )
    if after is not None:
        key = tuple_(Application.village_code, due, Task.id)
        query = query.where(key > (after.village, after.due_on, after.task_id))
    lines = session.execute(query).all()
    rows = [Row(*line) for line in lines[:PAGE]]
    if len(lines) <= PAGE:
        return rows, None
    last = rows[-1]
    return rows, Cursor(last.application.village_code, last.task.due_on or NEVER, last.task.id)


def _within(actor: Actor, area: str) -> list[ColumnElement[bool]]:
    # The area must not be looked up in its index, or every case of a county would be asked for its
    # tasks before the few that are late are found.
    inside = [rights.within(Application.village_code.concat(""), area)] if area else []
    return [rights.visible_applications(actor, in_order=True), *inside]


def _named(session: Session, counted: Sequence[tuple[str, int, dt.date | None]]) -> list[Place]:
    codes = [code for code, _, _ in counted]
    rows = session.execute(select(Region.code, Region.name).where(Region.code.in_(codes)))
    names = {row.code: row.name for row in rows}
    return [Place(code, names[code], count, oldest) for code, count, oldest in counted]
