"""Messages between processes, written with the act that causes them, delivered after commit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from models.outbox import OutboxMessage
from workflows import clock


def send(session: Session, instance_id: int, name: str, payload: Mapping[str, Any]) -> None:
    """Leave ``name`` for the process instance; the worker delivers it once."""
    session.add(
        OutboxMessage(
            instance_id=instance_id, name=name, payload=dict(payload), written_at=clock.now()
        )
    )
