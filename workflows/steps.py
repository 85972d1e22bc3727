"""The acts: complete a task, deliver a message, fire a timer, start a process.

Each moves a locked case in the caller's one transaction and puts what happened on the record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.application import Application
from models.document import Document
from models.role import LABELS, Role
from models.task import Task
from workflows import clock, engine, papers, rights
from workflows.case_loading import step_of_instance, step_of_task
from workflows.consequences import cancel_process, settle, walked
from workflows.engine import JsonScalar, Subject
from workflows.errors import CaseSuspended, Forbidden, LacksFacts, NotFound
from workflows.rights import MACHINE, Actor, Authority
from workflows.runtime import MAIN_PROCESS, Runtime
from workflows.step import Handlers, Step, changes_of
from workflows.taking_back import undo_of

# The message that interrupts any stage.
CASE_STOPPED = "case_stopped"


def view_task(session: Session, runtime: Runtime, actor: Actor, task_id: int) -> Step:
    """The step behind an open task, for reading its form. Raises as :func:`begin`."""
    return step_of_task(session, runtime, actor, task_id, lock=False)


def begin(
    session: Session,
    runtime: Runtime,
    actor: Actor,
    task_id: int,
    *,
    statement: Document | None = None,
) -> Step:
    """Lock the case of an open task for ``actor``, who with a ``statement`` types it for the post.

    Raises NotFound, Forbidden, or AlreadyDone when the task is no longer open.
    """
    return step_of_task(session, runtime, actor, task_id, lock=True, statement=statement)


def complete(
    step: Step,
    *,
    outcome: str,
    happened_on: dt.date,
    handled_by: str,
    comment: str,
    routing: Mapping[str, JsonScalar],
    late_reason: str = "",
    may_be_taken_back: bool = False,
) -> None:
    """Finish the task of ``step`` and move its process on; the step's own row is saved already.

    ``late_reason`` marks it 补录 for ever: the renovation office has to confirm it.
    """
    task = step.task
    assert task is not None
    assert step.authority is not None
    step.outcome, step.happened_on = outcome, happened_on
    step.handled_by, step.comment = handled_by, comment
    chosen = next(each for each in step.outcomes if each.id == outcome)
    payload: dict[str, Any] = {
        "task": task.node_id,
        "process": task.process_id,
        "name": task.name,
        "outcome": outcome,
        "label": chosen.label,
        "comment": comment,
    }
    if step.case_list is not None:
        payload["list"] = step.case_list.number
    if step.authority.types:
        payload["typed_for"] = task.role
    if changes := changes_of(step):
        payload["changes"] = changes
    if late_reason:
        payload["late_reason"] = late_reason
    # The person's act stands before what the machine does because of it.
    step.note("task_completed", payload, by_machine=False)
    try:
        advance = step.run.complete(
            task.engine_id,
            {**routing, "outcome": outcome},
            Handlers(step),
            clock.now(),
            undo=partial(undo_of, step) if may_be_taken_back else None,
        )
    except engine.NoWayOut as error:
        raise LacksFacts(sorted(step.lacking)) from error
    payload["walked"] = walked(advance)
    task.status, task.outcome = "done", outcome
    task.done_at, task.done_by_id = clock.now(), step.actor.account_id
    task.lacks_paper = papers.lacks_paper(step)
    task.late_reason = late_reason
    task.is_typed_for = step.authority.types
    if step.authority.holder is not None:
        task.done_for_id = step.authority.holder.account_id
    reason = comment if chosen.needs_reason else ""
    came_from = f"{task.name}:{chosen.label}" if chosen.label else task.name
    settle(step, advance, came_from=f"{came_from} · {step.who}", asked_because=reason)


def deliver(
    session: Session,
    runtime: Runtime,
    instance_id: int,
    message: str,
    payload: Mapping[str, JsonScalar],
    *,
    happened_on: dt.date,
) -> Step:
    """Hand ``message`` to a waiting process. Raises engine.NobodyWaiting.

    For a suspended case CaseSuspended: the message waits, unless it ends the case.
    """
    step = step_of_instance(session, runtime, instance_id, MACHINE)
    if step.application.state == "suspended" and message != CASE_STOPPED:
        raise CaseSuspended
    if message == CASE_STOPPED and step.application.paid_on is not None:
        raise engine.NobodyWaiting("a paid case ends by being closed")
    step.happened_on = happened_on
    deliver_on(step, message, payload)
    return step


def deliver_on(step: Step, message: str, payload: Mapping[str, JsonScalar]) -> None:
    """Hand ``message`` to the process of a step that is already locked."""
    step.note("message_received", {"message": message, **payload})
    entry = step.entries[-1]
    advance = step.run.deliver(message, dict(payload), Handlers(step), clock.now())
    entry.payload["walked"] = walked(advance)
    settle(step, advance, came_from="")


def fire_timers(session: Session, runtime: Runtime, instance_id: int) -> Step | None:
    """Let the due timers of a process go off; None when nothing is due (any more)."""
    step = step_of_instance(session, runtime, instance_id, MACHINE)
    if step.run.due_at is None or step.run.due_at > clock.now():
        return None
    # A period that ended before the case was entered ended then, not when the worker came by.
    step.happened_on = min(clock.local(step.run.due_at).date(), clock.today())
    step.note("timer_fired", {"process": step.run.process_id})
    entry = step.entries[-1]
    advance = step.run.fire_timers(Handlers(step), clock.now())
    entry.payload["walked"] = walked(advance)
    settle(step, advance, came_from="")
    return step


def start_process(
    step: Step, process_id: str, subject: Subject, data: Mapping[str, JsonScalar]
) -> int:
    """Start another process beside the one of ``step``; returns the instance id."""
    instance_id, advance = engine.start(
        step.session,
        step.runtime.library,
        process_id,
        subject,
        dict(data),
        Handlers(step),
        clock.now(),
    )
    step.started.append((instance_id, subject, advance))
    step.note("process_started", {"process": process_id, "walked": walked(advance)})
    return instance_id


def start_case(
    session: Session,
    runtime: Runtime,
    actor: Actor,
    application: Application,
    authority: Authority,
) -> Step:
    """Start the main process of a new case, opened by ``actor`` under ``authority``."""
    subject = Subject("application", application.id, application.id)
    handlers = _EarlyHandlers()
    instance_id, advance = engine.start(
        session, runtime.library, MAIN_PROCESS, subject, {}, handlers, clock.now()
    )
    run = engine.open_instance(session, runtime.library, instance_id)
    step = Step(session, runtime, actor, application, run, authority=authority)
    step.handled_by = actor.name
    step.note("case_opened", {"process": MAIN_PROCESS, "walked": walked(advance)}, by_machine=False)
    settle(step, advance, came_from=f"新申请 · {actor.name}")
    # Nothing came before the first step: it may be dated back to the day the household came.
    session.execute(update(Task).where(Task.instance_id == instance_id).values(not_before=None))
    return step


def record_act(step: Step) -> None:
    """Write the entries of a step that moved no process itself."""
    settle(step, None, came_from="")


def locked_step(session: Session, runtime: Runtime, actor: Actor, application_id: int) -> Step:
    """A step on the main process of a case, for acts that are no task (withdrawal, objection …)."""
    instance_id = session.scalar(
        select(engine.process_instances.c.id).where(
            engine.process_instances.c.application_id == application_id,
            engine.process_instances.c.subject_kind == "application",
        )
    )
    if instance_id is None:
        raise NotFound
    return step_of_instance(session, runtime, instance_id, actor)


class _EarlyHandlers:
    """A case's first task is a person's: nothing automatic may come before it."""

    def decide(self, decision_ref: str) -> dict[str, JsonScalar]:
        raise RuntimeError(f"decision {decision_ref} before the first task")

    def serve(self, topic: str) -> dict[str, JsonScalar] | None:
        raise RuntimeError(f"service task {topic} before the first task")


def require_role(actor: Actor, application: Application, *roles: Role) -> Authority:
    """The authority of ``actor`` for an act on the case that is no task; Forbidden without one."""
    authority = rights.covers_village(actor, application.village_code, *roles)
    if authority is None:
        names = "、".join(LABELS[role] for role in roles)
        raise Forbidden(f"这项操作由{names}办理。")
    return authority


__all__ = [
    "Step",
    "begin",
    "cancel_process",
    "complete",
    "deliver",
    "deliver_on",
    "fire_timers",
    "locked_step",
    "record_act",
    "require_role",
    "start_case",
    "start_process",
    "view_task",
]
