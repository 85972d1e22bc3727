"""Messages written in the transaction that causes them and delivered after its commit."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, partial_index


class OutboxMessage(Base):
    """A message for a process instance; ``result`` says what became of it, once."""

    __tablename__ = "outbox"
    __table_args__ = (
        partial_index(
            "ix_outbox_pending",
            "id",
            where="delivered_at IS NULL",
        ),
        # What waits for a suspended case is looked for when the case goes on.
        partial_index(
            "ix_outbox_held",
            "instance_id",
            where="result = 'held'",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    instance_id: Mapped[int] = mapped_column(ForeignKey("process_instances.id"))
    name: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]]
    happened_on: Mapped[dt.date]
    written_at: Mapped[dt.datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    delivered_at: Mapped[dt.datetime | None]
    result: Mapped[str | None] = mapped_column(String(200))
