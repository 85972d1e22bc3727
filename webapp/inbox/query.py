"""The open tasks of somebody, read along the index ``ix_tasks_inbox``.

Each authority is an arm of its own with its own order and limit; the arms are merged after that.
One query with OR would have to sort everything that is open before showing twenty rows.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, literal_column, select, tuple_, union_all
from sqlalchemy.orm import Session, aliased

from models.account import Account
from models.application import Application
from models.programme import Programme
from models.region import Region
from models.role import ROLE_LEVEL
from models.task import Task
from webapp.cases.overview import category
from webapp.keys import key_in
from workflows import rights
from workflows.rights import Actor

PAGE = 20
# Written out, not bound: only so does SQLite see that the partial index serves.
IS_OPEN: ColumnElement[bool] = literal_column("tasks.status = 'open'")


@dataclass(frozen=True)
class Filters:
    """What the address asks for; empty means all."""

    step: str = ""
    area: str = ""
    programme: int | None = None
    # "mine": handed to me (转给我的); "typing": to be typed for a village (代录).
    hand: str = ""


@dataclass(frozen=True)
class Cursor:
    """The last row of the page before: rows without a deadline come after all others."""

    due_on: dt.date | None
    id: int

    def __str__(self) -> str:
        return f"{self.due_on or ''}~{self.id}"

    @classmethod
    def parse(cls, text: str) -> Cursor | None:
        """Read what ``str`` wrote; anything else is the first page."""
        due_on, mark, number = text.partition("~")
        key = key_in(number)
        if not mark or key is None:
            return None
        try:
            return cls(dt.date.fromisoformat(due_on) if due_on else None, key)
        except ValueError:
            return None


class OpenTasks:
    """Arms of the query, one for each authority that can hold tasks."""

    def __init__(self, actor: Actor, *, typing: bool = False) -> None:
        # Whose post it is makes no difference to what lies on its desk.
        posts = dict.fromkeys(
            dataclasses.replace(each, holder=None)
            for each in actor.authorities
            if each.role in ROLE_LEVEL and each.role not in rights.READ_ONLY
        )
        if typing:
            self._clauses = [clause for each in posts for clause in rights.typed_tasks(each)]
        else:
            self._clauses = [
                rights.own_tasks(dataclasses.replace(actor, authorities=(each,))) for each in posts
            ]

    def limited(
        self, limit: int, *conditions: ColumnElement[bool], with_cases: bool = False
    ) -> Select[int]:
        """Ids of at most ``limit`` open tasks that meet ``conditions``, soonest due first.

        ``with_cases`` is for conditions on the case; without it no case is looked up.
        """
        tasks = select(Task.id, Task.due_on)
        if with_cases:
            tasks = tasks.join(Application, Application.id == Task.application_id)
        arms = [
            tasks.where(IS_OPEN, clause, *conditions)
            .order_by(Task.due_on, Task.id)
            .limit(limit)
            .subquery()
            for clause in self._clauses
        ]
        if not arms:
            return select(Task.id).where(literal_column("1 = 0"))
        if len(arms) == 1:
            return select(arms[0].c.id)
        merged = union_all(*(select(arm.c.id, arm.c.due_on) for arm in arms)).subquery()
        # Two grants may open the same task: it is one line all the same.
        return (
            select(merged.c.id)
            .group_by(merged.c.id, merged.c.due_on)
            .order_by(merged.c.due_on, merged.c.id)
            .limit(limit)
        )


def open_tasks(actor: Actor) -> OpenTasks:
    """The open tasks that ``actor`` may do."""
    return OpenTasks(actor)


@dataclass(frozen=True)
class Row:
    """One line of the inbox."""

    task: Task
    application: Application
    programme: Programme
    village: str
    township: str
    # In whose hands it was put, if anybody's.
    assigned_to: str | None = None

    @property
    def category(self) -> str:
        """建档立卡 · 疑似C级."""
        return category(self.application)


def inbox_page(
    session: Session, actor: Actor, filters: Filters, after: Cursor | None
) -> tuple[list[Row], Cursor | None]:
    """One page of open tasks and the cursor of the next, None on the last page."""
    rows: list[Row] = []
    if after is None or after.due_on is not None:
        dated: list[ColumnElement[bool]] = [Task.due_on.is_not(None)]
        if after is not None:
            dated.append(tuple_(Task.due_on, Task.id) > (after.due_on, after.id))
        rows = _rows(session, actor, filters, dated, PAGE + 1)
    if len(rows) <= PAGE:
        undated: list[ColumnElement[bool]] = [Task.due_on.is_(None)]
        if after is not None and after.due_on is None:
            undated.append(Task.id > after.id)
        rows += _rows(session, actor, filters, undated, PAGE + 1 - len(rows))
    page, more = rows[:PAGE], len(rows) > PAGE
    last = page[-1].task if more else None
    return page, Cursor(last.due_on, last.id) if last else None


def open_task_ids(session: Session, actor: Actor, filters: Filters, limit: int) -> list[int]:
    """At most ``limit`` open tasks that meet ``filters``, soonest due first."""
    conditions = _conditions(filters)
    with_cases = bool(filters.area or filters.programme)
    found = open_tasks(actor).limited(limit, *conditions, with_cases=with_cases)
    return list(session.scalars(found))


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filters.step:
        conditions.append(Task.node_id == filters.step)
    if filters.area:
        conditions.append(rights.within(Application.village_code, filters.area))
    if filters.programme:
        conditions.append(Application.programme_id == filters.programme)
    return conditions


def _rows(
    session: Session,
    actor: Actor,
    filters: Filters,
    conditions: list[ColumnElement[bool]],
    limit: int,
) -> list[Row]:
    conditions = [*conditions, *_conditions(filters)]
    with_cases = bool(filters.area or filters.programme)
    if filters.hand == "mine":
        conditions.append(rights.in_hand_of(actor))
    tasks = OpenTasks(actor, typing=filters.hand == "typing")
    found = tasks.limited(limit, *conditions, with_cases=with_cases).subquery()
    township = aliased(Region)
    lines = session.execute(
        select(Task, Application, Programme, Region.name, township.name, Account.display_name)
        .join(found, found.c.id == Task.id)
        .join(Application, Application.id == Task.application_id)
        .join(Programme, Programme.id == Application.programme_id)
        .join(Region, Region.code == Application.village_code)
        .join(township, township.code == Region.parent_code)
        .outerjoin(Account, Account.id == Task.assigned_to_id)
        .order_by(Task.due_on, Task.id)
    )
    return [Row(*line) for line in lines]
