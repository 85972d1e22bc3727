"""Accounts: made, closed and opened again, given a new password. Never deleted."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select

from models.account import Account, Grant
from models.organisation import Organisation
from models.region import Region
from models.role import LABELS, ROLE_LEVEL
from webapp import transactions
from webapp.admin.calendar import year_without_holidays
from webapp.admin.permission import administrators_only, own_account, own_accounts, own_areas
from webapp.admin.sure import ask_once
from webapp.login import sessions as login_sessions
from webapp.parts import parts
from webapp.user import user
from workflows import clock, identity_number, rights
from workflows.errors import Invalid
from workflows.personal_data import digest
from workflows.system_history import record_system

bp = Blueprint("admin_accounts", __name__, url_prefix="/admin/accounts")
administrators_only(bp)
PAGE = 50
USERNAME = re.compile(r"[a-z][a-z0-9_.-]{2,39}")
# Without characters that look alike on paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@bp.get("")
def show() -> ResponseReturnValue:
    """Accounts of the area by user name."""
    return _list(errors={}, typed={})


@bp.post("")
def add() -> ResponseReturnValue:
    """Make an account without rights; its first password is shown once."""
    username = request.form.get("username", "").strip().lower()
    name = request.form.get("display_name", "").strip()
    errors = {}
    if not USERNAME.fullmatch(username):
        errors["username"] = "用户名用小写字母开头,3 到 40 个字母、数字或 . _ -。"
    if not 1 <= len(name) <= 40:
        errors["display_name"] = "请填写姓名,最多 40 个字。"
    taken = select(Account.id).where(Account.username == username)
    if not errors and transactions.reading().scalar(taken) is not None:
        errors["username"] = "这个用户名已经有人用了。"
    if errors:
        return _list(errors, {"username": username, "display_name": name}), 422
    password = new_password()
    password_hash = parts().hasher.hash(password)
    session = transactions.session()
    account = Account(
        username=username,
        display_name=name,
        password_hash=password_hash,
        must_change_password=True,
        created_at=clock.now(),
        is_demo=parts().config.demo,
    )
    session.add(account)
    session.flush()
    record_system(session, user().actor, "account_opened", {"account": username, "name": name})
    return _one(account.id, password=password)


@bp.get("/<int:account_id>")
def show_one(account_id: int) -> ResponseReturnValue:
    """One account with its rights."""
    return _one(account_id)


@bp.post("/<int:account_id>/password")
def reset_password(account_id: int) -> ResponseReturnValue:
    """Give a new password, shown once; every session of the account ends. Asked once more."""
    known = own_account(transactions.reading(), account_id)
    if asked := ask_once(
        f"重设 {known.display_name} 的密码",
        "原来的密码马上失效,正在用这个账号的人会立即退出。新密码只显示一次,由您当面告诉本人。",
        "重设密码",
        back=url_for("admin_accounts.show_one", account_id=account_id),
    ):
        return asked
    password = new_password()
    password_hash = parts().hasher.hash(password)
    session = transactions.session()
    account = own_account(session, account_id, lock=True)
    account.password_hash = password_hash
    account.must_change_password = True
    login_sessions.end_all(session, account.id)
    session.flush()
    record_system(session, user().actor, "password_reset", {"account": account.username})
    return _one(account_id, password=password)


@bp.post("/<int:account_id>/state")
def set_state(account_id: int) -> ResponseReturnValue:
    """Close the account, which is asked once more, or open it again."""
    opened = {"open": True, "close": False}.get(request.form.get("act", ""))
    if opened is None:
        raise Invalid("请选择停用或启用。")
    session, view = transactions.session(), user()
    account = own_account(session, account_id, lock=True)
    if account.id == view.id:
        raise Invalid("不能停用自己的账号。")
    if not opened and (
        asked := ask_once(
            f"停用 {account.display_name} 的账号",
            "本人会立即退出,以后不能登录;手里的待办留在岗位上,由同岗位的人办。已经办过的记录不变,"
            "以后可以再启用。人调走或离职的,请用“交接”。",
            "停用账号",
            back=url_for("admin_accounts.show_one", account_id=account_id),
        )
    ):
        return asked
    account.is_active = opened
    login_sessions.end_all(session, account.id)
    session.flush()
    kind = "account_reopened" if opened else "account_closed"
    record_system(session, view.actor, kind, {"account": account.username})
    flash(f"{account.display_name} 的账号已{'启用' if opened else '停用'}。")
    return redirect(url_for("admin_accounts.show_one", account_id=account_id), 303)


@bp.post("/<int:account_id>/id-number")
def set_id_number(account_id: int) -> ResponseReturnValue:
    """Learn whose account this is, so that nobody decides on their own household (R139, F15).

    Only a keyed digest is kept: enough to compare, nothing to read.
    """
    number = identity_number.normalised(request.form.get("id_number", ""))
    if identity_number.fault(number) is not None:
        return _one(account_id, errors={"id_number": "身份证号不对,请核对后重新输入。"}), 422
    session = transactions.session()
    account = own_account(session, account_id, lock=True)
    account.id_number_digest = digest(parts().config.digest_key.encode(), number)
    session.flush()
    record_system(session, user().actor, "own_number_noted", {"account": account.username})
    flash(f"已登记 {account.display_name} 的身份证号,本人家庭的申请将由他人办理。")
    return redirect(url_for("admin_accounts.show_one", account_id=account_id), 303)


def new_password() -> str:
    """Twelve characters in three groups, easy to read over the telephone."""
    letters = [secrets.choice(LETTERS) for _ in range(12)]
    return "-".join("".join(letters[i : i + 4]) for i in range(0, 12, 4))


def _list(errors: dict[str, str], typed: dict[str, str]) -> str:
    session = transactions.session()
    wanted, after = request.args.get("q", "").strip()[:40], request.args.get("after", "")[:40]
    query = (
        select(Account)
        .where(own_accounts(), Account.username > after)
        .order_by(Account.username)
        .limit(PAGE + 1)
    )
    if wanted:
        query = query.where(
            or_(
                Account.username.startswith(wanted, autoescape=True),
                Account.display_name.startswith(wanted, autoescape=True),
            )
        )
    rows = session.scalars(query).all()
    page = rows[:PAGE]
    granted: dict[int, list[str]] = {}
    for account_id, role, area in session.execute(
        select(Grant.account_id, Grant.role, Region.name)
        .join(Region, Region.code == Grant.area_code)
        .where(Grant.account_id.in_([row.id for row in page]))
        .order_by(Grant.id)
    ):
        granted.setdefault(account_id, []).append(f"{area} {LABELS[role]}")
    return render_template(
        "admin/accounts.html",
        rows=page,
        granted=granted,
        following=page[-1].username if len(rows) > PAGE else None,
        wanted=wanted,
        missing_year=year_without_holidays(session),
        errors=errors,
        typed=typed,
    )


def _one(account_id: int, *, password: str = "", errors: Mapping[str, str] | None = None) -> str:
    session = transactions.session()
    account = own_account(session, account_id)
    grants = session.execute(
        select(Grant, Region.name, Organisation.name)
        .join(Region, Region.code == Grant.area_code)
        .outerjoin(Organisation, Organisation.id == Grant.organisation_id)
        .where(Grant.account_id == account_id)
        .order_by(Grant.id)
    ).all()
    inside = [rights.within(Region.code, area) for area in own_areas()]
    areas = session.execute(
        select(Region.code, Region.name).where(or_(*inside)).order_by(Region.code)
    ).all()
    agencies = session.scalars(
        select(Organisation).where(Organisation.is_active.is_(True)).order_by(Organisation.name)
    ).all()
    return render_template(
        "admin/account.html",
        account=account,
        grants=grants,
        areas=areas,
        agencies=agencies,
        roles=[(role, LABELS[role]) for role in ROLE_LEVEL],
        password=password,
        errors=errors or {},
    )
