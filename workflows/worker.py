"""The worker: due timers, messages, gates of checks and rows of lists, one transaction each.

It may run twice at the same time: on PostgreSQL each row is claimed with SKIP LOCKED, on SQLite the
write lock lets one worker in at a time, and a second delivery of a message finds it delivered.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.case_list import CaseList, CaseListRow
from models.database import Database
from models.outbox import OutboxMessage
from workflows import appraisal_gate, case_lists, clock, duplicate_gate, engine, steps
from workflows.actors import account_view
from workflows.errors import CaseSuspended, Forbidden, Refused
from workflows.outbox import HELD
from workflows.refused_attempts import record_attempt
from workflows.rights import Actor
from workflows.runtime import Runtime

MAX_ATTEMPTS = 5
BATCH = 100
FAILED = "系统没有办成这一户,已记录原因。请稍后再次提交,或单独办理。"
log = structlog.get_logger()

# What completes a row of a list: it lives with the forms, which the worker does not know.
CompleteRow = Callable[[Session, Runtime, Actor, CaseList, CaseListRow], None]


# Work of other kinds, a bounded piece of it each round; returns how many acts were done.
Job = Callable[[Database, Runtime], int]


def run_once(
    database: Database,
    runtime: Runtime,
    complete_row: CompleteRow | None = None,
    jobs: Sequence[Job] = (),
) -> int:
    """Do everything that is due now; returns how many acts were done.

    Without ``complete_row`` lists are left to another worker, and so are ``jobs`` not named.
    """
    done = _fire_due(database, runtime) + _deliver_pending(database, runtime)
    done += _look_for_duplicates(database) + _compare_meetings(database)
    done += _do_rows(database, runtime, complete_row) if complete_row else 0
    return done + sum(job(database, runtime) for job in jobs)


def run_until_idle(
    database: Database,
    runtime: Runtime,
    rounds: int = 50,
    complete_row: CompleteRow | None = None,
    jobs: Sequence[Job] = (),
) -> int:
    """Repeat until nothing is due (a delivered message may cause another); returns the acts."""
    total = 0
    for _ in range(rounds):
        done = run_once(database, runtime, complete_row, jobs)
        total += done
        if not done:
            break
    return total


def run_forever(
    database: Database,
    runtime: Runtime,
    stop: threading.Event,
    pause: float = 1.0,
    complete_row: CompleteRow | None = None,
    jobs: Sequence[Job] = (),
) -> None:
    """Work until ``stop`` is set, sleeping ``pause`` seconds when idle."""
    while not stop.is_set():
        try:
            done = run_once(database, runtime, complete_row, jobs)
        except Exception:
            log.exception("worker_round_failed")
            done = 0
        if not done:
            stop.wait(pause)


def _fire_due(database: Database, runtime: Runtime) -> int:
    with database.read() as session:
        due = engine.due_instances(session, clock.now(), BATCH)

    def fire(session: Session, instance_id: int) -> bool:
        # A second worker may have been faster: then nothing is due any more.
        return steps.fire_timers(session, runtime, instance_id) is not None

    return _do_each(database, due, fire, "timer_failed")


def _deliver_pending(database: Database, runtime: Runtime) -> int:
    with database.read() as session:
        pending = session.scalars(
            select(OutboxMessage.id)
            .where(OutboxMessage.delivered_at.is_(None))
            .order_by(OutboxMessage.id)
            .limit(BATCH)
        ).all()
    return sum(_deliver(database, runtime, message_id) for message_id in pending)


def _deliver(database: Database, runtime: Runtime, message_id: int) -> int:
    with database.write() as session:
        message = _claim(session, message_id)
        if message is None:
            return 0
        try:
            message.result = _hand_over(session, runtime, message)
            message.delivered_at = clock.now()
            session.commit()
            return 1
        except Exception as error:
            session.rollback()
            log.exception("delivery_failed", message_id=message_id)
            _count_failure(database, message_id, error)
            return 0


def _claim(session: Session, message_id: int) -> OutboxMessage | None:
    return session.scalar(
        select(OutboxMessage)
        .where(OutboxMessage.id == message_id, OutboxMessage.delivered_at.is_(None))
        .with_for_update(skip_locked=True)
    )


def _hand_over(session: Session, runtime: Runtime, message: OutboxMessage) -> str:
    try:
        steps.deliver(
            session,
            runtime,
            message.instance_id,
            message.name,
            message.payload,
            happened_on=message.happened_on,
        )
    except CaseSuspended:
        return HELD
    except engine.NobodyWaiting:
        # Not an error: the process looked at the tables itself and did not have to wait.
        return "not awaited"
    return "delivered"


def _count_failure(database: Database, message_id: int, error: Exception) -> None:
    with database.write() as session:
        session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == message_id)
            .values(attempts=OutboxMessage.attempts + 1)
        )
        message = session.get(OutboxMessage, message_id)
        if message is not None and message.attempts >= MAX_ATTEMPTS:
            message.delivered_at = clock.now()
            message.result = f"failed: {type(error).__name__}"
        session.commit()


def _look_for_duplicates(database: Database) -> int:
    with database.read() as session:
        due = duplicate_gate.due_cases(session)
    return _do_each(database, due, duplicate_gate.look_at, "duplicates_failed")


def _compare_meetings(database: Database) -> int:
    with database.read() as session:
        due = appraisal_gate.due_appraisals(session)
    return _do_each(database, due, appraisal_gate.compare, "meetings_failed")


def _do_each(
    database: Database, due: Sequence[int], act: Callable[[Session, int], bool], failed: str
) -> int:
    """Do ``act`` for each number, a transaction each: one that fails is logged and stops no other.

    Returns how many were done.
    """
    done = 0
    for number in due:
        with database.write() as session:
            try:
                if act(session, number):
                    session.commit()
                    done += 1
            except Exception:
                session.rollback()
                log.exception(failed, number=number)
    return done


def _do_rows(database: Database, runtime: Runtime, complete_row: CompleteRow) -> int:
    with database.read() as session:
        waiting = case_lists.waiting_rows(session, BATCH)
    return sum(_do_row(database, runtime, complete_row, row_id) for row_id in waiting)


def _do_row(database: Database, runtime: Runtime, complete_row: CompleteRow, row_id: int) -> int:
    with database.write() as session:
        claimed = case_lists.claim(session, row_id)
        if claimed is None:
            return 0
        row, case_list = claimed
        actor = None
        try:
            actor = _submitter(session, case_list)
            complete_row(session, runtime, actor, case_list, row)
            case_lists.mark_done(session, row)
            session.commit()
            return 1
        except Refused as error:
            refusal: Exception = error
        except Exception as error:
            log.exception("row_failed", row_id=row_id)
            refusal = error
        session.rollback()
    return _refuse_row(database, runtime, actor, row_id, refusal)


def _submitter(session: Session, case_list: CaseList) -> Actor:
    """Who sent the list off, with the rights of this moment."""
    assert case_list.submitted_by_id is not None
    view = account_view(session, case_list.submitted_by_id)
    if view is None or not view.is_active:
        raise Forbidden("提交名单的账号已停用,请由在岗人员再次提交。")
    return view.actor


def _refuse_row(
    database: Database, runtime: Runtime, actor: Actor | None, row_id: int, error: Exception
) -> int:
    """Keep the refusal beside the row; a failure of the system is tried again a few times."""
    with database.write() as session:
        claimed = case_lists.claim(session, row_id)
        if claimed is None:
            return 0
        row, _ = claimed
        row.attempts += 1
        is_refused = isinstance(error, Refused)
        # The case before the list, as when a row is done: two workers never wait for each other.
        if isinstance(error, Forbidden) and actor is not None:
            record_attempt(session, runtime, actor, row.task_id, error.sentence)
        if is_refused or row.attempts >= MAX_ATTEMPTS:
            sentence = error.sentence if isinstance(error, Refused) else FAILED
            case_lists.mark_refused(session, row, sentence)
        session.commit()
        return int(is_refused)
