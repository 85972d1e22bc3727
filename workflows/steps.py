"""One act on a case: lock, permit, move the process, record — in the caller's one transaction.

Lock order is always the application row, then a process instance, so that two steps of one case at
the same moment wait for each other and both succeed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Row, insert, inspect, select, update
from sqlalchemy.orm import Session, contains_eager

from models.application import Application
from models.document import Document
from models.notice import Objection, PublicNotice
from models.role import KEEPER_OF_LEVEL, LABELS, Level, Role
from models.task import Task
from workflows import clock, engine, history, rights, working_days
from workflows.duties import check_duties
from workflows.engine import Advance, JsonScalar, OpenTask, Outcome, Run, Subject
from workflows.errors import AlreadyDone, Forbidden, LacksFacts, NotFound
from workflows.history import Entry
from workflows.parameters import parameters_of
from workflows.personal_data import mask_account
from workflows.programmes import deadline_parameter
from workflows.rights import MACHINE, Actor, Authority
from workflows.runtime import MAIN_PROCESS, Runtime

NOT_FACTS = frozenset(
    {"state", "result", "ended_at", "stage", "history_length", "history_head", "household_id"}
)


@dataclass
class Step:
    """The context of one act, handed to forms, service tasks and decisions."""

    session: Session
    runtime: Runtime
    actor: Actor
    application: Application
    run: Run
    task: Task | None = None
    authority: Authority | None = None
    happened_on: dt.date = field(default_factory=clock.today)
    handled_by: str = ""
    outcome: str = ""
    comment: str = ""
    entries: list[Entry] = field(default_factory=list)
    started: list[tuple[int, Subject, Advance]] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)
    # Facts that decisions of this step asked for and nobody knows.
    lacking: set[str] = field(default_factory=set)
    # Rows this step has made: a session forgets what nobody holds, and would read it again.
    made: list[object] = field(default_factory=list)

    @property
    def subject(self) -> Subject:
        """What the process instance is about."""
        return self.run.subject

    @cached_property
    def parameters(self) -> Mapping[str, Any]:
        """The programme's parameters as valid today."""
        return parameters_of(self.session, self.application.programme, clock.today())

    @cached_property
    def calendar(self) -> Mapping[dt.date, bool]:
        """Days that differ from their weekday, day -> is it worked."""
        return working_days.exceptions(self.session)

    @cached_property
    def notice(self) -> PublicNotice:
        """The notice that this process is about."""
        notice = self.session.get(PublicNotice, self.subject.id)
        assert notice is not None
        return notice

    @cached_property
    def documents(self) -> list[Document]:
        """The documents of the case that are current, oldest first."""
        return list(
            self.session.scalars(
                select(Document)
                .where(
                    Document.application_id == self.application.id,
                    Document.replaced_by_id.is_(None),
                )
                .order_by(Document.id)
            )
        )

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """The ways out of this task, in the order of the drawing."""
        assert self.task is not None
        return self.run.definitions.outcomes(self.task.process_id, self.task.node_id)

    def note(self, kind: str, payload: dict[str, Any], *, by_machine: bool = True) -> None:
        """Put an act of this step on the record."""
        actor = MACHINE if by_machine else self.actor
        role = "" if by_machine or self.authority is None else self.authority.role.value
        self.entries.append(
            Entry(
                kind=kind,
                actor=actor,
                payload=payload,
                happened_on=self.happened_on,
                actor_role=role,
                handled_by="" if by_machine else self.handled_by,
            )
        )


def view_task(session: Session, runtime: Runtime, actor: Actor, task_id: int) -> Step:
    """The step behind an open task, for reading its form. Raises as :func:`begin`."""
    return _step_of_task(session, runtime, actor, task_id, lock=False)


def begin(session: Session, runtime: Runtime, actor: Actor, task_id: int) -> Step:
    """Lock the case of an open task for ``actor``.

    Raises NotFound, Forbidden, or AlreadyDone when the task is no longer open.
    """
    return _step_of_task(session, runtime, actor, task_id, lock=True)


