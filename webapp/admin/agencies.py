"""Assessment agencies that the county may commission (R31)."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from models.organisation import Organisation
from models.role import Role
from webapp import transactions
from webapp.admin.permission import administrators_only, own_areas
from webapp.user import user
from workflows.errors import Invalid, NotFound
from workflows.system_history import record_system

bp = Blueprint("admin_agencies", __name__, url_prefix="/admin/agencies")
administrators_only(bp)
KIND = "assessment_agency"


@bp.get("")
def show() -> ResponseReturnValue:
    """Every agency of the county."""
    return _page(errors={}, typed={})


@bp.post("")
def add() -> ResponseReturnValue:
    """Add an agency."""
    name = request.form.get("name", "").strip()
    errors = {}
    taken = select(Organisation.id).where(Organisation.name == name)
    if not 2 <= len(name) <= 80:
        errors["name"] = "请填写机构全称,最多 80 个字。"
    elif transactions.reading().scalar(taken) is not None:
        errors["name"] = "这个机构已经登记过。"
    if errors:
        return _page(errors, {"name": name}), 422
    session = transactions.session()
    session.add(Organisation(name=name, kind=KIND, area_code=own_areas()[0][:6]))
    session.flush()
    _record("agency_added", name)
    flash(f"已登记 {name}。")
    return redirect(url_for("admin_agencies.show"), 303)


@bp.post("/<int:agency_id>/state")
def set_state(agency_id: int) -> ResponseReturnValue:
    """Stop commissioning an agency, or begin again; what it graded stays."""
    opened = {"open": True, "close": False}.get(request.form.get("act", ""))
    if opened is None:
        raise Invalid("请选择停用或启用。")
    session = transactions.session()
    agency = session.scalar(
        select(Organisation).where(
            Organisation.id == agency_id,
            Organisation.kind == KIND,
            Organisation.area_code.in_({area[:6] for area in own_areas()}),
        )
    )
    if agency is None:
        raise NotFound
    agency.is_active = opened
    session.flush()
    _record("agency_reopened" if opened else "agency_closed", agency.name)
    flash(f"{agency.name} 已{'启用' if opened else '停用'}。")
    return redirect(url_for("admin_agencies.show"), 303)


def _record(kind: str, name: str) -> None:
    record_system(
        transactions.session(),
        user().actor,
        kind,
        {"name": name},
        role=Role.ADMINISTRATOR.value,
    )


def _page(errors: dict[str, str], typed: dict[str, str]) -> str:
    agencies = transactions.session().scalars(
        select(Organisation)
        .where(
            Organisation.kind == KIND,
            Organisation.area_code.in_({area[:6] for area in own_areas()}),
        )
        .order_by(Organisation.name)
    )
    return render_template(
        "admin/agencies.html", agencies=agencies.all(), errors=errors, typed=typed
    )
