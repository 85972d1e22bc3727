"""Suspending a case (中止) and letting it go on (恢复): its work waits and its clocks stand still.

The tasks of a suspended case lie on no desk, its timers do not go off, and messages for it wait.
A notice on the wall goes on counting; what follows from its end waits with the rest.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select, update

from models.role import Role
from models.stop import CaseStop
from models.task import PENDING, Task
from workflows import clock, engine, working_days
from workflows.duties import check_kin
from workflows.errors import AlreadyDone, Invalid
from workflows.outbox import release_held
from workflows.steps import Step, record_act, require_role

# Who suspends a case and lets it go on.
SUSPENDERS = (Role.TOWNSHIP_OFFICER, Role.OFFICE_HANDLER)


@dataclass(frozen=True)
class Grounds:
    """What an act beside the steps rests on.

    ``reason_class`` is one of models.stop.REASON_CLASSES, ``document_id`` a document of the case.
    """

    reason_class: str
    reason: str
    happened_on: dt.date
    handled_by: str
    document_id: int


def suspend(step: Step, grounds: Grounds) -> CaseStop:
    """Let the case stand still from ``grounds.happened_on`` on.

    Raises Forbidden for other roles and the household's own kin, AlreadyDone for a case that is
    suspended, Invalid for one that has ended and for a day before its last step.
    """
    application = step.application
    step.authority = require_role(step.actor, application, *SUSPENDERS)
    check_kin(step.session, step.actor, application)
    if application.state == "ended":
        raise Invalid("这一件已经结束,不能中止。")
    if application.state == "suspended":
        raise AlreadyDone("这一件已经中止,请刷新页面。")
    check_day(step, grounds.happened_on)
    assert step.actor.account_id is not None
    stop = CaseStop(
        application_id=application.id,
        reason_class=grounds.reason_class,
        reason=grounds.reason,
        document_id=grounds.document_id,
        began_on=grounds.happened_on,
        handled_by=grounds.handled_by,
        recorded_by_id=step.actor.account_id,
        recorded_at=clock.now(),
    )
    step.session.add(stop)
    application.state = "suspended"
    step.session.execute(
        update(Task)
        .where(Task.application_id == application.id, Task.status == "open")
        .where(Task.process_id != "termination")
        .values(status="suspended")
    )
    engine.hold_timers(step.session, application.id)
    note_act(step, "case_suspended", grounds)
    return stop


def resume(step: Step, *, reason: str, happened_on: dt.date, handled_by: str) -> CaseStop:
    """Let a suspended case go on: deadlines move by the working days, timers by the days it stood.

    Raises Forbidden for other roles, AlreadyDone for a case that is not suspended, Invalid for a
    day before the suspension or after today.
    """
    application, session = step.application, step.session
    step.authority = require_role(step.actor, application, *SUSPENDERS)
    check_kin(session, step.actor, application)
    if application.state != "suspended":
        raise AlreadyDone("这一件现在没有中止,请刷新页面。")
    stop = open_stop(step)
    if happened_on < stop.began_on:
        raise Invalid(f"恢复日期不能早于中止日期({stop.began_on:%Y-%m-%d})。", "happened_on")
    if happened_on > clock.today():
        raise Invalid("恢复日期不能晚于今天。", "happened_on")
    application.state = "open"
    _end(step, stop, happened_on, reason)
    _move_deadlines(step, stop)
    _release_timers(step, stop)
    release_held(session, application.id)
    step.happened_on, step.handled_by = happened_on, handled_by
    payload = {"comment": reason, "began_on": stop.began_on.isoformat()}
    step.note("case_resumed", payload, by_machine=False)
    record_act(step)
    return stop


def open_stop(step: Step) -> CaseStop:
    """The suspension of a case that is suspended."""
    return step.session.scalars(
        select(CaseStop).where(
            CaseStop.application_id == step.application.id, CaseStop.ended_on.is_(None)
        )
    ).one()


def end_with_case(step: Step) -> None:
    """A suspended case that ends was suspended until now."""
    if step.application.state == "suspended":
        _end(step, open_stop(step), max(step.happened_on, clock.today()), "")


def check_day(step: Step, day: dt.date) -> None:
    """Refuse a day after today or before the last step of the case (F54). Raises Invalid."""
    if day > clock.today():
        raise Invalid("日期不能晚于今天。", "happened_on")
    last = step.session.scalar(
        select(func.max(Task.not_before)).where(
            Task.application_id == step.application.id, Task.status.in_(PENDING)
        )
    )
    if last is not None and day < last:
        raise Invalid(f"日期不能早于上一步的日期({last:%Y-%m-%d})。", "happened_on")


def note_act(step: Step, kind: str, grounds: Grounds) -> None:
    """Put an act beside the steps on the record, with its grounds."""
    step.happened_on, step.handled_by = grounds.happened_on, grounds.handled_by
    payload = {
        "reason_class": grounds.reason_class,
        "comment": grounds.reason,
        "document": grounds.document_id,
    }
    step.note(kind, payload, by_machine=False)
    record_act(step)


def _end(step: Step, stop: CaseStop, ended_on: dt.date, reason: str) -> None:
    stop.ended_on, stop.end_reason = ended_on, reason
    stop.ended_by_id, stop.ended_at = step.actor.account_id, clock.now()


def _move_deadlines(step: Step, stop: CaseStop) -> None:
    """Open what was suspended; what was due in five working days is due in five again."""
    assert stop.ended_on is not None
    session, calendar = step.session, step.calendar
    stood = working_days.working_days_left(stop.began_on, stop.ended_on, calendar)
    waiting = session.scalars(
        select(Task).where(Task.application_id == step.application.id, Task.status == "suspended")
    )
    for task in waiting:
        task.status = "open"
        # Nothing was done while the case stood still: an earlier day contradicts that.
        task.not_before = max(task.not_before or stop.ended_on, stop.ended_on)
        if task.due_on is not None:
            task.due_on = working_days.add_working_days(task.due_on, stood, calendar)


def _release_timers(step: Step, stop: CaseStop) -> None:
    assert stop.ended_on is not None
    instances, library = engine.process_instances, step.runtime.library
    stood = stop.ended_on - stop.began_on
    others = step.session.execute(
        select(instances.c.id, instances.c.subject_kind).where(
            instances.c.application_id == step.application.id, instances.c.status == "running"
        )
    ).all()
    for instance_id, subject_kind in others:
        # The paper hung on the wall all the time.
        put_off_by = dt.timedelta(0) if subject_kind == "notice" else stood
        run = engine.open_instance(step.session, library, instance_id)
        run.release_timers(put_off_by, clock.now())
