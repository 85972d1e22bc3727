"""What the departments have answered so far (R27–R29)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from models.identity import IdentityOpinion

if TYPE_CHECKING:
    from workflows.steps import Step


def confirmations(step: Step) -> dict[str, Any]:
    """``confirm``: department -> its newest answer; one that has not answered is not named."""
    rows = step.session.execute(
        select(IdentityOpinion.department, IdentityOpinion.passed)
        .where(
            IdentityOpinion.application_id == step.application.id,
            IdentityOpinion.is_current,
        )
        .order_by(IdentityOpinion.id)
    ).all()
    newest = dict(rows)
    return {"confirm": {name: passed for name, passed in newest.items() if passed is not None}}


def identity_passed_on(step: Step) -> dt.date | None:
    """The day of the last 通过 that counts; the house may not be graded earlier (R32)."""
    return step.session.scalars(
        select(IdentityOpinion.happened_on)
        .where(
            IdentityOpinion.application_id == step.application.id,
            IdentityOpinion.is_current,
            IdentityOpinion.passed.is_(True),
        )
        .order_by(IdentityOpinion.happened_on.desc())
        .limit(1)
    ).first()


def end_identity_round(step: Step) -> None:
    """A refusal was handed on: when the case comes back, every department is asked anew."""
    step.session.execute(
        update(IdentityOpinion)
        .where(IdentityOpinion.application_id == step.application.id)
        .values(is_current=False)
    )
