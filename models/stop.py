"""Cases whose clocks stand still (中止) and requests to end a case for good (终止)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, partial_index

DEATH = "死亡"
WISH = "农户意愿"
# Why a case is suspended or ended.
REASON_CLASSES = (DEATH, "分户", "列入易地搬迁", WISH, "其他")


class CaseStop(Base):
    """One suspension of a case, from the day it stopped until the day it went on again.

    While ``ended_on`` is empty the case stands still; deadlines leave the span out.
    """

    __tablename__ = "case_stops"
    __table_args__ = (
        CheckConstraint("ended_on >= began_on", name="span"),
        # One case is suspended once at a time.
        partial_index(
            "ix_case_stops_open",
            "application_id",
            unique=True,
            where="ended_on IS NULL",
        ),
        Index("ix_case_stops_application", "application_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    reason_class: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(2000))
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    began_on: Mapped[dt.date]
    handled_by: Mapped[str] = mapped_column(String(40))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    recorded_at: Mapped[dt.datetime]
    ended_on: Mapped[dt.date | None]
    end_reason: Mapped[str] = mapped_column(String(2000), default="")
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    ended_at: Mapped[dt.datetime | None]


class Termination(Base):
    """A request to end a case, decided by the renovation office in a process of its own.

    ``state``: open, established, refused, or cancelled with the case.
    """

    __tablename__ = "terminations"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    reason_class: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(2000))
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    happened_on: Mapped[dt.date]
    handled_by: Mapped[str] = mapped_column(String(40))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    asked_at: Mapped[dt.datetime]
    state: Mapped[str] = mapped_column(String(20), default="open")