def complete(
    step: Step,
    *,
    outcome: str,
    happened_on: dt.date,
    handled_by: str,
    comment: str,
    routing: Mapping[str, JsonScalar],
) -> None:
    """Finish the task of ``step`` and move its process on; the step's own row is saved already."""
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
    if changes := _changes(step):
        payload["changes"] = changes
    # The person's act stands before what the machine does because of it.
    step.note("task_completed", payload, by_machine=False)
    try:
        advance = step.run.complete(
            task.engine_id, {**routing, "outcome": outcome}, Handlers(step), clock.now()
        )
    except engine.NoWayOut as error:
        raise LacksFacts(sorted(step.lacking)) from error
    payload["walked"] = _walked(advance)
    task.status, task.outcome = "done", outcome
    task.done_at, task.done_by_id = clock.now(), step.actor.account_id
    reason = comment if chosen.needs_reason else ""
    came_from = f"{task.name}:{chosen.label}" if chosen.label else task.name
    _settle(step, advance, came_from=f"{came_from} · {step.actor.name}", asked_because=reason)


def deliver(
    session: Session,
    runtime: Runtime,
    instance_id: int,
    message: str,
    payload: Mapping[str, JsonScalar],
) -> Step:
    """Hand ``message`` to a waiting process. Raises engine.NobodyWaiting."""
    step = _step_of_instance(session, runtime, instance_id, MACHINE)
    deliver_on(step, message, payload)
    return step


def deliver_on(step: Step, message: str, payload: Mapping[str, JsonScalar]) -> None:
    """Hand ``message`` to the process of a step that is already locked."""
    step.note("message_received", {"message": message, **payload})
    entry = step.entries[-1]
    advance = step.run.deliver(message, dict(payload), Handlers(step), clock.now())
    entry.payload["walked"] = _walked(advance)
    _settle(step, advance, came_from="")


def fire_timers(session: Session, runtime: Runtime, instance_id: int) -> Step | None:
    """Let the due timers of a process go off; None when nothing is due (any more)."""
    step = _step_of_instance(session, runtime, instance_id, MACHINE)
    if step.run.due_at is None or step.run.due_at > clock.now():
        return None
    step.note("timer_fired", {"process": step.run.process_id})
    entry = step.entries[-1]
    advance = step.run.fire_timers(Handlers(step), clock.now())
    entry.payload["walked"] = _walked(advance)
    _settle(step, advance, came_from="")
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
    step.note("process_started", {"process": process_id, "walked": _walked(advance)})
    return instance_id


def cancel_process(step: Step, instance_id: int, process_id: str) -> None:
    """End another process of the same case without a result; its open tasks go with it."""
    engine.open_instance(step.session, step.runtime.library, instance_id).cancel(clock.now())
    step.session.execute(
        update(Task)
        .where(Task.instance_id == instance_id, Task.status == "open")
        .values(status="cancelled")
    )
    step.note("process_cancelled", {"process": process_id})


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
    step.note(
        "case_opened", {"process": MAIN_PROCESS, "walked": _walked(advance)}, by_machine=False
    )
    _settle(step, advance, came_from=f"新申请 · {actor.name}")
    # Nothing came before the first step: it may be dated back to the day the household came.
    session.execute(update(Task).where(Task.instance_id == instance_id).values(not_before=None))
    return step


def record_act(step: Step) -> None:
    """Write the entries of a step that moved no process itself."""
    _settle(step, None, came_from="")


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
    return _step_of_instance(session, runtime, instance_id, actor)


class Handlers:
    """What the engine calls back into while a process moves."""

    def __init__(self, step: Step) -> None:
        self.step = step

    def decide(self, decision_ref: str) -> dict[str, JsonScalar]:
        """Evaluate a decision table on the facts of the case and put it on the record."""
        return self.step.runtime.decide(self.step, decision_ref)

    def serve(self, topic: str) -> dict[str, JsonScalar] | None:
        """Run a service task."""
        result = self.step.runtime.service_tasks[topic](self.step)
        return None if result is None else dict(result)


class _EarlyHandlers:
    """A case's first task is a person's: nothing automatic may come before it."""

    def decide(self, decision_ref: str) -> dict[str, JsonScalar]:
        raise RuntimeError(f"decision {decision_ref} before the first task")

    def serve(self, topic: str) -> dict[str, JsonScalar] | None:
        raise RuntimeError(f"service task {topic} before the first task")


