"""What the village's stage leaves behind: filing, acceptance check, appraisal, report (S2–S7)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, partial_index
from models.meeting import AppraisalMeeting
from models.signing import Signed
from models.step_record import StepRecord


class Filing(Signed, StepRecord, Base):
    """The application as handed in, or supplemented: who signed how, which papers were seen.

    ``papers`` are names of papers seen and given back by 办理人 on the event date.  ``asked_by``
    says who came and asked (None: unknown); ``asker`` names them where it was not the head.
    """

    __tablename__ = "filings"

    asked_by: Mapped[str | None] = mapped_column(String(20))
    asker: Mapped[str] = mapped_column(String(40), default="")
    papers: Mapped[list[Any]]
    document_ids: Mapped[list[Any]]
    supplied: Mapped[str] = mapped_column(Text, default="")


class AcceptanceCheck(StepRecord, Base):
    """The check on receipt (S3): what was missing, and how a refusal to receive was told."""

    __tablename__ = "acceptance_checks"
    __table_args__ = (
        CheckConstraint(
            "outcome <> 'return' OR supplement_due IS NOT NULL", name="due_of_supplement"
        ),
        CheckConstraint("outcome <> 'decline' OR delivered_on IS NOT NULL", name="told_on"),
    )

    missing: Mapped[list[Any]]
    supplement_due: Mapped[dt.datetime | None]
    delivered_on: Mapped[dt.date | None]
    delivery: Mapped[str | None] = mapped_column(String(20))
    received_by: Mapped[str] = mapped_column(String(40), default="")


class SupplementReminder(StepRecord, Base):
    """The township urges an overdue supplement, or lets the case go on as it is."""

    __tablename__ = "supplement_reminders"
    __table_args__ = (
        CheckConstraint("outcome <> 'extend' OR extended_until IS NOT NULL", name="extension"),
    )

    contact: Mapped[str] = mapped_column(String(20))
    contacted: Mapped[str] = mapped_column(String(60))
    found: Mapped[str] = mapped_column(Text)
    extended_until: Mapped[dt.date | None]


class DeclinedReview(StepRecord, Base):
    """The township looks at a refusal to receive: S3 alone ends no case."""

    __tablename__ = "declined_reviews"

    found: Mapped[str] = mapped_column(Text)
    missing: Mapped[list[Any]]
    supplement_due: Mapped[dt.datetime | None]


class Appraisal(StepRecord, Base):
    """What the villagers' democratic appraisal (民主评议, R94) decided on one household.

    Who came and where stands on the meeting, which may have appraised many.  ``is_compared`` says
    that the worker has compared it with other meetings (F17).
    """

    __tablename__ = "appraisals"
    __table_args__ = (
        CheckConstraint("in_favour >= 0 AND against >= 0 AND abstained >= 0", name="votes"),
        partial_index("ix_appraisals_to_compare", "id", where="NOT is_compared"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("appraisal_meetings.id"), index=True)
    in_favour: Mapped[int]
    against: Mapped[int]
    abstained: Mapped[int]
    stepped_aside: Mapped[str] = mapped_column(String(200), default="")
    is_compared: Mapped[bool] = mapped_column(default=False)
    meeting: Mapped[AppraisalMeeting] = relationship()


class AppraisalStatement(StepRecord, Base):
    """The township states, under its seal, why a meeting without a quorum counts (F17, G32)."""

    __tablename__ = "appraisal_statements"

    finding: Mapped[str] = mapped_column(Text)
    document_ids: Mapped[list[Any]]


class VillageReport(Signed, StepRecord, Base):
    """The approval form filled after the notice, signed, sealed and sent up (R96)."""

    __tablename__ = "village_reports"

    filled_on: Mapped[dt.date]
    is_signed_by_head: Mapped[bool]
    is_sealed: Mapped[bool]
    document_ids: Mapped[list[Any]]
