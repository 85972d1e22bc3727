"""The record: append-only, each subject's rows chained by hash; and the log of who read what."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from models.base import Base


class AppendOnlyError(RuntimeError):
    """Somebody tried to change the record."""


class HistoryEntry(Base):
    """One act. ``actor_id`` is None exactly when ``is_machine``.

    ``happened_on`` is the event date, ``at`` the entry time; ``payload`` holds no identity number,
    account or telephone in clear.
    """

    __tablename__ = "history"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "seq"),
        Index("ix_history_application", "application_id", "id"),
        Index("ix_history_actor", "actor_id", "id"),
        # For counting the cases of somebody without reading every act.
        Index("ix_history_actor_application", "actor_id", "application_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    seq: Mapped[int]
    application_id: Mapped[int | None] = mapped_column(ForeignKey("applications.id"))
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[dt.datetime]
    happened_on: Mapped[dt.date]
    is_machine: Mapped[bool]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    actor_name: Mapped[str] = mapped_column(String(40))
    actor_role: Mapped[str] = mapped_column(String(40))
    handled_by: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class FileRead(Base):
    """One reading of a case by somebody whose reads are logged, or of a masked value by anybody."""

    __tablename__ = "file_reads"
    __table_args__ = (
        Index("ix_file_reads_application", "application_id", "id"),
        Index("ix_file_reads_account_at", "account_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("applications.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    at: Mapped[dt.datetime]
    what: Mapped[str] = mapped_column(String(60))
    purpose: Mapped[str] = mapped_column(String(200), default="")
    address: Mapped[str] = mapped_column(String(45), default="")
    # Numbers of persons stood on the screen in clear; how often somebody looks is limited.
    is_in_clear: Mapped[bool] = mapped_column(default=False)


def _refuse(_mapper: Mapper[Any], _connection: Any, target: Any) -> None:
    raise AppendOnlyError(f"{target.__tablename__} is append-only")


for _table in (HistoryEntry, FileRead):
    event.listen(_table, "before_update", _refuse)
    event.listen(_table, "before_delete", _refuse)
