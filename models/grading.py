"""Commissioning, result and confirmation of the house's grading (S14, R31, R111, N14)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.official_document import Numbered
from models.step_record import StepRecord

PARTS = ("foundation", "walls", "frame", "floors_and_roof", "enclosure")


class GradingCommission(Numbered, StepRecord, Base):
    """委托鉴定 of a third-party agency; a second one (复鉴) goes to another agency (X9)."""

    __tablename__ = "grading_commissions"

    agency_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    is_regrading: Mapped[bool]


class SafetyAssessment(StepRecord, Base):
    """鉴定: the agency visited on ``happened_on``; the newest of a case stands.

    ``grade`` is the agency's own. ``guide_grade`` is what the guide reckons from the parts
    (None where no part was graded); it is only shown beside.
    """

    __tablename__ = "safety_assessments"
    __table_args__ = (
        CheckConstraint("grade IN ('A', 'B', 'C', 'D')", name="grade"),
        CheckConstraint("guide_grade IN ('A', 'B', 'C', 'D')", name="guide_grade"),
        CheckConstraint("first_assessor <> second_assessor", name="two_assessors"),
        *(CheckConstraint(f"{part} IN ('a', 'b', 'c', 'd')", name=part) for part in PARTS),
    )

    agency_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    is_regrading: Mapped[bool]
    report_number: Mapped[str] = mapped_column(String(60))
    standard: Mapped[str] = mapped_column(String(80))
    first_assessor: Mapped[str] = mapped_column(String(40))
    second_assessor: Mapped[str] = mapped_column(String(40))
    site_is_safe: Mapped[bool]
    foundation: Mapped[str | None] = mapped_column(String(1))
    walls: Mapped[str | None] = mapped_column(String(1))
    frame: Mapped[str | None] = mapped_column(String(1))
    floors_and_roof: Mapped[str | None] = mapped_column(String(1))
    enclosure: Mapped[str | None] = mapped_column(String(1))
    grade: Mapped[str] = mapped_column(String(1))
    guide_grade: Mapped[str | None] = mapped_column(String(1))
    photos: Mapped[list[Any]]
    reports: Mapped[list[Any]]


class GradingConfirmation(StepRecord, Base):
    """The office's check of the result and where copies of the report are kept (R114)."""

    __tablename__ = "grading_confirmations"

    assessment_id: Mapped[int | None] = mapped_column(ForeignKey("safety_assessments.id"))
    report_copies: Mapped[list[Any]]
