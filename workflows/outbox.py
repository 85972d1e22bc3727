"""Messages between processes, written with the act that causes them, delivered after commit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.outbox import OutboxMessage
from workflows import clock, engine
from workflows.step import Step

# Result of a message for a suspended case: it is delivered when the case goes on.
HELD = "held"


def send(step: Step, instance_id: int, name: str, payload: Mapping[str, Any]) -> None:
    """Leave ``name`` for the process instance; the worker delivers it once.

    What it causes happened on the event date of the act that sends it, though it is delivered
    later: the steps of a case entered afterwards keep their order.
    """
    step.session.add(
        OutboxMessage(
            instance_id=instance_id,
            name=name,
            payload=dict(payload),
            happened_on=step.happened_on,
            written_at=clock.now(),
        )
    )


def release_held(session: Session, application_id: int) -> None:
    """Let the worker deliver what came for the case while it was suspended."""
    instances = engine.process_instances
    session.execute(
        update(OutboxMessage)
        .where(
            OutboxMessage.result == HELD,
            OutboxMessage.instance_id.in_(
                select(instances.c.id).where(instances.c.application_id == application_id)
            ),
        )
        .values(delivered_at=None, result=None)
    )
