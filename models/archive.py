"""一户一档: closing the household's file (S27, R132–R134)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.step_record import StepRecord


class ArchiveClosing(StepRecord, Base):
    """The file as it stood when somebody closed it or asked for what is missing."""

    __tablename__ = "archive_closings"

    # Item of the archive table -> whether it is there.
    items: Mapped[dict[str, Any]]
    payment_state: Mapped[str] = mapped_column(String(10))
    moved_in: Mapped[bool | None]
    moved_in_on: Mapped[dt.date | None]


class ArchiveSupply(StepRecord, Base):
    """What the township added to the file."""

    __tablename__ = "archive_supplies"

    supplied: Mapped[str] = mapped_column(Text)
    document_ids: Mapped[list[Any]]
