"""Stand-ins (代班): for some days somebody does the work of a colleague's posts as well."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class StandIn(Base):
    """``deputy_id`` works for ``account_id`` from the first to the last day, both included.

    ``ended_at`` is set when it is ended early; otherwise the last day ends it.
    """

    __tablename__ = "stand_ins"
    __table_args__ = (
        CheckConstraint("account_id <> deputy_id", name="two_persons"),
        CheckConstraint("first_day <= last_day", name="period"),
        Index("ix_stand_ins_deputy", "deputy_id", "last_day"),
        Index("ix_stand_ins_account", "account_id", "last_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    deputy_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    first_day: Mapped[dt.date]
    last_day: Mapped[dt.date]
    reason: Mapped[str] = mapped_column(String(200))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    made_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
