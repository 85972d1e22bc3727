"""What the departments have answered so far (R27–R29)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from models.identity import IdentityOpinion

if TYPE_CHECKING:
    from workflows.steps import Step


def confirmations(step: Step) -> dict[str, Any]:
    """``confirm``: department -> its newest answer; one that has not answered is not named."""
    rows = step.session.execute(
        select(IdentityOpinion.department, IdentityOpinion.passed)
        .where(IdentityOpinion.application_id == step.application.id)
        .order_by(IdentityOpinion.id)
    ).all()
    newest = dict(row._tuple() for row in rows)
    return {"confirm": {name: passed for name, passed in newest.items() if passed is not None}}
