"""Who is logged in: read anew in each request, in one statement."""

from __future__ import annotations

from flask import Flask
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.exceptions import Unauthorized

from webapp import transactions
from workflows.actors import AccountView, account_view
from workflows.rights import Actor


class User(UserMixin):  # type: ignore[misc, unused-ignore]
    """A logged-in account; its session ends when the account's ``session_version`` moves on."""

    def __init__(self, view: AccountView) -> None:
        self.view = view

    def get_id(self) -> str:
        """What the session cookie keeps."""
        return f"{self.view.id}:{self.view.session_version}"


def init_login(app: Flask) -> None:
    """Let Flask-Login keep the account in the session."""
    manager = LoginManager()
    manager.init_app(app)
    manager.user_loader(_load)


def user() -> AccountView:
    """The logged-in account. Raises Unauthorized when there is none."""
    view = user_or_none()
    if view is None:
        raise Unauthorized
    return view


def user_or_none() -> AccountView | None:
    """The logged-in account, if any."""
    return current_user.view if current_user and current_user.is_authenticated else None


def actor() -> Actor:
    """The logged-in account as the rules see it."""
    return user().actor


def _load(key: str) -> User | None:
    number, _, version = key.partition(":")
    if not (number.isdecimal() and version.isdecimal()):
        return None
    view = account_view(transactions.reading(), int(number))
    if view is None or not view.is_active or view.session_version != int(version):
        return None
    return User(view)
