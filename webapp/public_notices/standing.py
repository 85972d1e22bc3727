"""How long a notice still hangs, in whole days, as a villager counts them."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from models.role import Level
from workflows import clock

SUBJECTS = {
    Level.VILLAGE: "民主评议结果公示",
    Level.TOWNSHIP: "审核结果公示",
    Level.COUNTY: "拟改造对象公示",
}


class Standing(NamedTuple):
    """A word with its tone, and the last day."""

    word: str
    tone: str
    last_day: dt.date


def standing(ends_at: dt.datetime, today: dt.date) -> Standing:
    """Full days after today until 24时 of the last day."""
    last = clock.local(ends_at).date() - dt.timedelta(days=1)
    left = (last - today).days
    if left < 0:
        return Standing("已期满", "over", last)
    if left == 0:
        return Standing("今天24时期满", "last", last)
    return Standing(f"还剩 {left} 天", "", last)
