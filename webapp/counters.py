"""The numbers beside the menu: bounded counts, so that they cost the same at any size."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, literal, select
from sqlalchemy.orm import Session

from models.history import HistoryEntry
from models.late_entry import LateEntryQuestion
from models.task import Task
from webapp.inbox.query import open_tasks
from webapp.papers.lacking import lacking_tasks
from webapp.wording import capped
from workflows import rights
from workflows.rights import Actor

CAP = 100


@dataclass(frozen=True)
class Counters:
    """Each counts to a hundred and stops."""

    open: int
    overdue: int
    near: int
    done: int
    mine: int
    asked: int
    lacking: int

    def shown(self, name: str) -> str:
        """The counter as text; empty for zero."""
        count = getattr(self, name)
        return capped(count) if count else ""


def counters(session: Session, actor: Actor, today: dt.date, near_until: dt.date) -> Counters:
    """All, in one statement."""
    tasks, free = open_tasks(actor), rights.not_with_others(actor)
    done = select(Task.id).where(Task.done_by_id == actor.account_id)
    asked = select(LateEntryQuestion.id).where(
        LateEntryQuestion.asked_of_id == actor.account_id, LateEntryQuestion.answered_at.is_(None)
    )
    row = session.execute(
        select(
            _capped(tasks.limited(CAP, free)),
            _capped(tasks.limited(CAP, free, Task.due_on < today)),
            _capped(tasks.limited(CAP, free, Task.due_on.between(today, near_until))),
            _capped(done.limit(CAP)),
            _cases_touched(actor),
            _capped(asked.limit(CAP)),
            _capped(lacking_tasks(actor, CAP)),
        )
    ).one()
    return Counters(*row)


def _capped(rows: Select[int] | Select[int | None]) -> ColumnElement[int]:
    return select(func.count()).select_from(rows.subquery()).scalar_subquery()


def _cases_touched(actor: Actor) -> ColumnElement[int]:
    """Different cases among my acts: hops along the index from each case to the next."""
    by_me = HistoryEntry.actor_id == actor.account_id
    first = select(
        func.min(HistoryEntry.application_id).label("application_id"), literal(1).label("place")
    ).where(by_me)
    hops = first.cte("hops", recursive=True)
    following = (
        select(func.min(HistoryEntry.application_id))
        .where(by_me, HistoryEntry.application_id > hops.c.application_id)
        .scalar_subquery()
    )
    hops = hops.union_all(
        select(following, hops.c.place + 1).where(
            hops.c.application_id.is_not(None), hops.c.place < CAP
        )
    )
    return select(func.count(hops.c.application_id)).scalar_subquery()
