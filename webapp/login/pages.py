"""Logging in and out, and changing one's own password."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account
from webapp import transactions
from webapp.demo_accounts import demo_account_groups
from webapp.local_paths import path_or_none
from webapp.login import passwords
from webapp.login import sessions as login_sessions
from webapp.login.throttle import is_throttled, note_attempt
from webapp.parts import parts
from webapp.user import User, session_key, user, user_or_none
from workflows.actors import account_view
from workflows.system_history import record_system

bp = Blueprint("login", __name__)

WRONG = "用户名或密码不对,请重新输入。"
TOO_OFTEN = "输错的次数太多。请过 {minutes} 分钟再试,或请系统管理员重设密码。"


@bp.get("/login")
def show() -> ResponseReturnValue:
    """The log-in page; in the demo with its accounts."""
    if user_or_none() is not None:
        return redirect(url_for("inbox.show"))
    return _page()


@bp.post("/login")
def log_in() -> ResponseReturnValue:
    """Check name and password; a wrong one and an unknown one look the same."""
    username = request.form.get("username", "").strip()[:40]
    password = request.form.get("password", "")
    address = request.remote_addr or ""
    limits = parts().config.throttle
    reading = transactions.reading()
    if is_throttled(reading, limits, username, address):
        _note(username, address, succeeded=False)
        return _page(TOO_OFTEN.format(minutes=limits.window_minutes), username), 429
    account = reading.scalar(select(Account).where(Account.username == username))
    password_hash = account.password_hash if account is not None else None
    is_right = passwords.is_right(parts().hasher, password_hash, password)
    if account is None or not is_right or not account.is_active:
        _note(username, address, succeeded=False)
        return _page(WRONG, username), 422
    _note(username, address, succeeded=True)
    return _enter(account.id)


@bp.post("/login/demo")
def log_in_to_demo() -> ResponseReturnValue:
    """One click in the demo county; elsewhere this address does not exist."""
    if not parts().config.demo:
        abort(404)
    account = transactions.reading().scalar(
        select(Account).where(
            Account.username == request.form.get("username", ""),
            Account.is_demo.is_(True),
            Account.is_active.is_(True),
        )
    )
    if account is None:
        abort(404)
    return _enter(account.id)


@bp.post("/logout")
def log_out() -> ResponseReturnValue:
    """End the session, for copies of its cookie as well."""
    if key := session_key():
        login_sessions.end(transactions.session(), key)
    logout_user()
    session.clear()
    flash("您已退出。")
    return redirect(url_for("login.show"), 303)


@bp.get("/account/password")
def show_password() -> ResponseReturnValue:
    """The page for a new password."""
    return render_template("password.html", user=user(), errors={})


@bp.post("/account/password")
def change_password() -> ResponseReturnValue:
    """Set a new password; every other session of the account ends."""
    view, hasher, address = user(), parts().hasher, request.remote_addr or ""
    limits = parts().config.throttle
    if is_throttled(transactions.reading(), limits, view.username, address):
        errors = {"old": TOO_OFTEN.format(minutes=limits.window_minutes)}
        return render_template("password.html", user=view, errors=errors), 429
    old, new = request.form.get("old", ""), request.form.get("new", "")
    errors = {}
    account = transactions.reading().get_one(Account, view.id)
    if not passwords.is_right(hasher, account.password_hash, old):
        errors["old"] = "原密码不对。"
        _note(view.username, address, succeeded=False)
    elif fault := passwords.fault_of(new, view.username):
        errors["new"] = fault
    elif new == old:
        errors["new"] = "新密码不能和原密码一样。"
    elif new != request.form.get("again", ""):
        errors["again"] = "两次输入的新密码不一样。"
    if errors:
        return render_template("password.html", user=view, errors=errors), 422
    password_hash = hasher.hash(new)
    writing = transactions.session()
    account = writing.get_one(Account, view.id, with_for_update=True)
    account.password_hash = password_hash
    account.must_change_password = False
    login_sessions.end_all(writing, account.id)
    record_system(writing, view.actor, "password_changed", {"account": account.username})
    _start_session(writing, account.id)
    flash("密码已更改,其他地方的登录已退出。")
    return redirect(url_for("inbox.show"), 303)


def _enter(account_id: int) -> ResponseReturnValue:
    wanted = path_or_none(request.form.get("next"))
    session.clear()
    _start_session(transactions.session(), account_id)
    return redirect(wanted or url_for("inbox.show"), 303)


def _start_session(writing: Session, account_id: int) -> None:
    writing.flush()
    view = account_view(writing, account_id)
    assert view is not None
    key = login_sessions.start(writing, account_id, request.remote_addr or "")
    login_user(User(view, key))
    session.permanent = True


def _note(username: str, address: str, *, succeeded: bool) -> None:
    transactions.record_apart(lambda own: note_attempt(own, username, address, succeeded=succeeded))


def _page(error: str = "", username: str = "") -> str:
    groups = demo_account_groups(transactions.reading()) if parts().config.demo else []
    wanted = path_or_none(request.values.get("next")) or ""
    return render_template(
        "login.html", error=error, username=username, groups=groups, wanted=wanted
    )
