"""工程: one contract, builder and site for many households (G30, R44, R50).

A 互助院, or 政府兜底房 that the township builds, is inspected and accepted as one work; the cases
of its households follow it.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, partial_index
from models.method import GOVERNMENT_PROVIDED, MUTUAL_AID_HOME
from models.sealed import Sealed
from models.step_record import StepRecord

KINDS = (MUTUAL_AID_HOME, GOVERNMENT_PROVIDED)
# Where a project stands; ``CHECKED`` is accepted by the township only.
PLANNED, BUILDING, FINISHED, CHECKED, ACCEPTED = (
    "planned",
    "building",
    "finished",
    "checked",
    "accepted",
)
STATES = {
    PLANNED: "筹建",
    BUILDING: "施工",
    FINISHED: "已完工",
    CHECKED: "初验合格",
    ACCEPTED: "竣工验收合格",
}
PASS, FAIL = "pass", "fail"


class Project(Base):
    """One 工程. Every act on it locks this row first, then the rows of its cases."""

    __tablename__ = "projects"
    __table_args__ = (
        CheckConstraint("contract_yuan >= 0", name="contract_amount"),
        CheckConstraint("finished_on >= started_on", name="span"),
        Index("ix_projects_township", "township_code", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(80))
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), index=True)
    township_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    site_village_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    address: Mapped[str] = mapped_column(String(120))
    contract_number: Mapped[str] = mapped_column(String(60), default="")
    contract_on: Mapped[dt.date | None]
    contract_yuan: Mapped[int | None]
    builder_name: Mapped[str] = mapped_column(String(80), default="")
    builder_credit_code: Mapped[str] = mapped_column(String(18), default="")
    builder_account: Mapped[str] = mapped_column(Sealed("projects.builder_account"), default="")
    builder_bank: Mapped[str] = mapped_column(String(60), default="")
    supervisor_name: Mapped[str] = mapped_column(String(40), default="")
    supervisor_trained: Mapped[bool | None]
    note: Mapped[str] = mapped_column(Text, default="")

    state: Mapped[str] = mapped_column(String(20), default=PLANNED)
    started_on: Mapped[dt.date | None]
    finished_on: Mapped[dt.date | None]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    opened_at: Mapped[dt.datetime]

    # Head of the project's own chained record, moved under the row's lock.
    history_length: Mapped[int] = mapped_column(default=0)
    history_head: Mapped[str] = mapped_column(String(64), default="")


class ProjectHousehold(Base):
    """One household in a project, from the day it joined; ended by ``left_on``, never deleted."""

    __tablename__ = "project_households"
    __table_args__ = (
        CheckConstraint("measured_area_m2 > 0", name="measured_area"),
        # A case is in one project at a time, and a dwelling has one household.
        partial_index(
            "uq_project_households_live_case",
            "application_id",
            unique=True,
            where="left_on IS NULL",
        ),
        partial_index(
            "uq_project_households_dwelling",
            "project_id",
            "dwelling_number",
            unique=True,
            where="left_on IS NULL",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    dwelling_number: Mapped[str] = mapped_column(String(20))
    joined_on: Mapped[dt.date]
    joined_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    joined_at: Mapped[dt.datetime]
    measured_area_m2: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    left_on: Mapped[dt.date | None]
    left_reason: Mapped[str] = mapped_column(String(500), default="")
    # Empty where the machine ended it together with the case.
    left_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class ProjectInspection(Base):
    """One look at the site; a finding stands until it is settled (R120, R125)."""

    __tablename__ = "project_inspections"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"), index=True)
    stage: Mapped[str] = mapped_column(String(20))
    inspected_on: Mapped[dt.date]
    handled_by: Mapped[str] = mapped_column(String(40))
    findings: Mapped[str] = mapped_column(Text, default="")
    rectify_by: Mapped[dt.date | None]
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    # Whose post a stand-in (代班) used: four eyes count for both.
    recorded_for_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    recorded_at: Mapped[dt.datetime]
    settled_on: Mapped[dt.date | None]
    settlement: Mapped[str] = mapped_column(Text, default="")
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    settled_for_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    settled_photo_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))


class ProjectAcceptance(Base):
    """One acceptance of all dwellings by township or county (R127, R128)."""

    __tablename__ = "project_acceptances"
    __table_args__ = (
        # All households are accepted together, and by the county once (G30).
        partial_index(
            "uq_project_acceptances_final",
            "project_id",
            unique=True,
            where="level = 'county' AND outcome = 'pass'",
        ),
        Index("ix_project_acceptances_project", "project_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    level: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(20))
    happened_on: Mapped[dt.date]
    handled_by: Mapped[str] = mapped_column(String(40))
    # [{"name": …, "unit": …}]
    members: Mapped[list[Any]]
    # Item of the acceptance table -> yes/no, a number, or null where it was not looked at.
    checklist: Mapped[dict[str, Any]]
    failed: Mapped[list[Any]]
    # Number of the household in the project -> measured area in m², as text.
    areas: Mapped[dict[str, Any]]
    findings: Mapped[str] = mapped_column(Text, default="")
    photo_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    sheet_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    # Whose post a stand-in (代班) used: four eyes count for both.
    recorded_for_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    recorded_at: Mapped[dt.datetime]


class DwellingHandover(StepRecord, Base):
    """交付入住: the household has the key; its old house is pulled down where it must be (R52)."""

    __tablename__ = "dwelling_handovers"

    project_number: Mapped[str] = mapped_column(String(40))
    dwelling_number: Mapped[str] = mapped_column(String(20))
    received_by: Mapped[str] = mapped_column(String(60))
    old_house_demolished: Mapped[bool | None]
    photo_ids: Mapped[list[Any]]
