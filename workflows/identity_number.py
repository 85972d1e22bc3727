"""The citizen identity number (公民身份号码, GB 11643-1999, N39): reading and its fault.

The area part is where the number was first given, so an unknown area is no fault.
"""

from __future__ import annotations

import datetime as dt
import unicodedata

from stdnum.cn import ric


def normalised(text: str) -> str:
    """As stored: half-width, no blanks or leading apostrophe, the last x in upper case (N40)."""
    half = unicodedata.normalize("NFKC", text).strip().lstrip("'‘’")
    return "".join(half.split()).upper()


def in_full(text: str) -> str:
    """The 18 digits of a number of the first generation, which had 15: century and check digit."""
    number = normalised(text)
    if len(number) != 15 or not (number.isascii() and number.isdigit()):
        return number
    body = f"{number[:6]}19{number[6:]}"
    return body + str(ric.calc_check_digit(f"{body}0"))


def fault(text: str) -> str | None:
    """``length``, ``characters``, ``birth_date`` or ``checksum``; None for a good number."""
    number = normalised(text)
    if len(number) != 18:
        return "length"
    body, check = number[:-1], number[-1]
    if not (number.isascii() and body.isdigit() and (check.isdigit() or check == "X")):
        return "characters"
    if birth_date(number) is None:
        return "birth_date"
    return None if ric.calc_check_digit(number) == check else "checksum"


def birth_date(text: str) -> dt.date | None:
    """The date in the number, or None where it is no date."""
    digits = normalised(text)[6:14]
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def age(text: str, on: dt.date) -> int | None:
    """Full years on the day ``on``, or None for a number without a date."""
    born = birth_date(text)
    return (
        None
        if born is None
        else on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    )
