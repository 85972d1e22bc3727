"""What people write into the cells of their own sheets, read as they mean it (N40).

Each reader returns None for a text that it cannot take for what is asked; a blank text is asked of
none of them.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import lru_cache

YES = frozenset({"是", "√", "✓", "✔", "有", "对", "Y", "YES"})
NO = frozenset({"否", "×", "✗", "✘", "X", "无", "没有", "不是", "N", "NO"})
UNKNOWN = frozenset({"不清楚", "不详", "未知", "?"})
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d{1,3}", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})-?(?:T.*)?")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})-?")
_YEAR = re.compile(r"(\d{4})(?:年代?)?")
_UNIT = re.compile(r"(?:㎡|平方米|平米|平方|m2|m²|元|万元|间|层|人|口|块)+$", re.IGNORECASE)
# The day that Excel counts from, and serial numbers of days between 1930 and 2100.
_FIRST_DAY = dt.date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 10_959, 73_051


def plain(text: str) -> str:
    """Half-width, without a leading apostrophe, blanks at the ends and what cannot be seen."""
    # Numbers need nothing; of the rest a long sheet says the same again and again.
    return text if text.isascii() and text.isalnum() else _plain(text)


@lru_cache(maxsize=1024)
def _plain(text: str) -> str:
    half = unicodedata.normalize("NFKC", text)
    seen = "".join(c for c in half if unicodedata.category(c) not in ("Cf", "Cc") or c in "\n\t")
    return " ".join(seen.strip().lstrip("'‘’`").split())


def compact(text: str) -> str:
    """The same without any blank: 合 计 is 合计."""
    return "".join(plain(text).split())


def is_scientific(text: str) -> bool:
    """1.10105E+17: a number of which Excel has kept fifteen digits."""
    return bool(_SCIENTIFIC.fullmatch(compact(text)))


def number_of(text: str) -> Decimal | None:
    """68.5㎡ is 68.5; 1,200元 is 1200."""
    bare = _UNIT.sub("", compact(text)).replace(",", "").replace("约", "")
    try:
        found = Decimal(bare)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def whole_of(text: str) -> int | None:
    """The same where only a whole number is meant."""
    found = number_of(text)
    return int(found) if found is not None and found == found.to_integral_value() else None


def day_of(text: str) -> dt.date | None:
    """2019年3月1日, 2019.3.1, 2019/3/1, 20190301, and the number by which Excel keeps a day."""
    bare = compact(text)
    if bare.isascii() and bare.isdigit():
        if len(bare) == 8:
            return _day(bare[:4], bare[4:6], bare[6:])
        serial = int(bare) if len(bare) == 5 else 0
        is_day = _FIRST_SERIAL <= serial <= _LAST_SERIAL
        return _FIRST_DAY + dt.timedelta(days=serial) if is_day else None
    found = _DAY.fullmatch(_dashed(bare))
    return _day(found[1], found[2], found[3]) if found else None


def year_of(text: str) -> int | None:
    """1985, 1985年, 1985年6月, 1985-06-01."""
    bare = compact(text)
    if found := _YEAR.fullmatch(bare):
        return int(found[1])
    if found := _MONTH.fullmatch(_dashed(bare)):
        return int(found[1])
    day = day_of(bare)
    return day.year if day else None


def answer_of(text: str) -> str | None:
    """``yes``, ``no`` or ``unknown`` for 是 否 √ × and the like."""
    bare = compact(text).upper()
    return next(
        (
            answer
            for answer, words in (("yes", YES), ("no", NO), ("unknown", UNKNOWN))
            if bare in words
        ),
        None,
    )


def _dashed(text: str) -> str:
    for mark in "年月/.":
        text = text.replace(mark, "-")
    return text.replace("日", "")


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
