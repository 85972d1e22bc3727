"""Addresses of households, in the form in which two of them are compared (F03)."""

from __future__ import annotations

import re
import unicodedata

from cn2an import cn2an

_NUMBER = re.compile(r"[零〇一二两三四五六七八九十百]+")
_SAME = str.maketrans({"屯": "组", "社": "组"})


def compared(address: str) -> str:
    """``二组 3号`` and ``2组03号`` are one place: Arabic numbers, half-width, no blanks."""
    half = unicodedata.normalize("NFKC", address).translate(_SAME)
    plain = "".join(c for c in half if c.isalnum())
    with_digits = _NUMBER.sub(lambda found: _arabic(found[0]), plain)
    return re.sub(r"\d+", lambda found: str(int(found[0])), with_digits)


def _arabic(number: str) -> str:
    try:
        return str(cn2an(number, "smart"))
    except ValueError:
        # Not a number but a name that is written with such characters.
        return number
