"""公职人员、村组干部: whose households the county looks at itself (F13, F14)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Official(Base):
    """Somebody in office as the county lists them; never deleted, ``left_on`` ends it.

    Of the identity number only a keyed digest is kept: enough to compare, nothing to read.  Who has
    none is compared by ``compared_name`` (as ``workflows.personal_names.compared`` gives it) within
    ``village_code``; one of both is there.
    """

    __tablename__ = "officials"
    __table_args__ = (
        CheckConstraint(
            "village_code IS NOT NULL OR id_number_digest IS NOT NULL", name="comparable"
        ),
        Index("ix_officials_county", "county_code", "compared_name", "id"),
        Index("ix_officials_name", "compared_name", "village_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    county_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    village_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    name: Mapped[str] = mapped_column(String(60))
    compared_name: Mapped[str] = mapped_column(String(60))
    post: Mapped[str] = mapped_column(String(60))
    id_number_digest: Mapped[str | None] = mapped_column(String(64), index=True)
    # The last day in office; for some years after it still counts, by parameter.
    left_on: Mapped[dt.date | None]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    entered_at: Mapped[dt.datetime]
