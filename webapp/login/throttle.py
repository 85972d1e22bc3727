"""Slowing down whoever tries passwords: failed log-ins counted by user name and by address."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.account import LoginAttempt
from webapp.config import Throttle
from workflows import clock


def is_throttled(session: Session, limits: Throttle, username: str, address: str) -> bool:
    """Whether this name or this address has failed too often lately.

    For a name only failures since its last success count; for an address all of them do, or one
    good account would open the way for guessing others.
    """
    since = clock.now() - dt.timedelta(minutes=limits.window_minutes)
    last_success = (
        select(func.max(LoginAttempt.id))
        .where(
            LoginAttempt.username == username,
            LoginAttempt.at > since,
            LoginAttempt.succeeded.is_(True),
        )
        .scalar_subquery()
    )
    failed = (LoginAttempt.at > since, LoginAttempt.succeeded.is_(False))
    by_name = (
        select(func.count())
        .where(
            LoginAttempt.username == username,
            LoginAttempt.id > func.coalesce(last_success, 0),
            *failed,
        )
        .scalar_subquery()
    )
    by_address = (
        select(func.count()).where(LoginAttempt.address == address, *failed).scalar_subquery()
    )
    names, addresses = session.execute(select(by_name, by_address)).one()
    return bool(names >= limits.per_username or addresses >= limits.per_address)


def note_attempt(session: Session, username: str, address: str, *, succeeded: bool) -> None:
    """Keep one attempt."""
    session.add(
        LoginAttempt(
            username=username[:40], address=address[:45], at=clock.now(), succeeded=succeeded
        )
    )
