"""Opinions that are often written (常用意见): everybody's own, and the county's official ones."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Phrase(Base):
    """Somebody's own (``account_id``) or a county's (``county_code``); for one form or for all."""

    __tablename__ = "phrases"
    __table_args__ = (
        CheckConstraint("(account_id IS NULL) <> (county_code IS NULL)", name="owner"),
        Index("ix_phrases_account", "account_id"),
        Index("ix_phrases_county", "county_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    county_code: Mapped[str | None] = mapped_column(String(6))
    form_key: Mapped[str] = mapped_column(String(60), default="")
    text: Mapped[str] = mapped_column(String(200))
    written_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    written_at: Mapped[dt.datetime]
