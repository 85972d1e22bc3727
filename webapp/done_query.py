"""What somebody has done: tasks completed, and cases touched; both paged by key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, aliased

from models.application import Application
from models.history import HistoryEntry
from models.programme import Programme
from models.region import Region
from models.task import Task
from webapp.cases.overview import category
from webapp.cases.stages import state_of
from webapp.keys import key_in
from workflows import rights
from workflows.rights import Actor

PAGE = 20
# So many acts are read at a time: mostly enough for a page of different cases.
STRETCH = 200


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
        """建档立卡 · 疑似C级."""
        return category(self.application)

    @property
    def state(self) -> str:
        """Which stage it is in, or how it ended."""
        return state_of(self.application)


def done_page(session: Session, actor: Actor, before: str) -> tuple[list[DoneRow], str]:
    """Completed tasks of cases that I may still read, newest first, and the next page's cursor."""
    newest = select(Task.done_at, Task.id).where(Task.done_by_id == actor.account_id)
    if cursor := _moment_cursor(before):
        newest = newest.where(tuple_(Task.done_at, Task.id) < cursor)
    # The page is chosen along its index before anything is joined: else the database may think
    # that for somebody who did much it had better read a whole area and sort it.
    chosen = session.execute(
        newest.order_by(Task.done_at.desc(), Task.id.desc()).limit(PAGE + 1)
    ).all()
    # What may be read is asked of tasks too: these are others.
    done = aliased(Task)
    rows = session.execute(
        select(done, Application, Region.name)
        .join(Application, Application.id == done.application_id)
        .join(Region, Region.code == Application.village_code)
        .where(
            done.id.in_([number for _, number in chosen[:PAGE]]),
            rights.visible_applications(actor),
        )
        .order_by(done.done_at.desc(), done.id.desc())
    )
    done_at, last_id = chosen[PAGE - 1] if len(chosen) > PAGE else (None, 0)
    following = f"{done_at.isoformat()}~{last_id}" if done_at else ""
    return [DoneRow(*row) for row in rows], following


def mine_page(session: Session, actor: Actor, before: str) -> tuple[list[CaseRow], str]:
    """Cases with an act of mine, last act first; those that I may no longer read are left out."""
    last_acts = _last_acts(session, actor, key_in(before))
    rows = session.execute(
        select(Application, Programme, Region.name, HistoryEntry.at)
        .join(HistoryEntry, HistoryEntry.application_id == Application.id)
        .join(Programme, Programme.id == Application.programme_id)
        .join(Region, Region.code == Application.village_code)
        .where(HistoryEntry.id.in_(last_acts[:PAGE]), rights.visible_applications(actor))
        .order_by(HistoryEntry.id.desc())
    )
    following = str(last_acts[PAGE - 1]) if len(last_acts) > PAGE else ""
    return [CaseRow(*row) for row in rows], following


def _last_acts(session: Session, actor: Actor, before: int | None) -> list[int]:
    """My last act on each case, newest first, at most one more than a page.

    Read in stretches along the index of my acts: grouping them by case would read everything that
    I ever did before showing twenty lines.
    """
    found: dict[int, int] = {}
    newest = before
    while len(found) <= PAGE:
        acts = _acts_before(session, actor, newest)
        stretch: dict[int, int] = {}
        for act_id, application_id in acts:
            if application_id not in found:
                stretch.setdefault(application_id, act_id)
        for application_id in _shown_before(session, actor, stretch, before):
            del stretch[application_id]
        found |= stretch
        if len(acts) < STRETCH:
            break
        newest = acts[-1][0]
    return list(found.values())[: PAGE + 1]


def _acts_before(session: Session, actor: Actor, act_id: int | None) -> list[tuple[int, int]]:
    query = select(HistoryEntry.id, HistoryEntry.application_id).where(
        HistoryEntry.actor_id == actor.account_id, HistoryEntry.application_id.is_not(None)
    )
    if act_id is not None:
        query = query.where(HistoryEntry.id < act_id)
    rows = session.execute(query.order_by(HistoryEntry.id.desc()).limit(STRETCH))
    return [(number, application_id or 0) for number, application_id in rows]


def _shown_before(
    session: Session, actor: Actor, cases: Iterable[int], before: int | None
) -> list[int]:
    """Those of ``cases`` that an earlier page has listed, because of a later act."""
    if before is None:
        return []
    rows = session.scalars(
        select(HistoryEntry.application_id)
        .where(
            HistoryEntry.actor_id == actor.account_id,
            HistoryEntry.application_id.in_(cases),
            HistoryEntry.id >= before,
        )
        .distinct()
    )
    return [application_id for application_id in rows if application_id is not None]


def _moment_cursor(text: str) -> tuple[dt.datetime, int] | None:
    moment, mark, number = text.partition("~")
    key = key_in(number)
    if not mark or key is None:
        return None
    try:
        parsed = dt.datetime.fromisoformat(moment.replace(" ", "+"))
        return (parsed.astimezone(dt.UTC), key) if parsed.tzinfo else None
    except (ValueError, OverflowError):
        return None