def _step_of_task(
    session: Session, runtime: Runtime, actor: Actor, task_id: int, *, lock: bool
) -> Step:
    found = _load_case_of_task(session, task_id, lock=lock)
    # A foreign task and an unknown one read the same: the number tells a stranger nothing.
    authority = rights.may_do(actor, found.Task) if found is not None else None
    if found is None or authority is None:
        raise NotFound("没有这一步,或者不在您的办理范围内。")
    application, task = found.Application, found.Task
    if task.status != "open":
        raise _already_done(session, actor, task)
    run = engine.run_of_row(session, runtime.library, found)
    check_duties(session, actor, task, application)
    step = Step(session, runtime, actor, application, run, task, authority)
    step.before = _facts_now(application)
    step.calendar = working_days.exceptions_of_version(session, found.calendar_version)
    return step


def _already_done(session: Session, actor: Actor, task: Task) -> Exception:
    from models.account import Account

    if task.status == "cancelled":
        return AlreadyDone("这一步已不需要办理,请刷新待办。")
    same = task.done_by_id == actor.account_id
    name = session.scalar(select(Account.display_name).where(Account.id == task.done_by_id))
    return AlreadyDone(f"这一步已由{name}办结,请刷新。", by_same_person=same)


def _step_of_instance(session: Session, runtime: Runtime, instance_id: int, actor: Actor) -> Step:
    application_id = session.scalar(
        select(engine.process_instances.c.application_id).where(
            engine.process_instances.c.id == instance_id
        )
    )
    if application_id is None:
        raise NotFound
    application = _load_application(session, application_id, lock=True)
    run = engine.open_instance(session, runtime.library, instance_id)
    return Step(session, runtime, actor, application, run, handled_by=actor.name)


def _load_application(session: Session, application_id: int, *, lock: bool) -> Application:
    query = _CASE.where(Application.id == application_id)
    if lock:
        query = query.with_for_update(of=Application)
    return session.execute(query).scalar_one()


def _load_case_of_task(session: Session, task_id: int, *, lock: bool) -> Row[Any] | None:
    """Case, task, process and calendar version in one statement: read before every step."""
    query = (
        _CASE.join(Task, Task.application_id == Application.id)
        .join(engine.process_instances, engine.process_instances.c.id == Task.instance_id)
        .add_columns(
            Task,
            *engine.INSTANCE_COLUMNS,
            working_days.version_query().label("calendar_version"),
        )
        .where(Task.id == task_id)
    )
    if lock:
        # The case first, then the others too: of a row that it does not lock PostgreSQL shows the
        # version from before the wait, and what counts is how the task stands after it.
        query = query.with_for_update(of=(Application, Task, engine.process_instances))
    return session.execute(query).one_or_none()


_CASE = (
    select(Application)
    .join(Application.programme)
    .outerjoin(Application.household)
    .options(contains_eager(Application.programme), contains_eager(Application.household))
    .execution_options(populate_existing=True)
)


def _settle(
    step: Step, advance: Advance | None, *, came_from: str, asked_because: str = ""
) -> None:
    """Write what the movement caused: tasks opened and cancelled, the end, the record."""
    # Facts of the case and the head of its record go out as one UPDATE at the end.
    with step.session.no_autoflush:
        _write_consequences(step, advance, came_from, asked_because)
    step.session.flush()


def _write_consequences(
    step: Step, advance: Advance | None, came_from: str, asked_because: str
) -> None:
    opened: list[dict[str, Any]] = []
    if advance is not None:
        _cancel_tasks(step.session, step.run.id, advance.cancelled)
        opened += _rows(step, step.run.id, step.subject, advance, came_from, asked_because)
        _follow_stage(step, advance)
    for instance_id, subject, started in step.started:
        opened += _rows(step, instance_id, subject, started, came_from, "")
    if opened:
        step.session.execute(insert(Task), opened)
    if advance is not None and advance.status == "completed":
        _end(step, advance)
    entries, step.entries, step.started = step.entries, [], []
    history.record(step.session, step.application, entries)


