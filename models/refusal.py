"""Refusal (拒绝改造, X1): visits on different days, evidence of village and township (R17, R18)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.step_record import StepRecord


class Refusal(Base):
    """One refusal file of one case; a household may change its mind (G25)."""

    __tablename__ = "refusals"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    opened_at: Mapped[dt.datetime]
    reason_kind: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(20), default="open")


class RefusalVisit(StepRecord, Base):
    """One visit to talk it over, made by the village or the township."""

    __tablename__ = "refusal_visits"

    refusal_id: Mapped[int] = mapped_column(ForeignKey("refusals.id"), index=True)
    visit_level: Mapped[str] = mapped_column(String(10))
    visitors: Mapped[str] = mapped_column(String(120))
    content: Mapped[str] = mapped_column(Text)
    household_statement: Mapped[str] = mapped_column(Text)
    witnesses: Mapped[str] = mapped_column(String(120), default="")
    evidence_ids: Mapped[list[Any]]


class RefusalSignature(StepRecord, Base):
    """The village's or the township's signed and sealed finding that the household refuses (R17).

    ``signed_level`` is 村 or 镇.
    """

    __tablename__ = "refusal_signatures"

    refusal_id: Mapped[int] = mapped_column(ForeignKey("refusals.id"), index=True)
    signed_level: Mapped[str] = mapped_column(String(10))
    finding: Mapped[str] = mapped_column(Text)
    is_sealed: Mapped[bool]
    document_ids: Mapped[list[Any]]


class Withdrawal(Base):
    """The head's written withdrawal (X2), possible only before identity verification."""

    __tablename__ = "withdrawals"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    written_on: Mapped[dt.date]
    handled_by: Mapped[str] = mapped_column(String(40))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    recorded_at: Mapped[dt.datetime]
