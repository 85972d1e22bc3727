"""Drafts (草稿): what somebody has typed into the form of an open task and not sent yet."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.sealed import SealedJson


class Draft(Base):
    """``answers`` maps a field's name to its values, as a browser would send them.

    It may hold numbers of persons: only its owner reads it, and a database trigger takes it away
    in the moment in which the task is no longer open, whatever closed it.
    """

    __tablename__ = "drafts"

    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True, index=True)
    answers: Mapped[dict[str, Any]] = mapped_column(SealedJson("drafts.answers"))
    saved_at: Mapped[dt.datetime]
