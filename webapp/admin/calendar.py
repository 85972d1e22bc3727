"""Upkeep of the working-day calendar: holidays and make-up days, with a warning for next year."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.history import HistoryEntry
from models.programme import CalendarDay
from webapp import transactions
from webapp.admin.calendar_lines import LONGEST_NAME, read_lines
from webapp.admin.permission import administrators_only
from webapp.reports.choices import programmes_of
from webapp.user import user
from workflows import clock, working_days
from workflows.calendar_upkeep import (
    DAY_REMOVED,
    DAYS_SET,
    ArrangedDay,
    missing_year,
    remove_day,
    set_days,
)
from workflows.errors import NotFound
from workflows.system_history import SUBJECT_KIND

LONGEST_REASON, CHANGES_SHOWN = 200, 10
NO_REASON = f"请写明依据或原因,如“国办发明电〔2018〕15号”,最多 {LONGEST_REASON} 个字。"
bp = Blueprint("admin_calendar", __name__, url_prefix="/admin/calendar")
administrators_only(bp)


@bp.get("")
def show() -> ResponseReturnValue:
    """The days of one year that differ from their weekday."""
    return _page(errors={}, typed={})


@bp.post("")
def add() -> ResponseReturnValue:
    """Add a holiday or a make-up working day, from today on."""
    typed = _typed("day", "is_working", "name", "reason")
    errors: dict[str, str] = {}
    try:
        day = dt.date.fromisoformat(typed["day"])
    except ValueError:
        day = clock.today()
        errors["day"] = "日期应写成 2019-06-04 这样。"
    if day < clock.today():
        errors["day"] = "过去的日子不能再改:期限已经按它计算。"
    arranged = _arranged(day, typed, errors)
    if errors:
        return _page(errors, typed), 422
    set_days(transactions.session(), user().actor, [arranged], typed["reason"])
    flash(f"已登记 {day.isoformat()}:{arranged.name}。")
    return redirect(url_for("admin_calendar.show", year=day.year), 303)


@bp.post("/lines")
def add_lines() -> ResponseReturnValue:
    """Enter the arrangement of a year, one period a line; all of it or nothing."""
    typed = _typed("lines", "lines_reason")
    known = working_days.exceptions(transactions.reading())
    reading = read_lines(typed["lines"], known, clock.today())
    errors = {"lines": " ".join(reading.faults)} if reading.faults else {}
    if not _is_reason(typed["lines_reason"]):
        errors["lines_reason"] = NO_REASON
    if errors:
        return _page(errors, typed), 422
    days = [reading.days[day] for day in sorted(reading.days)]
    set_days(transactions.session(), user().actor, days, typed["lines_reason"])
    worked = sum(each.is_working for each in days)
    flash(f"已登记 {len(days)} 天:放假 {len(days) - worked} 天,调休上班 {worked} 天。")
    return redirect(url_for("admin_calendar.show", year=days[0].day.year), 303)


@bp.get("/<day>")
def show_day(day: str) -> ResponseReturnValue:
    """One day that has not come yet, to be changed or taken back."""
    row = _future_day(transactions.session(), day)
    typed = {"is_working": "yes" if row.is_working else "no", "name": row.name}
    return _day_page(row, {}, typed)


@bp.post("/<day>")
def change(day: str) -> ResponseReturnValue:
    """Another arrangement, or another name, for a day that has not come yet."""
    session = transactions.session()
    row = _future_day(session, day)
    typed = _typed("is_working", "name", "reason")
    errors: dict[str, str] = {}
    arranged = _arranged(row.day, typed, errors)
    if errors:
        return _day_page(row, errors, typed), 422
    set_days(session, user().actor, [arranged], typed["reason"])
    flash(f"已更改 {day}:{arranged.name}。")
    return redirect(url_for("admin_calendar.show", year=row.day.year), 303)


@bp.post("/<day>/remove")
def remove(day: str) -> ResponseReturnValue:
    """Take back a day that has not come yet."""
    session = transactions.session()
    row = _future_day(session, day)
    typed = _typed("reason")
    if not _is_reason(typed["reason"]):
        typed |= {"is_working": "yes" if row.is_working else "no", "name": row.name}
        return _day_page(row, {"reason": NO_REASON}, typed), 422
    remove_day(session, user().actor, row, typed["reason"])
    flash(f"已取消 {day} 的登记,这一天按星期{'一二三四五六日'[row.day.weekday()]}计算。")
    return redirect(url_for("admin_calendar.show", year=row.day.year), 303)


def year_without_holidays(session: Session) -> int | None:
    """The year that the administrator should be told of, if any."""
    calendar = working_days.exceptions(session)
    return missing_year(session, programmes_of(session, user().actor), calendar)


def _typed(*names: str) -> dict[str, str]:
    return {name: request.form.get(name, "").strip() for name in names}


def _is_reason(text: str) -> bool:
    return 1 <= len(text) <= LONGEST_REASON


def _arranged(day: dt.date, typed: dict[str, str], errors: dict[str, str]) -> ArrangedDay:
    """What was typed for ``day``, with a sentence in ``errors`` for what cannot be."""
    arranged = ArrangedDay(day, typed["is_working"] == "yes", typed["name"])
    if typed["is_working"] not in ("yes", "no"):
        errors["is_working"] = "请选择放假还是上班。"
    elif arranged.is_as_usual:
        errors["is_working"] = "这一天本来就是这样,不用登记。"
    if not 1 <= len(arranged.name) <= LONGEST_NAME:
        errors["name"] = "请填写名称,如“国庆节”。"
    if not _is_reason(typed["reason"]):
        errors["reason"] = NO_REASON
    return arranged


def _future_day(session: Session, text: str) -> CalendarDay:
    try:
        row = session.get(CalendarDay, dt.date.fromisoformat(text))
    except ValueError:
        row = None
    if row is None or row.day < clock.today():
        raise NotFound
    return row


def _page(errors: dict[str, str], typed: dict[str, str]) -> str:
    session = transactions.session()
    today = clock.today()
    text = request.args.get("year", "")
    year = int(text) if text.isdecimal() and len(text) == 4 and int(text) > 0 else today.year
    days = session.scalars(
        select(CalendarDay)
        .where(CalendarDay.day.between(dt.date(year, 1, 1), dt.date(year, 12, 31)))
        .order_by(CalendarDay.day)
    )
    changes = session.scalars(
        select(HistoryEntry)
        .where(
            HistoryEntry.subject_kind == SUBJECT_KIND,
            HistoryEntry.subject_id == 0,
            HistoryEntry.kind.in_((DAYS_SET, DAY_REMOVED)),
        )
        .order_by(HistoryEntry.seq.desc())
        .limit(CHANGES_SHOWN)
    )
    return render_template(
        "admin/calendar.html",
        days=days.all(),
        changes=changes.all(),
        removed=DAY_REMOVED,
        year=year,
        missing_year=year_without_holidays(session),
        errors=errors,
        typed=typed,
    )


def _day_page(row: CalendarDay, errors: dict[str, str], typed: dict[str, str]) -> str:
    return render_template("admin/calendar_day.html", row=row, errors=errors, typed=typed)
