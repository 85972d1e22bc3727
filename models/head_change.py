"""Another head of the household (户主变更, X3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, partial_index
from models.sealed import Sealed

DIED, MOVED_AWAY, CHOSEN = "死亡", "户口迁出", "家庭推举"
# Why a household has another head; who was chosen anew leaves the old head in the household.
HEAD_REASONS = (DIED, MOVED_AWAY, CHOSEN)


class HeadChange(Base):
    """One change of head, with the class of the household as it is from then on.

    ``state``: open while the new payee waits for approval, established, refused, or cancelled with
    the case.  The account is that of the new head where money is due already.
    """

    __tablename__ = "head_changes"
    __table_args__ = (
        CheckConstraint("old_head_id <> new_head_id", name="two_persons"),
        # One payee at a time waits for approval.
        partial_index(
            "ix_head_changes_open",
            "application_id",
            unique=True,
            where="state = 'open'",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    old_head_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    new_head_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    reason_class: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(2000))
    old_relation: Mapped[str] = mapped_column(String(20), default="")
    identities: Mapped[list[Any]]
    certificate_number: Mapped[str] = mapped_column(
        Sealed("head_changes.certificate_number"), default=""
    )
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    happened_on: Mapped[dt.date]
    handled_by: Mapped[str] = mapped_column(String(40))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    recorded_at: Mapped[dt.datetime]
    card_holder: Mapped[str | None] = mapped_column(String(60))
    card_number: Mapped[str | None] = mapped_column(Sealed("head_changes.card_number"))
    card_bank: Mapped[str | None] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(20), default="open")
