"""Rights of an account: a role in an area, for an assessor also in an agency."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account, Grant
from models.organisation import Organisation
from models.region import Region
from models.role import CODE_LENGTH, LABELS, ROLE_LEVEL, Role
from webapp import transactions
from webapp.admin.permission import administrators_only, covers, own_account
from webapp.admin.sure import ask_once
from webapp.keys import key_in
from webapp.user import user
from workflows.errors import Invalid, NotFound
from workflows.system_history import record_system

bp = Blueprint("admin_grants", __name__, url_prefix="/admin/accounts")
administrators_only(bp)


@bp.post("/<int:account_id>/grants")
def add(account_id: int) -> ResponseReturnValue:
    """Grant a role. Nobody both administers and takes part in cases."""
    session, view = transactions.session(), user()
    account = own_account(session, account_id, lock=True)
    if account.id == view.id:
        raise Invalid("不能更改自己的权限,请由另一位管理员办理。")
    role, area = _role_and_area(session)
    organisation_id = _agency(session, role)
    held = session.scalars(select(Grant).where(Grant.account_id == account_id)).all()
    if any((grant.role == Role.ADMINISTRATOR) != (role is Role.ADMINISTRATOR) for grant in held):
        raise Invalid("系统管理员不办理业务,不能与其他职责同在一个账号。")
    if any(grant.role == role and grant.area_code == area.code for grant in held):
        raise Invalid("这个账号已经有这项权限。")
    session.add(
        Grant(
            account_id=account_id,
            role=role,
            area_code=area.code,
            organisation_id=organisation_id,
        )
    )
    _changed(session, account, "grant_added", role, area.code)
    flash(f"已授予 {account.display_name}:{area.name}{LABELS[role]}。")
    return redirect(url_for("admin_accounts.show_one", account_id=account_id), 303)


@bp.post("/<int:account_id>/grants/<int:grant_id>/remove")
def remove(account_id: int, grant_id: int) -> ResponseReturnValue:
    """Take a role away, which is asked once more; what was done under it stays on the record."""
    session, view = transactions.session(), user()
    account = own_account(session, account_id, lock=True)
    if account.id == view.id:
        raise Invalid("不能更改自己的权限,请由另一位管理员办理。")
    grant = session.scalar(
        select(Grant).where(Grant.id == grant_id, Grant.account_id == account_id)
    )
    if grant is None or not covers(grant.area_code):
        raise NotFound
    area = session.get_one(Region, grant.area_code).name
    if asked := ask_once(
        f"收回 {account.display_name} 的权限",
        f"收回“{area}{LABELS[grant.role]}”以后,本人马上不能再看、再办这个岗位的事;"
        "已经办过的记录不变,以后可以再授予。",
        "收回权限",
        back=url_for("admin_accounts.show_one", account_id=account_id),
    ):
        return asked
    session.delete(grant)
    _changed(session, account, "grant_removed", Role(grant.role), grant.area_code)
    flash(f"已收回 {account.display_name} 的{LABELS[Role(grant.role)]}权限。")
    return redirect(url_for("admin_accounts.show_one", account_id=account_id), 303)


def _role_and_area(session: Session) -> tuple[Role, Region]:
    try:
        role = Role(request.form.get("role", ""))
        length = CODE_LENGTH[ROLE_LEVEL[role]]
    except (ValueError, KeyError):
        raise Invalid("请选择职责。", "role") from None
    area = session.get(Region, request.form.get("area", "")[:12])
    if area is None or not covers(area.code):
        raise Invalid("请选择本辖区内的地区。", "area")
    if len(area.code) > length:
        raise Invalid(f"{LABELS[role]}的地区不能小于其所在层级。", "area")
    return role, area


def _agency(session: Session, role: Role) -> int | None:
    if role is not Role.ASSESSOR:
        return None
    number = key_in(request.form.get("organisation", ""))
    agency = session.get(Organisation, number) if number is not None else None
    if agency is None or not covers(agency.area_code):
        raise Invalid("请选择鉴定机构。", "organisation")
    return agency.id


def _changed(session: Session, account: Account, kind: str, role: Role, area_code: str) -> None:
    session.flush()
    payload = {"account": account.username, "role": role.value, "area": area_code}
    record_system(session, user().actor, kind, payload, role=Role.ADMINISTRATOR.value)
