"""Messages between processes, written with the act that causes them, delivered after commit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from models.outbox import OutboxMessage
from workflows import clock
from workflows.step import Step


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
