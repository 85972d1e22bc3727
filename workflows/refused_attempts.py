"""A barred attempt stays on the record of the case although nothing else of it does."""

from __future__ import annotations

from sqlalchemy.orm import Session

from models.task import Task
from workflows import history, rights
from workflows.history import Entry
from workflows.rights import Actor
from workflows.runtime import Runtime
from workflows.steps import locked_step


def record_attempt(
    session: Session, runtime: Runtime, actor: Actor, task_id: int, sentence: str
) -> None:
    """Put on the record that ``actor`` was barred from the task by ``sentence``."""
    task = session.get(Task, task_id)
    if task is None:
        return
    step = locked_step(session, runtime, actor, task.application_id)
    authority = rights.may_do(actor, task)
    marks = authority.marks if authority is not None else {}
    payload = {"name": task.name, "sentence": sentence, **marks}
    entry = Entry("attempt_refused", actor, payload, step.happened_on, task.role)
    history.record(session, step.application, [entry])
