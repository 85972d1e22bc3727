"""The case (申请): one household under one programme, with the facts as they stand now.

Each fact is written by the step that establishes it, beside that step's own record; this row is
what decision tables read.  ``None`` means not known yet, never "no".
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Json, partial_index
from models.household import Household
from models.programme import Programme
from models.sealed import Sealed


class Application(Base):
    """One case. Never deleted: a database trigger refuses it."""

    __tablename__ = "applications"
    __table_args__ = (
        CheckConstraint("grade IN ('A', 'B', 'C', 'D')", name="grade"),
        CheckConstraint("planned_area_m2 > 0", name="planned_area"),
        CheckConstraint("measured_area_m2 > 0", name="measured_area"),
        Index("ix_applications_village_id", "village_code", "id"),
        # The table of progress is counted from this index alone; see workflows.progress.
        Index(
            "ix_applications_progress",
            "village_code",
            "programme_id",
            "state",
            "result",
            "ended_at",
            "dwelling",
            "grade",
            "reported_on",
            "identity_passed_on",
            "graded_on",
            "approved_on",
            "started_on",
            "completed_on",
            "accepted_on",
            "paid_on",
            "payable_yuan",
        ),
        partial_index(
            "ix_applications_duplicates_due",
            "duplicates_due_at",
            where="duplicates_due_at IS NOT NULL",
        ),
        partial_index(
            "ix_applications_suspended",
            "village_code",
            "id",
            where="state = 'suspended'",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(String(40), unique=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"), index=True)
    village_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    opened_at: Mapped[dt.datetime]
    filed_on: Mapped[dt.date | None]
    # Of the slips that were printed (回执) only those of this edition open the case's state.
    slip_edition: Mapped[int] = mapped_column(default=0, server_default="0")
    reported_on: Mapped[dt.date | None]

    # Where it stands: "open", "suspended" or "ended"; result is the id of the drawing's end event.
    state: Mapped[str] = mapped_column(String(20), default="open")
    result: Mapped[str | None] = mapped_column(String(40))
    ended_at: Mapped[dt.datetime | None]
    stage: Mapped[str] = mapped_column(String(40), default="village_review")

    # What the household declares (R86–R92).
    head_name: Mapped[str] = mapped_column(String(60), default="")
    household_size: Mapped[int | None]
    identities: Mapped[list[Any] | None] = mapped_column(Json)
    certificate_number: Mapped[str | None] = mapped_column(
        Sealed("applications.certificate_number")
    )
    hukou: Mapped[str | None] = mapped_column(String(10))
    long_term_rural: Mapped[bool | None]
    dwelling: Mapped[str | None] = mapped_column(String(20))
    whole_household_no_house: Mapped[bool | None]
    suspected_grade: Mapped[str | None] = mapped_column(String(10))
    hukou_statement: Mapped[str] = mapped_column(Text, default="")
    income_statement: Mapped[str] = mapped_column(Text, default="")
    danger_statement: Mapped[str] = mapped_column(Text, default="")
    wish_statement: Mapped[str] = mapped_column(Text, default="")
    annual_income_yuan: Mapped[int | None]
    wished_method: Mapped[str | None] = mapped_column(String(20))
    signing: Mapped[str | None] = mapped_column(String(20))
    # Names of what the household could not tell (不清楚): asked again at the visit.
    unclear: Mapped[list[Any] | None] = mapped_column(Json)
    papers: Mapped[list[Any] | None] = mapped_column(Json)

    # What authorities establish.
    identity_passed_on: Mapped[dt.date | None]
    marked_in_archive: Mapped[bool | None]
    in_relocation_plan: Mapped[bool | None]
    stable_out_of_poverty: Mapped[bool | None]
    no_house_confirmed: Mapped[bool | None]
    building_difficulty: Mapped[bool | None]
    # As the national survey of rural houses numbers it (workflows.places.house_code).
    house_code: Mapped[str | None] = mapped_column(String(40), index=True)
    grade: Mapped[str | None] = mapped_column(String(1))
    graded_on: Mapped[dt.date | None]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))

    # What is chosen, approved, measured and paid.
    method: Mapped[str | None] = mapped_column(String(20))
    builder: Mapped[str | None] = mapped_column(String(20))
    planned_area_m2: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    large_household_application: Mapped[bool | None]
    township_formal_document: Mapped[bool | None]
    approved_on: Mapped[dt.date | None]
    approved_subsidy_yuan: Mapped[int | None]
    fund: Mapped[str | None] = mapped_column(String(20))
    registry_number: Mapped[str | None] = mapped_column(String(40))
    started_on: Mapped[dt.date | None]
    completed_on: Mapped[dt.date | None]
    measured_area_m2: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    repair_cost_yuan: Mapped[int | None]
    accepted_on: Mapped[dt.date | None]
    payable_yuan: Mapped[int | None]
    paid_on: Mapped[dt.date | None]
    # Another head waits for approval: until then nobody is paid.
    is_payee_pending: Mapped[bool] = mapped_column(default=False)
    card_holder: Mapped[str | None] = mapped_column(String(60))
    card_number: Mapped[str | None] = mapped_column(Sealed("applications.card_number"))
    card_digest: Mapped[str | None] = mapped_column(String(64), index=True)
    card_bank: Mapped[str | None] = mapped_column(String(60))
    # The account above is the builder's, by the household's written consent (G21).
    pays_builder: Mapped[bool] = mapped_column(default=False)
    # The 工程 whose acceptance counts for this household (G30).
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id"))

    # Automatic checks of this case that wait for somebody's decision, kept with their rows.
    open_holds: Mapped[int] = mapped_column(default=0)
    # Since when the duplicate gate has to look at the case again.
    duplicates_due_at: Mapped[dt.datetime | None]

    # Head of this case's chained history, moved under the row's lock.
    history_length: Mapped[int] = mapped_column(default=0)
    history_head: Mapped[str] = mapped_column(String(64), default="")

    programme: Mapped[Programme] = relationship(lazy="raise")
    household: Mapped[Household | None] = relationship(lazy="raise")
