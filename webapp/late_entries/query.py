"""Late entries (补录) that wait for the renovation office, read along their partial index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, select, tuple_, union_all
from sqlalchemy.orm import Session

from forms.registry import TASK_FORMS
from models.account import Account
from models.application import Application
from models.document import IMPORT_STATEMENT, Document, DocumentUse
from models.region import Region
from models.task import Task
from webapp.keys import key_in
from workflows import rights
from workflows.late_entries import MOST_AT_ONCE, is_asked_back, is_own, unconfirmed
from workflows.rights import Actor

PAGE = 100


@dataclass(frozen=True)
class LateFilters:
    """What the address asks for; empty means all. ``area`` is a township's or a village's code."""

    area: str = ""
    step: str = ""


@dataclass
class LateRow:
    """A late entry as it is listed; who handled it and when is filled in from its own table."""

    task: Task
    application: Application
    village: str
    typed_by: str
    is_asked_back: bool
    is_own: bool = False
    handled_by: str = ""
    happened_on: dt.date | None = None
    papers: list[Document] = field(default_factory=list)

    @property
    def cursor(self) -> str:
        """The place of the row in the list."""
        return f"{self.application.village_code}~{self.task.id}"


def late_entries_page(
    session: Session, actor: Actor, filters: LateFilters, after: str
) -> tuple[list[LateRow], str]:
    """One page by village, and the cursor of the next; empty on the last page."""
    query = (
        _chosen(actor, filters)
        .with_only_columns(
            Task, Application, Region.name, Account.display_name, is_asked_back().label("asked")
        )
        .join(Region, Region.code == Application.village_code)
        .join(Account, Account.id == Task.done_by_id)
        .order_by(Application.village_code, Task.id)
        .limit(PAGE + 1)
    )
    village, mark, number = after.partition("~")
    if mark and (last_id := key_in(number)) is not None:
        query = query.where(
            tuple_(Application.village_code, Task.id) > tuple_(village[:12], last_id)
        )
    rows = [LateRow(*row) for row in session.execute(query)]
    page = rows[:PAGE]
    for row in page:
        row.is_own = is_own(row.task, row.application, actor)
    _add_days(session, page)
    _add_papers(session, page)
    return page, page[-1].cursor if len(rows) > PAGE else ""


def late_entry_ids(session: Session, actor: Actor, filters: LateFilters) -> list[int]:
    """Tasks that could be confirmed at once, as the list has them in order."""
    query = (
        _chosen(actor, filters)
        .with_only_columns(Task.id)
        .where(Task.done_by_id != actor.account_id, ~is_asked_back())
        .order_by(Application.village_code, Task.id)
        .limit(MOST_AT_ONCE)
    )
    return list(session.scalars(query))


def steps_waiting(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """(node, name) of the steps of which a late entry waits."""
    rows = session.execute(
        select(Task.node_id, Task.name).where(unconfirmed(actor)).distinct().order_by(Task.name)
    )
    return [(node_id, name) for node_id, name in rows]


def areas_waiting(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """(code, name) of the townships and villages where a late entry waits."""
    village = Region.__table__.alias("village")
    waiting = (
        select(Application.village_code)
        .join(Task, Task.application_id == Application.id)
        .where(unconfirmed(actor))
        .distinct()
    )
    villages = select(village.c.parent_code).where(village.c.code.in_(waiting))
    rows = session.execute(
        select(Region.code, Region.name)
        .where(Region.code.in_(waiting) | Region.code.in_(villages))
        .order_by(Region.code)
    )
    return [(code, name if len(code) < 12 else f" {name}") for code, name in rows]


def _chosen(actor: Actor, filters: LateFilters) -> Select[Any]:
    query = (
        select(Task)
        .join(Application, Application.id == Task.application_id)
        .where(unconfirmed(actor))
    )
    if filters.step:
        query = query.where(Task.node_id == filters.step)
    if filters.area:
        query = query.where(rights.within(Application.village_code, filters.area))
    return query


def _add_days(session: Session, rows: Sequence[LateRow]) -> None:
    """Event date and 办理人 stand in the step's own table: one arm for each table in the page."""
    by_table: dict[Any, list[int]] = {}
    for row in rows:
        by_table.setdefault(TASK_FORMS[row.task.form_key].record, []).append(row.task.id)
    if not by_table:
        return
    arms = [
        select(table.task_id, table.happened_on, table.handled_by).where(table.task_id.in_(ids))
        for table, ids in by_table.items()
    ]
    told = {number: rest for number, *rest in session.execute(union_all(*arms))}
    for row in rows:
        row.happened_on, row.handled_by = told.get(row.task.id, [None, ""])


def _add_papers(session: Session, rows: Sequence[LateRow]) -> None:
    papers = late_papers(session, [row.task for row in rows])
    for row in rows:
        row.papers = papers.get(row.task.id, [])


def late_papers(session: Session, tasks: Sequence[Task]) -> dict[int, list[Document]]:
    """What proves each late entry: its own papers, those of its list, or the stamped list.

    Three statements; task id -> documents, oldest first.
    """
    numbers = [task.id for task in tasks]
    own = select(Document.task_id, Document).where(Document.task_id.in_(numbers))
    of_list = (
        select(DocumentUse.task_id, Document)
        .join(DocumentUse, DocumentUse.document_id == Document.id)
        .where(DocumentUse.task_id.in_(numbers))
    )
    of_sheet = (
        select(Task.id, Document)
        .join(DocumentUse, DocumentUse.application_id == Task.application_id)
        .join(Document, Document.id == DocumentUse.document_id)
        .where(Task.id.in_(numbers), Task.is_typed_for, Document.kind == IMPORT_STATEMENT)
    )
    found: dict[int, list[Document]] = {}
    for query in (own, of_list, of_sheet):
        for number, document in session.execute(query.order_by(Document.id)):
            found.setdefault(number or 0, []).append(document)
    return found
