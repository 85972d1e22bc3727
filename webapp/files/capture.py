"""Where the telephone is that sends a photograph: what a page's script says, read with suspicion.

It comes beside one file, as JSON: ``{"latitude", "longitude", "accuracy", "age"}``; degrees,
metres, and the seconds since the position was taken.  An age needs no clock of the telephone's.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

import orjson
from flask import request

from workflows import clock
from workflows.errors import Invalid

FIELD = "position"
LONGEST = 300
# Metres, seconds: more is no measurement.
WORST_ACCURACY, OLDEST = 100_000, 86_400
UNREADABLE = "定位没有传对。请重新取定位,或者刷新页面后直接上传照片。"


@dataclass(frozen=True)
class Capture:
    """Degrees (WGS 84), metres, and when by this server's clock."""

    latitude: float
    longitude: float
    accuracy_m: float
    at: dt.datetime


def capture_sent() -> Capture | None:
    """What the request says beside its one file; None where it says nothing. Raises Invalid."""
    sent = request.form.get(FIELD, "")
    return read(sent) if sent else None


def read(sent: str) -> Capture:
    """Read what a script has sent. Raises Invalid for what none of ours sends."""
    told: object = None
    if len(sent) <= LONGEST:
        try:
            told = orjson.loads(sent)
        except orjson.JSONDecodeError:
            told = None
    if not isinstance(told, dict):
        raise Invalid(UNREADABLE, FIELD)
    latitude = _number(told.get("latitude"), -90, 90)
    longitude = _number(told.get("longitude"), -180, 180)
    accuracy = _number(told.get("accuracy"), 0, WORST_ACCURACY)
    age = _number(told.get("age"), 0, OLDEST)
    return Capture(latitude, longitude, accuracy, clock.now() - dt.timedelta(seconds=age))


def _number(value: object, least: float, most: float) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise Invalid(UNREADABLE, FIELD)
    if not math.isfinite(value) or not least <= value <= most:
        raise Invalid(UNREADABLE, FIELD)
    return float(value)
