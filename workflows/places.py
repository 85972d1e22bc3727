"""Addresses of households, in the form in which two of them are compared (F03)."""

from __future__ import annotations

import re
import unicodedata

from cn2an import cn2an

_NUMBER = re.compile(r"[零〇一二两三四五六七八九十百]+")
# The village is compared by its code.
_VILLAGE = re.compile(r"^.*(?:村|嘎查|社区)(?=.)")
_HOUSE = re.compile(r"\d号")
LONGEST_CODE = 40
_SAME = str.maketrans({"屯": "组", "社": "组"})


def compared(group_name: str, address: str) -> str:
    """``二组 3号`` and ``2组03号`` are one place; empty where the address names no house.

    A group is many houses: only an address with the number of a house tells one from another.
    """
    plain = _VILLAGE.sub("", _plain(address))
    if not _HOUSE.search(plain):
        return ""
    group = _plain(group_name)
    return plain if group in plain else group + plain


def compared_group(text: str) -> str:
    """``第二村民小组``, ``2组`` and ``二屯`` are one group; empty where none is told."""
    return _plain(text).replace("村民小", "").replace("小组", "组").removeprefix("第")


def house_code(text: str) -> str | None:
    """The number of a house as it is compared and kept; None where there is none."""
    half = unicodedata.normalize("NFKC", text)
    code = "".join(each for each in half if not each.isspace() and each.isprintable())
    return code.upper()[:LONGEST_CODE] or None


def _plain(text: str) -> str:
    """Arabic numbers, half-width, no blanks and marks."""
    half = unicodedata.normalize("NFKC", text).translate(_SAME)
    joined = "".join(character for character in half if character.isalnum())
    with_digits = _NUMBER.sub(lambda found: _arabic(found[0]), joined)
    return re.sub(r"\d+", lambda found: str(int(found[0])), with_digits)


def _arabic(number: str) -> str:
    try:
        return str(cn2an(number, "smart"))
    except ValueError:
        # Not a number but a name that is written with such characters.
        return number
