"""Taking a step back (取回): its record leaves the table where it would count, and becomes a draft.

The row moves to ``models.taken_back`` with all it says: every reader of a step's own table would
otherwise have to know that some of its rows count no longer.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import Field

from forms.fields.choice import YesNoField
from forms.registry import TASK_FORMS
from forms.step_form import StepForm
from models.official_document import Numbered
from models.step_record import StepRecord
from models.taken_back import TakenBackStep
from workflows import clock, drafts, taking_back
from workflows.rights import Actor
from workflows.runtime import Runtime
from workflows.step import Step


def take_back(session: Session, runtime: Runtime, actor: Actor, task_id: int, reason: str) -> Step:
    """Take back a step that ``actor`` completed; what was typed waits as a draft.

    Raises as workflows.taking_back: NotFound, AlreadyDone, Forbidden, Invalid.
    """
    step = taking_back.begin(session, runtime, actor, task_id)
    assert step.task is not None
    assert actor.account_id is not None
    form_class = TASK_FORMS[step.task.form_key]
    record = _record_of(session, form_class, task_id)
    assert step.task.done_at is not None
    assert step.task.done_by_id is not None
    kept = TakenBackStep(
        application_id=step.application.id,
        task_id=task_id,
        outcome=step.task.outcome or "",
        done_at=step.task.done_at,
        done_by_id=step.task.done_by_id,
        written=_written(record),
        taken_back_at=clock.now(),
        taken_back_by_id=actor.account_id,
        reason=reason,
    )
    session.add(kept)
    session.flush()
    taking_back.take_back(step, reason, record_id=kept.id)
    session.delete(record)
    session.flush()
    form = form_class(None, step)
    answers = {field.name: _as_sent(field, getattr(record, field.name, None)) for field in form}
    drafts.keep(session, actor, step.task.id, {k: v for k, v in answers.items() if v})
    return step


def _record_of(session: Session, form: type[StepForm], task_id: int) -> Any:
    table: Any = form.record
    found: StepRecord = session.scalars(select(table).where(table.task_id == task_id)).one()
    return found


def _written(record: Any) -> dict[str, Any]:
    """The row's columns, and of the document that it rests on what the step had asked."""
    names = record.__mapper__.columns.keys()
    if isinstance(record, Numbered):
        names = [*names, "document_number", "document_date"]
    return {name: _plain(getattr(record, name)) for name in names}


def _as_sent(field: Field, value: Any) -> list[str]:
    """An answer as the page would send it again."""
    if value is None or value == "":
        return ["unknown"] if isinstance(field, YesNoField) and field.offers_unknown else []
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, list):
        texts = [str(each) for each in value]
        is_text = field.type in ("LongTextField", "TextField")
        return ["\n".join(texts)] if is_text else texts
    return [str(value)]


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)
