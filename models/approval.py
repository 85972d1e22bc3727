"""From the household's choice of method to the county's decision and the national register."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.official_document import Numbered
from models.signing import Signed
from models.step_record import StepRecord


class MethodChoice(Signed, StepRecord, Base):
    """The household's written confirmation of its method (R4, R5, R39)."""

    __tablename__ = "method_choices"
    __table_args__ = (CheckConstraint("planned_area_m2 > 0", name="planned_area"),)

    method: Mapped[str] = mapped_column(String(20))
    builder: Mapped[str] = mapped_column(String(20))
    planned_area_m2: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    design_wish: Mapped[str] = mapped_column(Text, default="")
    exception_reason: Mapped[str] = mapped_column(Text, default="")
    confirmation_ids: Mapped[list[Any]]
    relaxation_application_ids: Mapped[list[Any]]


class AreaRelaxation(Numbered, StepRecord, Base):
    """The township's formal document for a large household, or its refusal (R82)."""

    __tablename__ = "area_relaxations"
    __table_args__ = (
        CheckConstraint(
            "outcome <> 'report' OR official_document_id IS NOT NULL", name="document_of_report"
        ),
    )

    document_ids: Mapped[list[Any]]


class ArchiveReview(StepRecord, Base):
    """The renovation office's look through the file before approval (R107)."""

    __tablename__ = "archive_reviews"

    file_complete: Mapped[bool | None]
    missing: Mapped[list[Any]]


class CountyDecision(StepRecord, Base):
    """The county's decision; amount and fund are the tables' answer, never typed (R108, R78)."""

    __tablename__ = "county_decisions"
    __table_args__ = (
        CheckConstraint(
            "outcome <> 'approve' OR (approved_subsidy_yuan IS NOT NULL AND fund IS NOT NULL)",
            name="amount_of_approval",
        ),
        CheckConstraint("approved_subsidy_yuan >= 0", name="amount"),
    )

    approved_subsidy_yuan: Mapped[int | None]
    fund: Mapped[str | None] = mapped_column(String(20))
    area_cap_m2: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    decided_by: Mapped[dict[str, Any]]
    approval_ids: Mapped[list[Any]]


class NextBatch(StepRecord, Base):
    """A case put into a later batch of the programme (R6)."""

    __tablename__ = "next_batches"

    batch: Mapped[str] = mapped_column(String(40))


class RegistryEntry(StepRecord, Base):
    """The entry in the national system 农村危房改造系统 (R110)."""

    __tablename__ = "registry_entries"
    __table_args__ = (UniqueConstraint("registry_number"),)

    registry_number: Mapped[str] = mapped_column(String(40))
    registered_on: Mapped[dt.date]
