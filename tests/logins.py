"""Logging in to the servers of the tests: each person goes through the log-in page once.

After that a new browser of the same person, at whatever server, gets what the page would leave:
a session in the database and its cookie.  It is three requests less for each desk of each test.
"""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from models.account import Account
from webapp.login import sessions
from webapp.login.throttle import note_attempt
from webapp.parts import EXTENSION

ADDRESS, KEY = "127.0.0.1", "_user_id"
_cookies: dict[str, dict[str, Any]] = {}


def remember(client: FlaskClient, username: str, site: str) -> None:
    """Keep what stands in the cookie of somebody who has just logged in at ``site``."""
    with client.session_transaction(base_url=site) as cookie:
        _cookies[username] = dict(cookie)


def enter(client: FlaskClient, username: str, site: str) -> bool:
    """Log in as the page did before; not whoever never came through it, or may not come in."""
    if username not in _cookies:
        return False
    with client.application.extensions[EXTENSION].database.write() as session:
        account_id = session.scalar(
            select(Account.id).where(Account.username == username, Account.is_active)
        )
        if account_id is None:
            return False
        note_attempt(session, username, ADDRESS, succeeded=True)
        key = sessions.start(session, account_id, ADDRESS)
        session.commit()
    with client.session_transaction(base_url=site) as cookie:
        cookie.update(_cookies[username] | {KEY: key})
    return True
