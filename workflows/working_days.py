"""Working days (N34): weekends and legal holidays are off, make-up working days count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, ScalarSelect, select
from sqlalchemy.orm import Session

from models.programme import CalendarDay
from models.setting import Setting

VERSION_SETTING = "calendar_version"
# By database, and gone with it: (version, its calendar).
_caches: WeakKeyDictionary[Engine, tuple[object, Mapping[dt.date, bool]]] = WeakKeyDictionary()


def version_query() -> ScalarSelect[Any]:
    """The calendar's version, for a statement that reads something else as well."""
    return select(Setting.value).where(Setting.name == VERSION_SETTING).scalar_subquery()


def exceptions(session: Session) -> Mapping[dt.date, bool]:
    """Days that differ from their weekday, day -> is it worked; kept in memory by version."""
    return exceptions_of_version(session, session.scalar(select(version_query())))


def exceptions_of_version(session: Session, version: object) -> Mapping[dt.date, bool]:
    """The same for one who has read the version already."""
    engine = session.get_bind().engine
    known = _caches.get(engine)
    if known is None or known[0] != version:
        rows = session.execute(select(CalendarDay.day, CalendarDay.is_working))
        known = _caches[engine] = (version, dict(rows.all()))
    return known[1]


def is_working(day: dt.date, calendar: Mapping[dt.date, bool]) -> bool:
    """Whether offices work on ``day``."""
    return calendar.get(day, day.weekday() < 5)


def next_working(day: dt.date, calendar: Mapping[dt.date, bool]) -> dt.date:
    """``day``, or the first day after it on which offices work."""
    while not is_working(day, calendar):
        day += dt.timedelta(days=1)
    return day


def add_working_days(start: dt.date, days: int, calendar: Mapping[dt.date, bool]) -> dt.date:
    """The last day of a period of ``days`` working days that begins the day after ``start``."""
    day = start
    while days > 0:
        day += dt.timedelta(days=1)
        if is_working(day, calendar):
            days -= 1
    return day


def earliest_within(today: dt.date, days: int, calendar: Mapping[dt.date, bool]) -> dt.date:
    """The earliest day from which no more than ``days`` working days lead to ``today``."""
    day = today
    while days > 0:
        days -= is_working(day, calendar)
        day -= dt.timedelta(days=1)
    while not is_working(day, calendar):
        day -= dt.timedelta(days=1)
    return day


def working_days_left(today: dt.date, due: dt.date, calendar: Mapping[dt.date, bool]) -> int:
    """Working days from ``today`` to ``due``; negative when overdue."""
    sign = 1 if due >= today else -1
    first, last = min(today, due), max(today, due)
    count = 0
    while first < last:
        first += dt.timedelta(days=1)
        count += is_working(first, calendar)
    return sign * count
