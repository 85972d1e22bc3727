"""The worker: due timers and waiting messages, one transaction each.

It may run twice at the same time: on PostgreSQL each row is claimed with SKIP LOCKED, on SQLite the
write lock lets one worker in at a time, and a second delivery of a message finds it delivered.
"""

from __future__ import annotations

import threading

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.database import Database
from models.outbox import OutboxMessage
from workflows import clock, engine, steps
from workflows.runtime import Runtime

MAX_ATTEMPTS = 5
BATCH = 100
log = structlog.get_logger()


def run_once(database: Database, runtime: Runtime) -> int:
    """Do everything that is due now; returns how many acts were done."""
    return _fire_due(database, runtime) + _deliver_pending(database, runtime)


def run_until_idle(database: Database, runtime: Runtime, rounds: int = 50) -> int:
    """Repeat until nothing is due (a delivered message may cause another); returns the acts."""
    total = 0
    for _ in range(rounds):
        done = run_once(database, runtime)
        total += done
        if not done:
            break
    return total


def run_forever(
    database: Database, runtime: Runtime, stop: threading.Event, pause: float = 1.0
) -> None:
    """Work until ``stop`` is set, sleeping ``pause`` seconds when idle."""
    while not stop.is_set():
        try:
            done = run_once(database, runtime)
        except Exception:
            log.exception("worker_round_failed")
            done = 0
        if not done:
            stop.wait(pause)


def _fire_due(database: Database, runtime: Runtime) -> int:
    with database.read() as session:
        due = engine.due_instances(session, clock.now(), BATCH)
    done = 0
    for instance_id in due:
        with database.write() as session:
            try:
                # A second worker may have been faster: then nothing is due any more.
                if steps.fire_timers(session, runtime, instance_id) is not None:
                    session.commit()
                    done += 1
            except Exception:
                session.rollback()
                log.exception("timer_failed", instance_id=instance_id)
    return done


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
