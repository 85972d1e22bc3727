"""Upkeep of the calendar: every change with its reason on the record, and a missing year told.

A period that runs keeps the end that it was given: only what begins afterwards counts anew (N34).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.programme import CalendarDay, Programme
from models.role import Role
from models.setting import Setting
from workflows import clock, working_days
from workflows.parameters import parameters_of
from workflows.personal_data import without_numbers
from workflows.rights import Actor
from workflows.system_history import record_system

DAYS_SET, DAY_REMOVED = "calendar_days_set", "calendar_day_removed"
# Programme parameter: from which month on next year's holidays should be entered.
WARNING_MONTH = "calendar_warning_month"


@dataclass(frozen=True)
class ArrangedDay:
    """A day that differs from its weekday, or is said to."""

    day: dt.date
    is_working: bool
    name: str

    @property
    def is_as_usual(self) -> bool:
        """Whether its weekday says the same."""
        return working_days.is_working(self.day, {}) == self.is_working


def set_days(session: Session, actor: Actor, days: Sequence[ArrangedDay], reason: str) -> None:
    """Enter ``days``, or change what was entered for them."""
    _raise_version(session)
    told = []
    for each in days:
        row = session.get(CalendarDay, each.day)
        before = None if row is None else _told(row)
        if row is None:
            row = CalendarDay(day=each.day)
            session.add(row)
        row.is_working, row.name = each.is_working, each.name
        told.append(_told(row) | ({"before": before} if before else {}))
    session.flush()
    payload = {"days": told, "reason": without_numbers(reason)}
    record_system(session, actor, DAYS_SET, payload, role=Role.ADMINISTRATOR.value)


def remove_day(session: Session, actor: Actor, row: CalendarDay, reason: str) -> None:
    """Let a day be as its weekday says."""
    _raise_version(session)
    session.delete(row)
    session.flush()
    payload = {"days": [_told(row)], "reason": without_numbers(reason)}
    record_system(session, actor, DAY_REMOVED, payload, role=Role.ADMINISTRATOR.value)


def missing_year(
    session: Session, programmes: Sequence[Programme], calendar: Mapping[dt.date, bool]
) -> int | None:
    """A year of which no day was entered: this one, or from the month of the first programme's
    parameter on the next.
    """
    today, years = clock.today(), {day.year for day in calendar}
    if today.year not in years:
        return today.year
    for programme in programmes[:1]:
        month = parameters_of(session, programme, today).get(WARNING_MONTH)
        if month is not None and today.month >= month and today.year + 1 not in years:
            return today.year + 1
    return None


def _told(row: CalendarDay) -> dict[str, Any]:
    return {"day": row.day.isoformat(), "is_working": row.is_working, "name": row.name}


def _raise_version(session: Session) -> None:
    """So every server reads the calendar anew; and two who change it follow each other."""
    setting = session.scalar(
        select(Setting).where(Setting.name == working_days.VERSION_SETTING).with_for_update()
    )
    if setting is None:
        session.add(Setting(name=working_days.VERSION_SETTING, value=1))
    else:
        setting.value += 1
    session.flush()
