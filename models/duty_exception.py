"""Exceptions from a duty rule for an office so small that nobody else is there."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class DutyException(Base):
    """One account is let off one rule, in one area or on one case, until a day.

    ``rule`` is the key of a rule of ``workflows.duties``; never one that guards money.
    """

    __tablename__ = "duty_exceptions"
    __table_args__ = (
        CheckConstraint("(area_code IS NULL) <> (application_id IS NULL)", name="scope"),
        Index("ix_duty_exceptions_account", "account_id", "rule", "until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(40))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    area_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("applications.id"))
    until: Mapped[dt.date]
    reason: Mapped[str] = mapped_column(String(500))
    county_code: Mapped[str] = mapped_column(String(6), index=True)
    granted_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    granted_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
