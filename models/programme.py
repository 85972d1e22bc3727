"""Programmes (方案) with their dated parameters, and the working-day calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Json


class Programme(Base):
    """One plan of one county and year, such as 扎兰屯 2019 A (R1)."""

    __tablename__ = "programmes"
    __table_args__ = (UniqueConstraint("county_code", "year", "plan"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    county_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    year: Mapped[int]
    plan: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(200))
    document_number: Mapped[str] = mapped_column(String(80))
    dated: Mapped[dt.date]
    # Raised by every change of a parameter, so that a process may keep them in memory.
    parameters_version: Mapped[int] = mapped_column(default=1)
    next_number: Mapped[int] = mapped_column(default=1)


class ProgrammeParameter(Base):
    """One value from one day on. A change is a new row; the old one stays."""

    __tablename__ = "programme_parameters"
    __table_args__ = (UniqueConstraint("programme_id", "name", "valid_from", "set_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    value: Mapped[Any] = mapped_column(Json, nullable=True)
    valid_from: Mapped[dt.date]
    kind: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text, default="")
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    set_at: Mapped[dt.datetime]


class CalendarDay(Base):
    """A day that differs from its weekday: a legal holiday, or a make-up working day (N34)."""

    __tablename__ = "calendar_days"

    day: Mapped[dt.date] = mapped_column(primary_key=True)
    is_working: Mapped[bool]
    name: Mapped[str] = mapped_column(String(40))
