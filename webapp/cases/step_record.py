"""What was written at one step, read back from its own table with the form's own questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms.fields.core import UnboundField

from forms.registry import TASK_FORMS
from forms.signing import SIGNING
from forms.step_form import COMMON_FIELDS, StepForm
from models.account import Account
from models.document import Document
from models.late_entry import LateEntryQuestion
from models.step_record import StepRecord
from models.taken_back import TakenBackStep
from models.task import Task
from webapp.late_entries.query import late_papers
from workflows.case_documents import serves
from workflows.fact_labels import spoken


@dataclass(frozen=True)
class Answer:
    """One question with its answer; ``documents`` where the answer is papers."""

    label: str
    text: str
    documents: list[Document]


@dataclass(frozen=True)
class LateEntry:
    """What proves a step entered afterwards, who confirmed it, and what was asked about it."""

    papers: Sequence[Document]
    confirmed_by: str
    questions: Sequence[LateEntryQuestion]


def late_entry_of(session: Session, task: Task) -> LateEntry | None:
    """The 补录 of the step; None for one that was entered in time."""
    if not task.late_reason:
        return None
    papers = late_papers(session, [task]).get(task.id, [])
    name = session.scalar(
        select(Account.display_name).where(Account.id == task.late_confirmed_by_id)
    )
    questions = session.scalars(
        select(LateEntryQuestion)
        .where(LateEntryQuestion.task_id == task.id)
        .order_by(LateEntryQuestion.id)
    ).all()
    return LateEntry(papers, name or "", questions)


def record_of(session: Session, task: Task) -> StepRecord | None:
    """The row that the step wrote; None for a step that wrote none."""
    form = TASK_FORMS.get(task.form_key)
    if form is None:
        return None
    table: Any = form.record
    found: StepRecord | None = session.scalar(
        select(table).where(table.task_id == task.id).order_by(table.id.desc()).limit(1)
    )
    return found


def written_of(row: TakenBackStep) -> Any:
    """The record of a step that was taken back, as its own table had it."""
    days = {
        "happened_on": dt.date.fromisoformat(row.written["happened_on"]),
        "recorded_at": dt.datetime.fromisoformat(row.written["recorded_at"]),
    }
    return SimpleNamespace(**(row.written | days))


def answers_of(session: Session, task: Task, record: Any) -> list[Answer]:
    """The step's own questions in the order of the form, with what was answered."""
    form = TASK_FORMS[task.form_key]
    fields = _questions(form)
    # What a meeting decided names the meeting for the rest.
    sources = [record, getattr(record, "meeting", None)]
    values = {
        name: getattr(source, name)
        for name in fields
        for source in sources
        if hasattr(source, name)
    }
    ids = {
        each
        for name, value in values.items()
        if fields[name][1] and isinstance(value, list)
        for each in value
    }
    documents = {}
    if ids:
        rows = session.scalars(
            select(Document).where(Document.id.in_(ids), serves(task.application_id))
        )
        documents = {each.id: each for each in rows}
    return [
        Answer(
            fields[name][0],
            "" if fields[name][1] else _text(name, value),
            [documents[each] for each in value or [] if each in documents]
            if fields[name][1]
            else [],
        )
        for name, value in values.items()
    ]


def _questions(form: type[StepForm]) -> dict[str, tuple[str, bool]]:
    """name -> (label, whether the answer is documents), without building the form."""
    unbound = [
        # How it was signed stands last, as on the paper.
        ((name in SIGNING, field.creation_counter), name, field)
        for name in dir(form)
        if isinstance(field := getattr(form, name), UnboundField) and name not in COMMON_FIELDS
    ]
    return {
        name: (
            str(field.args[0] if field.args else field.kwargs.get("label", name)),
            field.field_class.__name__ == "DocumentsField",
        )
        for _, name, field in sorted(unbound)
    }


def _text(name: str, value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, dict):
        return ";".join(f"{key}:{_text(name, each)}" for key, each in value.items())
    if isinstance(value, list):
        return ";".join(_text(name, each) for each in value) or "无"
    return spoken(name, value)
