"""Acceptance by township and county (S23, S24), defects, and houses that are too large (X5)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Numeric, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.step_record import StepRecord


class AcceptanceRecord(StepRecord):
    """What both acceptances ask, by the method's own checklist (R58–R67)."""

    # Item of the acceptance table -> yes/no, a number, or null where it was not looked at.
    checklist: Mapped[dict[str, Any]]
    failed: Mapped[list[Any]]
    # [{"name": …, "unit": …}]
    members: Mapped[list[Any]]
    old_house_demolished: Mapped[bool | None]
    work_done: Mapped[str] = mapped_column(Text, default="")
    photo_ids: Mapped[list[Any]]


class PreliminaryAcceptance(AcceptanceRecord, Base):
    """初步验收 by the township (R127)."""

    __tablename__ = "preliminary_acceptances"


class FinalAcceptance(AcceptanceRecord, Base):
    """竣工验收 by the renovation office with departments and technicians (R128)."""

    __tablename__ = "final_acceptances"
    __table_args__ = (
        CheckConstraint("measured_area_m2 > 0", name="measured_area"),
        CheckConstraint("repair_cost_yuan >= 0", name="repair_cost"),
    )

    measured_area_m2: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    repair_cost_yuan: Mapped[int | None]
    cost_paper_ids: Mapped[list[Any]] = mapped_column(default=list)


class DefectRectification(StepRecord, Base):
    """What was done about defects that an acceptance found (R129)."""

    __tablename__ = "defect_rectifications"

    work_done: Mapped[str] = mapped_column(Text)
    photo_ids: Mapped[list[Any]]


class AreaViolation(StepRecord, Base):
    """The decision on a house above its cap, the household heard (R85, X5)."""

    __tablename__ = "area_violations"

    measured_area_m2: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    area_cap_m2: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    household_statement: Mapped[str] = mapped_column(Text)
    document_ids: Mapped[list[Any]]
