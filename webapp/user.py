"""Who is logged in: read anew in each request, in one statement."""

from __future__ import annotations

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.exceptions import Unauthorized

from webapp import transactions
from webapp.public_pages import asks_nobody
from workflows.actors import AccountView, logged_in
from workflows.rights import Actor

# What somebody may open whose password another person knows.
OPEN_BEFORE_CHANGE = frozenset({"login.show_password", "login.change_password", "login.log_out"})


class User(UserMixin):  # type: ignore[misc, unused-ignore]
    """A logged-in account and the key of the session it is logged in with."""

    def __init__(self, view: AccountView, key: str) -> None:
        self.view = view
        self.key = key

    def get_id(self) -> str:
        """What the session cookie keeps."""
        return self.key


def init_login(app: Flask) -> None:
    """Let Flask-Login keep the account in the session."""
    manager = LoginManager()
    manager.init_app(app)
    manager.user_loader(_load)
    app.before_request(_password_first)


def user() -> AccountView:
    """The logged-in account. Raises Unauthorized when there is none."""
    view = user_or_none()
    if view is None:
        raise Unauthorized
    return view


def user_or_none() -> AccountView | None:
    """The logged-in account, if any."""
    return current_user.view if current_user and current_user.is_authenticated else None


def session_key() -> str:
    """The key of the session that this request came with; empty when nobody is logged in."""
    return current_user.key if user_or_none() is not None else ""


def actor() -> Actor:
    """The logged-in account as the rules see it."""
    return user().actor


def _load(key: str) -> User | None:
    view = logged_in(transactions.reading(), key)
    return User(view, key) if view is not None else None


def _password_first() -> ResponseReturnValue | None:
    """Who was given a password by somebody else goes to change it before anything else."""
    if request.endpoint in OPEN_BEFORE_CHANGE or request.endpoint in (None, "static"):
        return None
    if asks_nobody():
        return None
    view = user_or_none()
    if view is None or not view.must_change_password:
        return None
    return redirect(url_for("login.show_password"), 303)
