"""Construction: agreement, start, site inspections, findings and completion (S19, S20, S22)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.signing import Signed
from models.step_record import StepRecord

OTHER = "其他"
SITE_TYPES = ("村内空闲用地", "闲置宅基地", "老宅基地", OTHER)
NEW_BUILD_STAGES = ("基础", "圈梁", "墙体", "屋面", OTHER)
REPAIR_STAGES = ("地基基础", "墙体", "梁柱檩", "屋面", "门窗", OTHER)


class ConstructionAgreement(Signed, StepRecord, Base):
    """The 建房协议 between village and household (R116); site and plans (R7, R8)."""

    __tablename__ = "construction_agreements"
    __table_args__ = (
        CheckConstraint("site_type <> '其他' OR site_reason <> ''", name="other_site_reason"),
        CheckConstraint("area_m2 > 0", name="area"),
    )

    # Clause as the agreement table names it -> its text, a date as ISO text.
    clauses: Mapped[dict[str, Any]]
    village_party: Mapped[str] = mapped_column(String(40))
    household_party: Mapped[str] = mapped_column(String(60))
    builder_name: Mapped[str] = mapped_column(String(60))
    builder_certificate: Mapped[str] = mapped_column(String(60))
    site_type: Mapped[str | None] = mapped_column(String(20))
    site_reason: Mapped[str] = mapped_column(Text, default="")
    fits_land_plan: Mapped[bool | None]
    fits_township_plan: Mapped[bool | None]
    fits_design_rules: Mapped[bool | None]
    area_m2: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    agreement_ids: Mapped[list[Any]]


class ConstructionStart(StepRecord, Base):
    """Work begins, never before approval (F26), under a named and trained supervisor (R120)."""

    __tablename__ = "construction_starts"

    started_on: Mapped[dt.date]
    supervisor_name: Mapped[str] = mapped_column(String(40))
    supervisor_trained: Mapped[bool]
    photo_ids: Mapped[list[Any]]


class SiteInspection(StepRecord, Base):
    """One look at the site; a finding names what must be put right by when (R120, R125)."""

    __tablename__ = "site_inspections"

    stage: Mapped[str] = mapped_column(String(20))
    findings: Mapped[str] = mapped_column(Text, default="")
    rectify_by: Mapped[dt.date | None]
    photo_ids: Mapped[list[Any]]


class FindingRectification(StepRecord, Base):
    """What was done about a finding."""

    __tablename__ = "finding_rectifications"

    work_done: Mapped[str] = mapped_column(Text)
    photo_ids: Mapped[list[Any]]


class FindingRecheck(StepRecord, Base):
    """Whether the finding is settled."""

    __tablename__ = "finding_rechecks"

    seen: Mapped[str] = mapped_column(Text)
    photo_ids: Mapped[list[Any]]


class CompletionReport(StepRecord, Base):
    """The household declares the work finished; a repair also what it cost (R12, G4)."""

    __tablename__ = "completion_reports"
    __table_args__ = (CheckConstraint("repair_cost_yuan >= 0", name="repair_cost"),)

    finished_on: Mapped[dt.date]
    repair_cost_yuan: Mapped[int | None]
    cost_paper_ids: Mapped[list[Any]] = mapped_column(default=list)
    photo_ids: Mapped[list[Any]]
