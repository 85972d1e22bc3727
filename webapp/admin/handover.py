"""交接: the administrator moves everything of somebody who leaves, in one act."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.account import Account, Grant
from models.region import Region
from models.role import LABELS, Role
from webapp import transactions
from webapp.admin.permission import administrators_only, own_account, own_accounts
from webapp.keys import key_in
from webapp.login import sessions as login_sessions
from webapp.user import user
from workflows import handover
from workflows.errors import Invalid

bp = Blueprint("admin_handover", __name__, url_prefix="/admin/accounts")
administrators_only(bp)
SUCCESSOR = "successor-"


@bp.get("/<int:account_id>/handover")
def show(account_id: int) -> ResponseReturnValue:
    """Ask for a successor for each post, and say what else will happen."""
    return _page(account_id, {})


@bp.post("/<int:account_id>/handover")
def hand_over(account_id: int) -> ResponseReturnValue:
    """Show what will happen, in words; done only when that was confirmed."""
    typed = request.form
    successors = {
        grant_id: successor_id
        for name, value in typed.items()
        if name.startswith(SUCCESSOR)
        if (grant_id := key_in(name.removeprefix(SUCCESSOR))) is not None
        if (successor_id := key_in(value)) is not None
    }
    if typed.get("act") != "confirm":
        reading = transactions.reading()
        account = own_account(reading, account_id)
        try:
            for grant in handover.belongings(reading, account_id).grants:
                successor = reading.get(Account, successors.get(grant.id, 0))
                handover.check_successor(reading, grant, successor)
            if not typed.get("reason", "").strip():
                raise Invalid("请写明交接原因。", "reason")
        except Invalid as error:
            return _page(account_id, {error.field: error.sentence}), 422
        return _page(account_id, {}, is_preview=True)
    session = transactions.session()
    account = own_account(session, account_id, lock=True)
    try:
        handover.hand_over(session, user().actor, account, successors, typed.get("reason", ""))
    except Invalid as error:
        transactions.abandon()
        return _page(account_id, {error.field: error.sentence}), 422
    login_sessions.end_all(session, account_id)
    flash(f"{account.display_name}的工作已全部交接,账号已停用。")
    return redirect(url_for("admin_accounts.show_one", account_id=account_id), 303)


def _page(account_id: int, errors: dict[str, str], *, is_preview: bool = False) -> str:
    session = transactions.session()
    account = own_account(session, account_id)
    moving = handover.belongings(session, account_id)
    codes = {grant.area_code for grant in moving.grants}
    rows = session.execute(select(Region.code, Region.name).where(Region.code.in_(codes)))
    places = dict(rows.all())
    return render_template(
        "admin/handover.html",
        account=account,
        moving=moving,
        posts=[
            (grant, f"{places.get(grant.area_code, '')} {LABELS[Role(grant.role)]}")
            for grant in moving.grants
        ],
        people=_people(session, account_id),
        chosen=request.form,
        errors=errors,
        is_preview=is_preview and not errors,
    )


def _people(session: Session, account_id: int) -> list[tuple[str, str]]:
    """Accounts in use of the area, those without any right yet included."""
    # Which accounts are the reader's is asked of grants too: these are others.
    held = aliased(Grant)
    rows = session.execute(
        select(Account.id, Account.display_name, Account.username, held.role, Region.name)
        .outerjoin(held, held.account_id == Account.id)
        .outerjoin(Region, Region.code == held.area_code)
        .where(own_accounts(), Account.is_active.is_(True), Account.id != account_id)
        .order_by(held.area_code, Account.display_name, held.id)
    )
    people: dict[str, str] = {}
    for number, name, username, role, place in rows:
        post = f"{place} {LABELS[Role(role)]}" if role else "还没有权限"
        people.setdefault(str(number), f"{name} · {username}({post})")
    return list(people.items())
