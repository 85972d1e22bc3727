"""Process instances: started, locked, moved and saved. Never commits.

Every exception leaves the transaction to the caller, who rolls back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import CursorResult, bindparam, insert, select, update
from sqlalchemy.orm import Session

from models.process_instance import process_instances
from workflows.engine.definition_set import DefinitionSet
from workflows.engine.errors import (
    NobodyWaiting,
    StaleInstance,
    TaskNotOpen,
    UnknownInstance,
)
from workflows.engine.library import Library
from workflows.engine.routing import JsonScalar
from workflows.engine.specs import Handlers
from workflows.engine.walk import OpenTask, Walk, Walked

# What :func:`run_of_row` needs, for a caller who reads the instance together with rows of its own.
INSTANCE_COLUMNS = (
    process_instances.c.id,
    process_instances.c.definition_hash,
    process_instances.c.process_id,
    process_instances.c.subject_kind,
    process_instances.c.subject_id,
    process_instances.c.application_id,
    process_instances.c.status,
    process_instances.c.result,
    process_instances.c.version,
    process_instances.c.due_at,
    process_instances.c.state,
)
_ROW = select(*INSTANCE_COLUMNS).where(process_instances.c.id == bindparam("b_id"))
_LOCKED_ROW = _ROW.with_for_update()
_INSERT = insert(process_instances)
_SAVE = (
    update(process_instances)
    .where(
        process_instances.c.id == bindparam("b_id"),
        process_instances.c.version == bindparam("b_version"),
    )
    .values(
        status=bindparam("b_status"),
        result=bindparam("b_result"),
        version=bindparam("b_version") + 1,
        due_at=bindparam("b_due_at"),
        state=bindparam("b_state"),
        previous_state=bindparam("b_previous_state"),
        undo_task=bindparam("b_undo_task"),
        undo=bindparam("b_undo"),
        ended_at=bindparam("b_ended_at"),
    )
)
_HOLD = (
    update(process_instances)
    .where(
        process_instances.c.application_id == bindparam("b_application"),
        process_instances.c.due_at.is_not(None),
    )
    .values(due_at=None)
)
_PREVIOUS = select(
    process_instances.c.previous_state, process_instances.c.undo_task, process_instances.c.undo
).where(process_instances.c.id == bindparam("b_id"))
_DUE = (
    select(process_instances.c.id)
    .where(process_instances.c.due_at <= bindparam("b_now"))
    .order_by(process_instances.c.due_at, process_instances.c.id)
    .limit(bindparam("b_limit"))
)


@dataclass(frozen=True)
class Subject:
    """What a process is about, such as ``("application", 7, 7)`` or ``("notice", 3, 7)``."""

    kind: str
    id: int
    application_id: int | None


@dataclass(frozen=True)
class Advance:
    """What a movement did.

    ``opened``: user tasks that wait now and did not before.  ``cancelled``: ids of user tasks
    that waited before and were taken away, not completed.  ``trail``: the nodes completed, in
    order.  ``status``: running, completed or cancelled; ``result``: the id of the end event
    reached; ``due_at``: when the next timer goes off, UTC.
    """

    opened: tuple[OpenTask, ...]
    cancelled: tuple[str, ...]
    trail: tuple[Walked, ...]
    status: str
    result: str | None
    due_at: dt.datetime | None


def start(
    session: Session,
    library: Library,
    process_id: str,
    subject: Subject,
    data: Mapping[str, JsonScalar],
    handlers: Handlers,
    now: dt.datetime,
) -> tuple[int, Advance]:
    """Start a process on the current drawings; returns its number and what it did.

    Raises UnknownProcess, BadData, NoWayOut, Stuck and what the handlers raise.
    """
    library.store(session)
    definitions = library.current
    walk = Walk.begin(definitions, process_id, data, handlers, _aware(now))
    advance = _advance_of(walk, {}, completed_task="")
    row = {
        "definition_hash": definitions.hash,
        "process_id": process_id,
        "subject_kind": subject.kind,
        "subject_id": subject.id,
        "application_id": subject.application_id,
        "status": advance.status,
        "result": advance.result,
        "version": 1,
        "due_at": advance.due_at,
        "state": walk.saved(),
        "started_at": now,
        "ended_at": now if walk.ended else None,
    }
    with session.no_autoflush:
        result = cast("CursorResult[Any]", session.execute(_INSERT, row))
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0]), advance


def open_instance(
    session: Session, library: Library, instance_id: int, *, lock: bool = True
) -> Run:
    """Read an instance, and lock its row unless told otherwise. Raises UnknownInstance."""
    statement = _LOCKED_ROW if lock else _ROW
    row = session.execute(statement, {"b_id": instance_id}).one_or_none()
    if row is None:
        raise UnknownInstance(instance_id)
    return run_of_row(session, library, row)


def run_of_row(session: Session, library: Library, row: Any) -> Run:
    """The instance of a row with :data:`INSTANCE_COLUMNS`, which the caller has locked to move it.

    Raises UnknownDefinitions.
    """
    return Run(session, library.get(session, row.definition_hash), row)


def due_instances(session: Session, now: dt.datetime, limit: int) -> list[int]:
    """The numbers of instances with a timer that is due, the longest due first."""
    found = session.execute(_DUE, {"b_now": _aware(now), "b_limit": limit})
    return list(found.scalars().all())


def hold_timers(session: Session, application_id: int) -> None:
    """Let no timer of the case go off until :meth:`Run.release_timers`; the states keep them."""
    session.execute(_HOLD, {"b_application": application_id})


class Run:
    """An instance in a transaction. Its state is restored when it is first needed."""

    def __init__(self, session: Session, definitions: DefinitionSet, row: Any) -> None:
        self._session = session
        self.definitions = definitions
        self.id: int = row.id
        self.process_id: str = row.process_id
        self.subject = Subject(row.subject_kind, row.subject_id, row.application_id)
        self.status: str = row.status
        self.result: str | None = row.result
        self.due_at: dt.datetime | None = row.due_at
        self._version: int = row.version
        self._state: bytes = row.state
        self._walk: Walk | None = None
        self._failed = False

    def open_tasks(self) -> tuple[OpenTask, ...]:
        """The user tasks that wait for somebody."""
        return tuple(self._restored().open_tasks()) if self.status == "running" else ()

    def data_of(self, task_id: str) -> dict[str, Any]:
        """A copy of the routing data of an open task. Raises TaskNotOpen."""
        if self.status != "running":
            raise TaskNotOpen(task_id)
        return self._restored().data_of(task_id)

    def awaits(self, message: str) -> bool:
        """Whether a node waits for that message."""
        return self.status == "running" and message in self._restored().messages()

    def complete(
        self,
        task_id: str,
        routing: Mapping[str, JsonScalar],
        handlers: Handlers,
        now: dt.datetime,
        *,
        undo: Callable[[Advance], Mapping[str, Any] | None] | None = None,
    ) -> Advance:
        """Complete a user task; ``routing["outcome"]`` is one of its outcomes.

        What ``undo`` answers to the movement is kept with the state before it, until the next
        movement: :meth:`take_back` gives it back.  None keeps nothing.
        Raises TaskNotOpen, UnknownOutcome, BadData, NoWayOut, StaleInstance.
        """
        if self.status != "running":
            raise TaskNotOpen(task_id)
        return self._move(
            lambda walk: walk.complete(task_id, routing, handlers, _aware(now)), now, task_id, undo
        )

    def take_back(self, task_id: str, now: dt.datetime) -> tuple[Advance, dict[str, Any]]:
        """Put the process back to where it stood before ``task_id`` was completed.

        Only the last movement can be taken back. Raises TaskNotOpen, StaleInstance.
        """
        kept = self._session.execute(_PREVIOUS, {"b_id": self.id}).one()
        if self.status != "running" or kept.undo_task != task_id:
            raise TaskNotOpen(task_id)
        present = {task.id for task in self.open_tasks()}
        walk = Walk.resume(self.definitions, self.process_id, kept.previous_state)
        before = {task.id: task for task in walk.open_tasks()}
        advance = Advance(
            opened=tuple(task for each, task in before.items() if each not in present),
            cancelled=tuple(each for each in present if each not in before),
            trail=(),
            status="running",
            result=None,
            due_at=walk.due_at(),
        )
        self._save(advance, kept.previous_state, _aware(now))
        self._walk = walk
        return advance, kept.undo

    def deliver(
        self,
        message: str,
        payload: Mapping[str, JsonScalar],
        handlers: Handlers,
        now: dt.datetime,
    ) -> Advance:
        """Hand over a message; the payload goes into the data of the node that waited.

        Raises NobodyWaiting, BadData, NoWayOut, StaleInstance.
        """
        if self.status != "running":
            raise NobodyWaiting(f"instance {self.id} is {self.status}")
        return self._move(lambda walk: walk.deliver(message, payload, handlers, _aware(now)), now)

    def fire_timers(self, handlers: Handlers, now: dt.datetime) -> Advance:
        """Let the timers that are due go off. Without one nothing is written."""
        if self.due_at is None or self.due_at > _aware(now):
            return Advance((), (), (), self.status, self.result, self.due_at)
        return self._move(lambda walk: walk.fire_timers(handlers, now), now)

    def release_timers(self, put_off_by: dt.timedelta, now: dt.datetime) -> None:
        """Let the timers that were held go off again, later by the time they were held."""
        if self.status != "running":
            return
        walk = self._restored()
        walk.put_off(put_off_by)
        due_at = walk.due_at()
        if due_at is not None:
            unmoved = Advance((), (), (), self.status, self.result, due_at)
            self._save(unmoved, walk.saved(), _aware(now))

    def cancel(self, now: dt.datetime) -> Advance:
        """Take the instance away with all that waits in it; an ended one stays as it is."""
        if self.status != "running":
            return Advance((), (), (), self.status, self.result, None)
        cancelled = tuple(task.id for task in self.open_tasks())
        advance = Advance((), cancelled, (), "cancelled", None, None)
        self._save(advance, b"", _aware(now))
        return advance

    def _restored(self) -> Walk:
        if self._failed:
            raise StaleInstance(f"instance {self.id} failed in this transaction")
        if self._walk is None:
            self._walk = Walk.resume(self.definitions, self.process_id, self._state)
        return self._walk

    def _move(
        self,
        act: Callable[[Walk], None],
        now: dt.datetime,
        completed_task: str = "",
        undo: Callable[[Advance], Mapping[str, Any] | None] | None = None,
    ) -> Advance:
        walk = self._restored()
        before = {task.id: task for task in walk.open_tasks()}
        walk.trail.clear()
        # A failed movement leaves the tree half moved: it is never saved, nor used again.
        self._failed = True
        act(walk)
        advance = _advance_of(walk, before, completed_task)
        kept = undo(advance) if undo is not None else None
        self._save(advance, walk.saved(), now, completed_task, kept)
        self._failed = False
        return advance

    def _save(
        self,
        advance: Advance,
        state: bytes,
        now: dt.datetime,
        undo_task: str = "",
        undo: Mapping[str, Any] | None = None,
    ) -> None:
        values = {
            "b_id": self.id,
            "b_version": self._version,
            "b_status": advance.status,
            "b_result": advance.result,
            "b_due_at": advance.due_at,
            "b_state": state,
            "b_previous_state": self._state if undo is not None else None,
            "b_undo_task": undo_task if undo is not None else None,
            "b_undo": undo,
            "b_ended_at": None if advance.status == "running" else now,
        }
        # Our table refers to nothing that the caller may have left unwritten.
        with self._session.no_autoflush:
            saved = cast("CursorResult[Any]", self._session.execute(_SAVE, values))
        if saved.rowcount != 1:
            raise StaleInstance(f"instance {self.id} is no longer at version {self._version}")
        self._version += 1
        self._state = state
        self.status, self.result, self.due_at = advance.status, advance.result, advance.due_at


def _advance_of(walk: Walk, before: Mapping[str, OpenTask], completed_task: str) -> Advance:
    after = {task.id: task for task in walk.open_tasks()}
    return Advance(
        opened=tuple(task for task_id, task in after.items() if task_id not in before),
        cancelled=tuple(
            task_id for task_id in before if task_id not in after and task_id != completed_task
        ),
        trail=tuple(walk.trail),
        status="completed" if walk.ended else "running",
        result=walk.result,
        due_at=walk.due_at(),
    )


def _aware(now: dt.datetime) -> dt.datetime:
    if now.tzinfo is None:
        raise ValueError("naive datetime")
    return now
