"""Departments' opinions on the household's identity (R27–R29, G22)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.official_document import Numbered
from models.step_record import StepRecord


class IdentityOpinion(Numbered, StepRecord, Base):
    """One department's answer; the newest of a department counts. ``passed`` None is a mismatch.

    Once a refusal was handed on to the village the opinions of that round are no longer current:
    the departments are asked anew.  What only the 扶贫办 knows is None where it was not asked.
    """

    __tablename__ = "identity_opinions"
    __table_args__ = (
        CheckConstraint(
            "passed IS NOT TRUE OR official_document_id IS NOT NULL", name="list_of_pass"
        ),
    )

    department: Mapped[str] = mapped_column(String(20))
    passed: Mapped[bool | None]
    is_current: Mapped[bool] = mapped_column(default=True)
    in_relocation_plan: Mapped[bool | None]
    stable_out_of_poverty: Mapped[bool | None]
    whole_household_no_house: Mapped[bool | None]
    marked_in_archive: Mapped[bool | None]
    no_house_confirmed: Mapped[bool | None]
    lists: Mapped[list[Any]] = mapped_column(default=list)
