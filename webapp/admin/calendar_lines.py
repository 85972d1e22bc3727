"""Lines of a holiday arrangement: 2020-01-24 至 2020-01-30 休 春节, and 2020-01-19 班."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workflows.calendar_upkeep import ArrangedDay

MOST_LINES, LONGEST_DAYS, LONGEST_NAME = 60, 31, 40
_LINE = re.compile(
    r"(?P<first>\d{4}-\d{1,2}-\d{1,2})(?:\s*(?:至|到|~|—+)\s*(?P<last>\d{4}-\d{1,2}-\d{1,2}))?"
    r"\s*(?P<kind>休|班)(?:\s+(?P<name>\S.*))?",
    re.ASCII,
)
_USUAL_NAMES = {"休": "法定节假日", "班": "调休上班"}


class BadLine(ValueError):
    """A line that says no arrangement; the text is the sentence for who typed it."""


@dataclass
class Reading:
    """What lines say: days to enter, and a sentence for each line that cannot be entered."""

    days: dict[dt.date, ArrangedDay] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def read_lines(text: str, known: Mapping[dt.date, bool], today: dt.date) -> Reading:
    """Read ``text``; ``known`` is the calendar until now.

    Of a holiday only the days count that would be worked; what was entered already is left out.
    """
    reading = Reading()
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        reading.faults.append("请至少写一行。")
    if len(lines) > MOST_LINES:
        reading.faults.append(f"一次最多 {MOST_LINES} 行。")
        return reading
    for number, line in enumerate(lines, 1):
        try:
            for each in _days_of(line):
                if known.get(each.day) == each.is_working:
                    continue
                if each.day < today:
                    raise BadLine(f"{each.day} 已经过去,不能再改。")
                if reading.days.setdefault(each.day, each) != each:
                    raise BadLine(f"{each.day} 前面已经写过。")
        except BadLine as fault:
            reading.faults.append(f"第 {number} 行:{fault}")
    if not reading.faults and not reading.days:
        reading.faults.append("这些日子都已经登记过了。")
    return reading


def _days_of(line: str) -> Iterator[ArrangedDay]:
    """The days of one line that differ from their weekday. Raises BadLine."""
    found = _LINE.fullmatch(unicodedata.normalize("NFKC", line).strip())
    if found is None:
        raise BadLine("看不懂,请写成“2020-01-24 至 2020-01-30 休 春节”或“2020-01-19 班”。")
    first, last = _day(found["first"]), _day(found["last"] or found["first"])
    if not 0 <= (last - first).days < LONGEST_DAYS:
        raise BadLine(f"起止日期颠倒了,或者超过 {LONGEST_DAYS} 天。")
    name = found["name"] or _USUAL_NAMES[found["kind"]]
    if len(name) > LONGEST_NAME:
        raise BadLine(f"名称最多 {LONGEST_NAME} 个字。")
    days = [
        ArrangedDay(first + dt.timedelta(days=after), found["kind"] == "班", name)
        for after in range((last - first).days + 1)
    ]
    differing = [each for each in days if not each.is_as_usual]
    if not differing:
        raise BadLine("这一天本来就是这样,不用登记。")
    yield from differing


def _day(text: str) -> dt.date:
    try:
        return dt.date(*map(int, text.split("-")))
    except ValueError:
        raise BadLine(f"没有 {text} 这一天。") from None
