"""What is read and taken out, and by whom: a log of its own, beside the record of acts."""

from __future__ import annotations

from flask import request

from models.history import FileRead
from webapp import transactions
from webapp.user import user
from workflows import clock

SUPERVISION = "督查"


def log_reading(what: str, purpose: str, application_id: int | None = None) -> None:
    """Put on the log that the reader has seen or exported ``what``, also where a GET only reads."""
    account_id, at = user().id, clock.now()
    address = (request.remote_addr or "")[:45]
    transactions.record_apart(
        lambda own: own.add(
            FileRead(
                application_id=application_id,
                account_id=account_id,
                at=at,
                what=what[:60],
                purpose=purpose[:200],
                address=address,
            )
        )
    )
