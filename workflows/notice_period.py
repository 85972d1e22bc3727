"""Counting the days of a public notice (公示): the day of posting is not counted (G1, N34)."""

from __future__ import annotations

import datetime as dt

from workflows.clock import start_of


def full_days(posted_on: dt.date, taken_down_on: dt.date, *, first_day_counts: bool = False) -> int:
    """Whole days on the board; negative when it came down before it went up."""
    return (taken_down_on - posted_on).days + first_day_counts


def last_day(posted_on: dt.date, days: int, *, first_day_counts: bool = False) -> dt.date:
    """The day at the end of which (24时) the period is over."""
    return posted_on + dt.timedelta(days=days - first_day_counts)


def ends_at(posted_on: dt.date, days: int, *, first_day_counts: bool = False) -> dt.datetime:
    """The moment of 24时 of the last day, aware, in UTC."""
    end = last_day(posted_on, days, first_day_counts=first_day_counts)
    return start_of(end + dt.timedelta(days=1))


def earliest_report(
    posted_on: dt.date, taken_down_on: dt.date, days: int, *, first_day_counts: bool = False
) -> dt.date:
    """The first day on which the result may be reported: the notice has run and is over."""
    needed = last_day(posted_on, days, first_day_counts=first_day_counts)
    return max(needed, taken_down_on) + dt.timedelta(days=1)


def in_words(day: dt.date) -> str:
    """3月6日."""
    return f"{day.month}月{day.day}日"
