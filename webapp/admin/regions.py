"""Townships and villages of the county: added with their codes, which never change."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select

from models.region import Region
from models.role import CODE_LENGTH, Level, Role
from webapp import transactions
from webapp.admin.permission import administrators_only, covers, own_areas
from webapp.user import user
from workflows.system_history import record_system

bp = Blueprint("admin_regions", __name__, url_prefix="/admin/regions")
administrators_only(bp)
LENGTHS = (CODE_LENGTH[Level.TOWNSHIP], CODE_LENGTH[Level.VILLAGE])


@bp.get("")
def show() -> ResponseReturnValue:
    """The townships of the county, or the villages of one township."""
    return _page(errors={}, typed={})


@bp.post("")
def add() -> ResponseReturnValue:
    """Add a township or a village below one that is there."""
    code, name = request.form.get("code", "").strip(), request.form.get("name", "").strip()
    reading, errors = transactions.reading(), {}
    parent = code[:9] if len(code) == CODE_LENGTH[Level.VILLAGE] else code[:6]
    if not (code.isascii() and code.isdecimal() and len(code) in LENGTHS and covers(code)):
        errors["code"] = "请填写本辖区内 9 位(乡镇)或 12 位(村)的代码。"
    elif reading.get(Region, code) is not None:
        errors["code"] = "这个代码已经登记过。"
    elif reading.get(Region, parent) is None:
        errors["code"] = "请先登记它所在的乡镇。"
    if not 1 <= len(name) <= 60:
        errors["name"] = "请填写名称,最多 60 个字。"
    if errors:
        return _page(errors, {"code": code, "name": name}), 422
    session = transactions.session()
    session.add(Region(code=code, name=name, parent_code=parent))
    session.flush()
    payload = {"code": code, "name": name}
    record_system(session, user().actor, "region_added", payload, role=Role.ADMINISTRATOR.value)
    flash(f"已登记 {name}。")
    return redirect(url_for("admin_regions.show", within=parent), 303)


def _page(errors: dict[str, str], typed: dict[str, str]) -> str:
    within = request.args.get("within", "")
    parents = [within] if covers(within) else list(own_areas())
    regions = transactions.session().scalars(
        select(Region)
        .where(or_(Region.parent_code.in_(parents), Region.code.in_(parents)))
        .order_by(Region.code)
    )
    return render_template("admin/regions.html", regions=regions.all(), errors=errors, typed=typed)
