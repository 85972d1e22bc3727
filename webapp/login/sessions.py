"""Sessions of logged-in browsers: kept by the server, so that logging out ends copies too."""

from __future__ import annotations

import secrets

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from models.account import LoginSession
from workflows import clock


def start(session: Session, account_id: int, address: str) -> str:
    """Begin a session; returns the key that its cookie carries."""
    key = secrets.token_hex(16)
    session.add(
        LoginSession(key=key, account_id=account_id, address=address[:45], started_at=clock.now())
    )
    return key


def end(session: Session, key: str) -> None:
    """End one session; ending it twice changes nothing."""
    _end(session, LoginSession.key == key)


def end_all(session: Session, account_id: int) -> None:
    """End every session of an account: its password changed, or it was closed."""
    _end(session, LoginSession.account_id == account_id)


def _end(session: Session, whose: ColumnElement[bool]) -> None:
    session.execute(
        update(LoginSession)
        .where(whose, LoginSession.ended_at.is_(None))
        .values(ended_at=clock.now())
    )
