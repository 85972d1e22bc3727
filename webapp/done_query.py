"""What somebody has done: tasks completed, and cases touched; both paged by key."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session, aliased

from models.application import Application
from models.history import HistoryEntry
from models.programme import Programme
from models.region import Region
from models.task import Task
from webapp.overview import category
from webapp.stages import state_of
from workflows import rights
from workflows.rights import Actor

PAGE = 20


@dataclass(frozen=True)
class DoneRow:
    """One task that I completed."""

    task: Task
    application: Application
    village: str


@dataclass(frozen=True)
class CaseRow:
    """One case with what a list shows of it; ``touched_at`` where the list is about that."""

    application: Application
    programme: Programme
    village: str
    touched_at: dt.datetime | None = None

    @property
    def category(self) -> str:
        """建档立卡 · 疑似C."""
        return category(self.application)

    @property
    def state(self) -> str:
        """Which stage it is in, or how it ended."""
        return state_of(self.application)


def done_page(session: Session, actor: Actor, before: str) -> tuple[list[DoneRow], str]:
    """Completed tasks, newest first, and the cursor of the next page."""
    conditions = [Task.done_by_id == actor.account_id]
    if cursor := _moment_cursor(before):
        conditions.append(tuple_(Task.done_at, Task.id) < cursor)
    rows = session.execute(
        select(Task, Application, Region.name)
        .join(Application, Application.id == Task.application_id)
        .join(Region, Region.code == Application.village_code)
        .where(*conditions)
        .order_by(Task.done_at.desc(), Task.id.desc())
        .limit(PAGE + 1)
    ).all()
    page = [DoneRow(*row) for row in rows[:PAGE]]
    last = page[-1].task if len(rows) > PAGE else None
    following = f"{last.done_at.isoformat()}~{last.id}" if last and last.done_at else ""
    return page, following


def mine_page(session: Session, actor: Actor, before: str) -> tuple[list[CaseRow], str]:
    """Cases with an act of mine, last act first; those that I may no longer read are left out."""
    # Along the index of my own acts, newest first: an act counts when it is my last on its case.
    # Grouping them would read everything I ever did before showing twenty lines.
    later = aliased(HistoryEntry)
    my_last = (
        select(func.max(later.id))
        .where(
            later.application_id == HistoryEntry.application_id,
            later.actor_id == actor.account_id,
        )
        .scalar_subquery()
    )
    touched = select(HistoryEntry.application_id, HistoryEntry.id.label("last_id")).where(
        HistoryEntry.actor_id == actor.account_id,
        HistoryEntry.application_id.is_not(None),
        HistoryEntry.id == my_last,
    )
    if before.isascii() and before.isdecimal():
        touched = touched.where(HistoryEntry.id < int(before[:18]))
    found = touched.order_by(HistoryEntry.id.desc()).limit(PAGE + 1).subquery()
    rows = session.execute(
        select(Application, Programme, Region.name, HistoryEntry.at, found.c.last_id)
        .join(found, found.c.application_id == Application.id)
        .join(HistoryEntry, HistoryEntry.id == found.c.last_id)
        .join(Programme, Programme.id == Application.programme_id)
        .join(Region, Region.code == Application.village_code)
        .where(rights.visible_applications(actor))
        .order_by(found.c.last_id.desc())
    ).all()
    page = [CaseRow(*row[:4]) for row in rows[:PAGE]]
    return page, str(rows[PAGE - 1].last_id) if len(rows) > PAGE else ""


def _moment_cursor(text: str) -> tuple[dt.datetime, int] | None:
    moment, mark, number = text.partition("~")
    if not mark or not number.isascii() or not number.isdecimal() or len(number) > 18:
        return None
    try:
        parsed = dt.datetime.fromisoformat(moment.replace(" ", "+"))
    except ValueError:
        return None
    return (parsed, int(number)) if parsed.tzinfo else None
