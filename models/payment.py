"""The subsidy on its way to the household's card (S25, S26, X7).

The account number itself stands on the case alone; these rows keep its last digits and a keyed
digest, enough to prove which account was meant.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, partial_index
from models.step_record import StepRecord


class SubsidyReview(StepRecord, Base):
    """The renovation office's check of payee, amount and fund (R79, F43)."""

    __tablename__ = "subsidy_reviews"
    __table_args__ = (CheckConstraint("payable_yuan > 0", name="amount"),)

    payable_yuan: Mapped[int]
    fund: Mapped[str] = mapped_column(String(20))
    card_holder: Mapped[str] = mapped_column(String(60))
    card_masked: Mapped[str] = mapped_column(String(40))
    card_digest: Mapped[str] = mapped_column(String(64))
    decided_by: Mapped[dict[str, Any]]


class SubsidyApproval(StepRecord, Base):
    """The finance bureau's approval of the very amount reviewed (R78)."""

    __tablename__ = "subsidy_approvals"

    payable_yuan: Mapped[int]
    fund: Mapped[str] = mapped_column(String(20))
    card_masked: Mapped[str] = mapped_column(String(40))
    card_digest: Mapped[str] = mapped_column(String(64))


class SubsidyPayment(StepRecord, Base):
    """One try to pay through the bank; of one case only one may succeed (F47)."""

    __tablename__ = "subsidy_payments"
    __table_args__ = (
        CheckConstraint("amount_yuan > 0", name="amount"),
        CheckConstraint("outcome <> 'failed' OR failure_reason IS NOT NULL", name="failure_reason"),
        partial_index(
            "uq_subsidy_payments_paid_once",
            "application_id",
            unique=True,
            where="outcome = 'paid'",
        ),
    )

    batch_number: Mapped[str] = mapped_column(String(40), index=True)
    bank_reference: Mapped[str] = mapped_column(String(60), default="")
    answered_on: Mapped[dt.date]
    amount_yuan: Mapped[int]
    fund: Mapped[str] = mapped_column(String(20))
    failure_reason: Mapped[str | None] = mapped_column(String(20))
    card_masked: Mapped[str] = mapped_column(String(40))
    card_digest: Mapped[str] = mapped_column(String(64))


class AccountRepair(StepRecord, Base):
    """A corrected account, found with the household by the township (X7)."""

    __tablename__ = "account_repairs"

    old_card_masked: Mapped[str] = mapped_column(String(40))
    card_copy_ids: Mapped[list[Any]]
    card_holder: Mapped[str] = mapped_column(String(60))
    card_masked: Mapped[str] = mapped_column(String(40))
    card_digest: Mapped[str] = mapped_column(String(64))


class AccountVerification(StepRecord, Base):
    """Name, identity number and account agree at the bank, or not (F43)."""

    __tablename__ = "account_verifications"

    bank_confirmed: Mapped[bool | None]
    card_masked: Mapped[str] = mapped_column(String(40))
    card_digest: Mapped[str] = mapped_column(String(64))
