"""The one clock: aware UTC inside, Asia/Shanghai for people. Only the demo and tests move it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

_offset = dt.timedelta(0)


def now() -> dt.datetime:
    """The present moment, aware, in UTC."""
    return dt.datetime.now(dt.UTC) + _offset


def today() -> dt.date:
    """The present day in China."""
    return now().astimezone(SHANGHAI).date()


def local(moment: dt.datetime) -> dt.datetime:
    """``moment`` as people in China read it."""
    return moment.astimezone(SHANGHAI)


def start_of(day: dt.date) -> dt.datetime:
    """The first moment of ``day`` in China, in UTC."""
    return dt.datetime.combine(day, dt.time(), SHANGHAI).astimezone(dt.UTC)


def offset() -> dt.timedelta:
    """How far the clock has been moved."""
    return _offset


def set_offset(value: dt.timedelta) -> None:
    """Move the clock. The server calls this in demo mode only; tests call it freely."""
    global _offset
    _offset = value


def set_now(moment: dt.datetime) -> None:
    """Move the clock so that it now shows ``moment``."""
    set_offset(moment - dt.datetime.now(dt.UTC))
