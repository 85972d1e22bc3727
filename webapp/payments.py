"""Each try to pay the subsidy, with what the bank said."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.payment import SubsidyPayment


def payments_of(session: Session, application_id: int) -> Sequence[SubsidyPayment]:
    """Oldest first."""
    return session.scalars(
        select(SubsidyPayment)
        .where(SubsidyPayment.application_id == application_id)
        .order_by(SubsidyPayment.id)
    ).all()
