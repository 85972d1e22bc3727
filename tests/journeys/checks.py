"""What must hold of every case, however its journey went."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from forms.registry import TASK_FORMS
from models.application import Application
from models.history import HistoryEntry
from models.tables import METADATA
from models.task import Task
from tests.journeys.office import Case
from workflows import clock, engine, history

# Tables in which nothing may look like a personal number; the raw rows are searched.
WITHOUT_NUMBERS = ("history", "process_instances", "outbox", "tasks", "settings")
LONG_NUMBER = re.compile(r"(?<![0-9a-fA-F])\d{15,19}[0-9Xx]?(?![0-9a-fA-F])")


def check_case(case: Case) -> None:
    """Everything below, for one case."""
    with case.office.database.read() as session:
        application = session.get_one(Application, case.id)
        history.verify(session, application)
        _check_tasks(session, application)
        _check_records(session, application)
        _check_acts(session, application)
        _check_numbers(session, case)
        if application.state == "ended":
            _check_ended(session, application)


def _check_tasks(session: Session, application: Application) -> None:
    for task in _tasks(session, application):
        assert task.due_on is not None, f"{task.node_id} has no due date"
        assert task.due_on >= clock.local(task.opened_at).date()
        if task.status == "done":
            assert task.done_by_id is not None
            assert task.outcome


def _check_records(session: Session, application: Application) -> None:
    """Each step left one row of its own, with the dates in order and a late entry marked."""
    for task in _tasks(session, application):
        table: Any = TASK_FORMS[task.form_key].record
        rows = session.scalars(select(table).where(table.task_id == task.id)).all()
        assert len(rows) == (task.status == "done"), f"{task.node_id}: {len(rows)} rows"
        for row in rows:
            recorded_on = clock.local(row.recorded_at).date()
            assert row.is_backdated is bool(task.late_reason)
            # Nothing comes before the application itself.
            assert (task.not_before is None) is (task.node_id == "file_application")
            assert (task.not_before or row.happened_on) <= row.happened_on <= recorded_on
            assert row.handled_by
            assert row.recorded_by_id == task.done_by_id
            assert row.outcome == task.outcome


def _check_acts(session: Session, application: Application) -> None:
    """The machine's acts do not look like a person's, and every task is a person's act."""
    entries = session.scalars(
        select(HistoryEntry)
        .where(HistoryEntry.application_id == application.id)
        .order_by(HistoryEntry.seq)
    ).all()
    for entry in entries:
        assert entry.is_machine is (entry.actor_id is None)
        assert (entry.actor_name == "系统") is entry.is_machine
        assert (entry.actor_role == "") is entry.is_machine, entry.kind
    persons = {entry.kind for entry in entries if not entry.is_machine}
    machines = {entry.kind for entry in entries if entry.is_machine}
    assert not machines & {"task_completed", "objection_filed", "application_withdrawn"}
    assert not persons & {"decision_made", "message_received", "timer_fired", "notice_opened"}
    done = [task for task in _tasks(session, application) if task.status == "done"]
    kinds = Counter(entry.kind for entry in entries)
    assert kinds["task_completed"] - kinds["step_taken_back"] == len(done)


def _check_numbers(session: Session, case: Case) -> None:
    family = case.plan.family
    numbers = {member.id_number for member in family.members}
    numbers |= {family.card_number, family.telephone, case.application.card_number or ""} - {""}
    assert numbers
    # The numbers of the family themselves stand in clear nowhere.
    for table in METADATA.sorted_tables:
        for row in session.execute(text(f'SELECT * FROM "{table.name}"')):
            shown = " ".join(_shown(value) for value in row)
            for number in numbers:
                assert number not in shown, f"{number} stands in {table.name}"
            if table.name in WITHOUT_NUMBERS:
                assert not LONG_NUMBER.search(shown), f"{LONG_NUMBER.search(shown)} in {table.name}"


def _shown(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _check_ended(session: Session, application: Application) -> None:
    assert application.ended_at is not None
    running = session.scalar(
        select(func.count())
        .select_from(engine.process_instances)
        .where(
            engine.process_instances.c.application_id == application.id,
            engine.process_instances.c.status == "running",
        )
    )
    assert running == 0
    assert [t.node_id for t in _tasks(session, application) if t.status == "open"] == []


def _tasks(session: Session, application: Application) -> list[Task]:
    return list(
        session.scalars(select(Task).where(Task.application_id == application.id).order_by(Task.id))
    )
