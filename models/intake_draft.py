"""Applications in the making (申请草稿): what the village has typed before there is a case."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, partial_index
from models.sealed import SealedJson

TYPED, FROM_SHEET = "typed", "sheet"
_IN_THE_MAKING = "filed_application_id IS NULL AND set_aside_at IS NULL"


class IntakeDraft(Base):
    """One household's application until it is filed; the clerks of the village share it.

    ``answers`` maps a field's name of the application form to its values, as a browser would send
    them, and so holds personal data.  ``marks`` tells of each name who changed it last: version,
    who, and the values before.  ``groups`` maps each group that was gone through to whether it is
    complete.  ``typed_by`` are the names of those who typed, in order.
    """

    __tablename__ = "intake_drafts"
    __table_args__ = (
        CheckConstraint("origin IN ('typed', 'sheet')", name="origin"),
        CheckConstraint("set_aside_at IS NULL OR set_aside_reason <> ''", name="set_aside_reason"),
        partial_index(
            "ix_intake_drafts_in_the_making",
            "village_code",
            "id",
            where=_IN_THE_MAKING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    village_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), index=True)
    head_name: Mapped[str] = mapped_column(String(60), default="")
    created_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    created_at: Mapped[dt.datetime]
    saved_at: Mapped[dt.datetime]
    typed_by: Mapped[list[Any]]
    version: Mapped[int] = mapped_column(default=0)
    answers: Mapped[dict[str, Any]] = mapped_column(SealedJson("intake_drafts.answers"))
    marks: Mapped[dict[str, Any]] = mapped_column(SealedJson("intake_drafts.marks"))
    groups: Mapped[dict[str, Any]]
    origin: Mapped[str] = mapped_column(String(10), default=TYPED)
    # The same row of the same sheet twice is one draft.
    sheet_row_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    filed_application_id: Mapped[int | None] = mapped_column(
        ForeignKey("applications.id"), unique=True
    )
    filed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    set_aside_at: Mapped[dt.datetime | None]
    set_aside_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    set_aside_reason: Mapped[str] = mapped_column(String(500), default="")
