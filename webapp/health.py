"""Is the server alive, and can it read its database?"""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from webapp import transactions

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def show() -> ResponseReturnValue:
    """``ok`` after one question to the database."""
    transactions.reading().execute(select(1))
    return "ok\n", {"Content-Type": "text/plain; charset=utf-8"}
