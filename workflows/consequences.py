"""What a movement of a process causes: tasks opened and cancelled, the end, the record."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from models.head_change import HeadChange
from models.notice import CANCELLED, NoticedHousehold
from models.objection import RECEIVED, Objection
from models.refusal import Refusal
from models.resettlement import Resettlement
from models.role import KEEPER_OF_LEVEL, Level, Role
from models.stop import Termination
from models.task import PENDING, Task
from workflows import clock, engine, history, rights, working_days
from workflows.engine import Advance, OpenTask, Subject
from workflows.notice_turns import leave
from workflows.programmes import deadline_parameter
from workflows.step import Step

# What the side processes of a case are about; each has a state of its own.
SIDE_SUBJECTS: dict[
    str, type[NoticedHousehold | Objection | Refusal | Resettlement | Termination | HeadChange]
] = {
    "notice": NoticedHousehold,
    "objection": Objection,
    "refusal": Refusal,
    "resettlement": Resettlement,
    "termination": Termination,
    "head_change": HeadChange,
}
# The process that ends a suspended case; everything else of the case waits.
GOES_ON_SUSPENDED = "termination"


def settle(step: Step, advance: Advance | None, *, came_from: str, asked_because: str = "") -> None:
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
        opened += _rows(step, instance_id, subject, started, came_from, asked_because)
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
        "status": "suspended" if _waits(step, subject) else "open",
        "opened_at": clock.now(),
        "not_before": step.happened_on,
        "due_on": days and working_days.add_working_days(clock.today(), int(days), step.calendar),
        "asked_because": asked_because[:1000],
        "came_from": came_from[:200],
    }


def _waits(step: Step, subject: Subject) -> bool:
    return step.application.state == "suspended" and subject.kind != GOES_ON_SUSPENDED


def _notice_level(step: Step, subject: Subject) -> Level:
    """The level of the notice that ``subject`` is about, or that looks into the objection."""
    if subject.kind == "objection":
        return Level(step.session.get_one(Objection, subject.id).handled_level)
    return Level(step.session.get_one(NoticedHousehold, subject.id).level)


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
        select(
            instances.c.id,
            instances.c.process_id,
            instances.c.subject_kind,
            instances.c.subject_id,
        ).where(
            instances.c.application_id == step.application.id,
            instances.c.status == "running",
            instances.c.id != step.run.id,
        )
    ).all()
    for instance_id, process_id, kind, subject_id in siblings:
        cancel_process(step, instance_id, process_id)
        if kind == "notice":
            # The notice of an ended case must not stay on the board and take objections.
            leave(step.session, step.session.get_one(NoticedHousehold, subject_id), CANCELLED)
        elif kind == "objection":
            _release_objection(step, subject_id)
        elif kind in SIDE_SUBJECTS:
            table = SIDE_SUBJECTS[kind]
            step.session.execute(
                update(table).where(table.id == subject_id).values(state="cancelled")
            )


def _release_objection(step: Step, objection_id: int) -> None:
    """One about the household ends with its case; one about the notice goes to another case."""
    objection = step.session.get_one(Objection, objection_id)
    objection.state = CANCELLED if objection.application_id is not None else RECEIVED


def cancel_process(step: Step, instance_id: int, process_id: str) -> None:
    """End another process of the same case without a result; its open tasks go with it."""
    engine.open_instance(step.session, step.runtime.library, instance_id).cancel(clock.now())
    step.session.execute(
        update(Task)
        .where(Task.instance_id == instance_id, Task.status.in_(PENDING))
        .values(status="cancelled")
    )
    step.note("process_cancelled", {"process": process_id})


def walked(advance: Advance) -> list[list[str]]:
    """The nodes of a movement as the record keeps them: [process, node] in order."""
    return [[each.process_id, each.node_id] for each in advance.trail]
