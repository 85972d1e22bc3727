"""Upkeep of the working-day calendar: holidays and make-up days, with a warning for next year."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.programme import CalendarDay
from models.role import Role
from models.setting import Setting
from webapp import transactions
from webapp.admin.permission import administrators_only
from webapp.user import user
from workflows import clock, working_days
from workflows.errors import NotFound
from workflows.system_history import record_system

bp = Blueprint("admin_calendar", __name__, url_prefix="/admin/calendar")
administrators_only(bp)


@bp.get("")
def show() -> ResponseReturnValue:
    """The days of one year that differ from their weekday."""
    return _page(errors={}, typed={})


@bp.post("")
def add() -> ResponseReturnValue:
    """Add a holiday or a make-up working day, from today on."""
    typed = {key: request.form.get(key, "").strip() for key in ("day", "is_working", "name")}
    errors = {}
    try:
        day = dt.date.fromisoformat(typed["day"])
    except ValueError:
        day = clock.today()
        errors["day"] = "日期应写成 2019-06-04 这样。"
    if day < clock.today():
        errors["day"] = "过去的日子不能再改:期限已经按它计算。"
    if typed["is_working"] not in ("yes", "no"):
        errors["is_working"] = "请选择放假还是上班。"
    if not 1 <= len(typed["name"]) <= 40:
        errors["name"] = "请填写名称,如“国庆节”。"
    elif working_days.is_working(day, {}) == (typed["is_working"] == "yes"):
        errors.setdefault("is_working", "这一天本来就是这样,不用登记。")
    if errors:
        return _page(errors, typed), 422
    session = transactions.session()
    row = session.get(CalendarDay, day)
    if row is None:
        row = CalendarDay(day=day)
        session.add(row)
    row.is_working, row.name = typed["is_working"] == "yes", typed["name"]
    session.flush()
    payload = {"day": day.isoformat(), "is_working": row.is_working, "name": row.name}
    _changed(session, "calendar_day_set", payload)
    flash(f"已登记 {day.isoformat()}:{row.name}。")
    return redirect(url_for("admin_calendar.show", year=day.year), 303)


@bp.post("/<day>/remove")
def remove(day: str) -> ResponseReturnValue:
    """Take back a day that has not come yet."""
    session = transactions.session()
    try:
        row = session.get(CalendarDay, dt.date.fromisoformat(day))
    except ValueError:
        row = None
    if row is None or row.day < clock.today():
        raise NotFound
    session.delete(row)
    session.flush()
    _changed(session, "calendar_day_removed", {"day": row.day.isoformat(), "name": row.name})
    flash(f"已取消 {row.day.isoformat()} 的登记。")
    return redirect(url_for("admin_calendar.show", year=row.day.year), 303)


def _changed(session: Session, kind: str, payload: dict[str, object]) -> None:
    """Raise the version, so that every server reads the calendar anew."""
    setting = session.get(Setting, working_days.VERSION_SETTING, with_for_update=True)
    if setting is None:
        session.add(Setting(name=working_days.VERSION_SETTING, value=1))
    else:
        setting.value += 1
    session.flush()
    record_system(session, user().actor, kind, payload, role=Role.ADMINISTRATOR.value)


def _page(errors: dict[str, str], typed: dict[str, str]) -> str:
    session = transactions.session()
    today = clock.today()
    text = request.args.get("year", "")
    year = int(text) if text.isdecimal() and len(text) == 4 and int(text) > 0 else today.year
    days = session.scalars(
        select(CalendarDay)
        .where(CalendarDay.day.between(dt.date(year, 1, 1), dt.date(year, 12, 31)))
        .order_by(CalendarDay.day)
    ).all()
    last = session.scalar(select(CalendarDay.day).order_by(CalendarDay.day.desc()).limit(1))
    missing = today.year if last is None or last.year < today.year else today.year + 1
    return render_template(
        "admin/calendar.html",
        days=days,
        year=year,
        missing_year=missing if last is None or last.year < missing else None,
        errors=errors,
        typed=typed,
    )