def _rows(
    step: Step,
    instance_id: int,
    subject: Subject,
    advance: Advance,
    came_from: str,
    asked_because: str,
) -> list[dict[str, Any]]:
    return [
        _task_row(step, instance_id, subject, task, came_from, asked_because)
        for task in advance.opened
    ]


def _task_row(
    step: Step,
    instance_id: int,
    subject: Subject,
    task: OpenTask,
    came_from: str,
    asked_because: str,
) -> dict[str, Any]:
    role = Role(task.role)
    if role is Role.NOTICE_KEEPER:
        role = KEEPER_OF_LEVEL[_notice_level(step, subject)]
    application = step.application
    days = step.parameters.get(deadline_parameter(task.node_id))
    return {
        "instance_id": instance_id,
        "engine_id": task.id,
        "application_id": application.id,
        "process_id": task.process_id,
        "node_id": task.node_id,
        "name": task.name,
        "form_key": task.form_key,
        "role": role,
        "area_code": rights.area_of_role(role, application.village_code),
        "organisation_id": application.agency_id if role is Role.ASSESSOR else None,
        "status": "open",
        "opened_at": clock.now(),
        "not_before": step.happened_on,
        "due_on": days and working_days.add_working_days(clock.today(), int(days), step.calendar),
        "asked_because": asked_because[:1000],
        "came_from": came_from[:200],
    }


def _notice_level(step: Step, subject: Subject) -> Level:
    """The level of the notice that the process ``subject`` is about, directly or by objection."""
    notice_id = subject.id
    if subject.kind == "objection":
        objection = step.session.get(Objection, subject.id)
        assert objection is not None
        notice_id = objection.notice_id
    notice = step.session.get(PublicNotice, notice_id)
    assert notice is not None
    return Level(notice.level)


def _cancel_tasks(session: Session, instance_id: int, engine_ids: tuple[str, ...]) -> None:
    if engine_ids:
        session.execute(
            update(Task)
            .where(Task.instance_id == instance_id, Task.engine_id.in_(engine_ids))
            .values(status="cancelled")
        )


def _follow_stage(step: Step, advance: Advance) -> None:
    if step.subject.kind != "application":
        return
    for task in advance.opened:
        step.application.stage = step.runtime.stage_of_process.get(
            task.process_id, step.application.stage
        )


def _end(step: Step, advance: Advance) -> None:
    process_id = step.run.process_id
    step.note("process_ended", {"process": process_id, "result": advance.result})
    if step.subject.kind != "application":
        return
    application = step.application
    application.state, application.result = "ended", advance.result
    application.ended_at = clock.now()
    _cancel_siblings(step)


def _cancel_siblings(step: Step) -> None:
    """A case that ends takes its open side processes with it; each one's end is recorded."""
    instances = engine.process_instances
    siblings = step.session.execute(
        select(instances.c.id, instances.c.process_id).where(
            instances.c.application_id == step.application.id,
            instances.c.status == "running",
            instances.c.id != step.run.id,
        )
    ).all()
    for instance_id, process_id in siblings:
        cancel_process(step, instance_id, process_id)


def _walked(advance: Advance) -> list[list[str]]:
    return [[walked.process_id, walked.node_id] for walked in advance.trail]


def _facts_now(application: Application) -> dict[str, Any]:
    columns = inspect(application).mapper.column_attrs
    return {
        each.key: getattr(application, each.key) for each in columns if each.key not in NOT_FACTS
    }


def _changes(step: Step) -> dict[str, list[Any]]:
    """Facts that this step changed, name -> [before, after]; accounts masked."""
    changes: dict[str, list[Any]] = {}
    for name, after in _facts_now(step.application).items():
        before = step.before.get(name)
        if before == after:
            continue
        if name == "card_number":
            changes["card"] = [mask_account(before or ""), mask_account(after or "")]
        else:
            changes[name] = [_plain(before), _plain(after)]
    return changes


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | list | None) else str(value)


def require_role(actor: Actor, application: Application, *roles: Role) -> Authority:
    """The authority of ``actor`` for an act on the case that is no task; Forbidden without one."""
    authority = rights.covers_village(actor, application.village_code, *roles)
    if authority is None:
        names = "、".join(LABELS[role] for role in roles)
        raise Forbidden(f"这项操作由{names}办理。")
    return authority


__all__ = [
    "Handlers",
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
