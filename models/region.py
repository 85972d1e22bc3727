"""Regions: county, townships, villages. Containment is the prefix of the code."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Region(Base):
    """An administrative area: 6 digits for a county, 9 for a township, 12 for a village (N38)."""

    __tablename__ = "regions"
    __table_args__ = (CheckConstraint("length(code) IN (6, 9, 12)", name="code_length"),)

    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"), index=True)
