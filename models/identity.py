"""Departments' opinions on the household's identity (R27–R29, G22)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.step_record import StepRecord


class IdentityOpinion(StepRecord, Base):
    """One department's answer; the newest of a department counts. ``passed`` None is a mismatch."""

    __tablename__ = "identity_opinions"

    department: Mapped[str] = mapped_column(String(20))
    passed: Mapped[bool | None]
    list_number: Mapped[str] = mapped_column(String(60), default="")
    list_date: Mapped[dt.date | None]
