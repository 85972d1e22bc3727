"""How values read on screen: days, times, money, areas, what is left of a deadline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import Flask

from models.role import LABELS, Role
from workflows import clock
from workflows.fact_labels import spoken
from workflows.working_days import working_days_left

UNKNOWN = "—"


@dataclass(frozen=True)
class Badge:
    """A word with its tone: late, soon, ok or plain; never colour alone."""

    text: str
    tone: str


def init_wording(app: Flask) -> None:
    """Make the filters known to the templates."""
    app.jinja_env.filters.update(
        day=day,
        short_day=short_day,
        as_day=dt.date.fromisoformat,
        local_day=local_day,
        moment=moment,
        until=until,
        yuan=yuan,
        area=area,
        known=known,
        role=role_label,
        yes_no=yes_no,
        spoken=lambda value: spoken("", value),
    )


def day(value: dt.date | None) -> str:
    """2019-06-04."""
    return value.isoformat() if value else UNKNOWN


def local_day(value: dt.datetime) -> str:
    """2019-06-04, in China."""
    return clock.local(value).date().isoformat()


def short_day(value: dt.date | dt.datetime | None) -> str:
    """6月4日, with the year when it is another one."""
    if value is None:
        return UNKNOWN
    if isinstance(value, dt.datetime):
        value = clock.local(value).date()
    text = f"{value.month}月{value.day}日"
    return text if value.year == clock.today().year else f"{value.year}年{text}"


def until(ends_at: dt.datetime) -> str:
    """6月3日24时: a notice that ends as the 4th begins hangs to the end of the 3rd."""
    return f"{short_day(clock.local(ends_at).date() - dt.timedelta(days=1))}24时"


def moment(value: dt.datetime | None) -> str:
    """2019-06-04 16:20, in China."""
    return f"{clock.local(value):%Y-%m-%d %H:%M}" if value else UNKNOWN


def yuan(value: int | None) -> str:
    """24,000 元."""
    return f"{value:,} 元" if value is not None else UNKNOWN


def area(value: Decimal | float | None) -> str:
    """68.5 ㎡."""
    return f"{float(value):g} ㎡" if value is not None else UNKNOWN


def known(value: Any) -> Any:
    """The value, or a dash for what is not known yet."""
    return UNKNOWN if value is None or value == "" or value == [] else value


def yes_no(value: bool | None) -> str:
    """是, 否, or a dash."""
    return UNKNOWN if value is None else "是" if value else "否"


def role_label(value: str) -> str:
    """The Chinese name of a role."""
    return LABELS[Role(value)] if value else ""


def deadline_badge(
    due_on: dt.date | None, calendar: Mapping[dt.date, bool], near_days: int
) -> Badge | None:
    """What is left until ``due_on``, in working days; from ``near_days`` on it is near."""
    if due_on is None:
        return None
    today = clock.today()
    left = working_days_left(today, due_on, calendar)
    if due_on < today:
        # A deadline that passed on a holiday is overdue although no working day was lost yet.
        return Badge(f"逾期 {max(-left, 1)} 天", "late")
    if due_on == today:
        return Badge("今天到期", "soon")
    return Badge(f"剩 {left} 天", "soon" if left <= near_days else "plain")


def capped(count: int) -> str:
    """99+ from a hundred on: nobody needs the exact number, and it costs a full count."""
    return "99+" if count > 99 else str(count)
