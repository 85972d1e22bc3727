"""Urging (催办): who asked whom to get on with a step, and when."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Urge(Base):
    """One call to do an open task; the task itself shows the last one."""

    __tablename__ = "urges"
    __table_args__ = (Index("ix_urges_task_account", "task_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    urged_on: Mapped[dt.date]
    note: Mapped[str] = mapped_column(String(200), default="")
