"""What the village puts right when its case comes back (补正)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.step_record import StepRecord


class MendedRecord(StepRecord):
    """``changes`` are those outside the case row: name -> [before, after], telephones masked.

    Of the roster they hold ``joined``, ``left`` and ``persons`` (``workflows.rosters``).
    """

    explanation: Mapped[str] = mapped_column(Text)
    new_papers: Mapped[list[Any]]
    documents: Mapped[list[Any]]
    changes: Mapped[dict[str, Any]]


class Correction(MendedRecord, Base):
    """补正 that goes straight back to whoever asked for it."""

    __tablename__ = "corrections"


class ReturnHandling(MendedRecord, Base):
    """The village's answer to a case returned with a reason (R104)."""

    __tablename__ = "return_handlings"
