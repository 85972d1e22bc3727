"""What comes from a household may be published only without numbers of persons (F56, N28).

On purpose this asks too much rather than too little: a number that is hidden, by blanks, dashes,
full-width or Chinese digits, letters or line breaks, is a number still.  Programme titles, names of
offices and villages, office telephones and case numbers are never asked: they are the office's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from workflows import identity_number, personal_names

SHORTEST_NUMBER = 15
LONG_NUMBER, MOBILE_NUMBER = "像是身份证号或账号", "像是手机号"
# Values of a snapshot that the office wrote, not the household.
OF_THE_OFFICE = frozenset({"programme", "plan", "village", "grade", "method", "subsidy_yuan"})
TITLES = {"name": "户主姓名", "group": "组(屯)"}

_HAN = re.compile(r"[\u3005\u3007\u3400-\u9fff\U00020000-\U0003ffff]+")
_NO_DIGIT = re.compile(r"[^0-9]+")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
# The same with anything between its digits, but not cut out of two other numbers.
_SPREAD_MOBILE = re.compile(r"(?<![0-9])1[^0-9]*[3-9](?:[^0-9]*[0-9]){9}(?![0-9])")
# No identity number, card or mobile number begins with 20.
_DAY = re.compile(
    r"(?<![0-9])20[0-9]{2}\s*[-/.年]\s*(?:1[0-2]|0?[1-9])\s*[-/.月]\s*(?:3[01]|[12][0-9]|0?[1-9])"
    r"(?:\s*日)?(?![0-9])"
)
_IDENTITY = re.compile(r"(?=([1-8][0-9]{16}[0-9X]))")
# What people read as a digit though it is none.
_LOOK_ALIKES = str.maketrans("OoQ○◯lIi|", "000001111")
_ZEROS = str.maketrans("○◯", "00")
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})


def refused_in(text: str) -> str | None:
    """What a text holds that must not be published, in words; None where nothing is found.

    15 digits or more in a row, whatever but Chinese words stands between them; a mobile number; or
    an identity number whose check digit is right though words stand between.
    """
    half = unicodedata.normalize("NFKC", text)
    for letters in (_ZEROS, _LOOK_ALIKES):
        if fault := _hidden_in(_with_digits(half.translate(letters))):
            return fault
    return None


def check_published(snapshot: Mapping[str, Any]) -> list[str]:
    """Which values of a household cannot be published, a sentence each; empty for a good one."""
    own = [
        (name, unicodedata.normalize("NFC", str(value)))
        for name, value in snapshot.items()
        if name not in OF_THE_OFFICE and value not in (None, "")
    ]
    faults = [
        f"{TITLES.get(name, name)}里{fault},不能公示,请先更正。"
        for name, text in own
        if (fault := refused_in(text) or _not_plain(name, text))
    ]
    return faults or [
        f"{TITLES.get(first, first)}和{TITLES.get(second, second)}连起来{fault},不能公示,请先更正。"
        for (first, text), (second, following) in pairwise(own)
        if (fault := refused_in(f"{text} {following}"))
    ]


def _not_plain(name: str, text: str) -> str | None:
    """Names are words: what a page or a printer could take for a command is none (F56)."""
    if any(unicodedata.category(character) in _UNSEEN for character in text):
        return "有看不见的字符"
    if name == "name" and not personal_names.is_plain(text):
        return "有不能用在姓名里的字符"
    return "有不能公示的符号" if set(text) & set("<>{}") else None


def _with_digits(text: str) -> str:
    """The text with every sign for one of 0–9, of any script, written as it: 〇, 七, 捌, ④."""
    return "".join(_digit(character) or character for character in text.upper())


def _digit(character: str) -> str | None:
    value = unicodedata.numeric(character, None)
    return None if value is None or value not in range(10) else str(int(value))


def _hidden_in(text: str) -> str | None:
    for run in _HAN.split(text):
        # A period is two days, 16 digits: the one thing so long that is harmless.
        if not _digits(_DAY.sub("", run)):
            continue
        if len(_digits(run)) >= SHORTEST_NUMBER:
            return LONG_NUMBER
        if any(_MOBILE.search(_digits(part)) for part in _DAY.split(run)):
            return MOBILE_NUMBER
        if _SPREAD_MOBILE.search(run):
            return MOBILE_NUMBER
    if any(identity_number.fault(number) is None for number in _numbers_between_words(text)):
        return LONG_NUMBER
    return MOBILE_NUMBER if any(map(_SPREAD_MOBILE.search, _DAY.split(text))) else None


def _numbers_between_words(text: str) -> Iterator[str]:
    """Every 18 characters in a row that could be an identity number, once words are left out."""
    for kept in (re.sub(r"[^0-9X]", "", text), _digits(text)):
        yield from _IDENTITY.findall(kept)


def _digits(text: str) -> str:
    return _NO_DIGIT.sub("", text)
