"""Numbers and days in the characters that a speaker reads without stumbling."""

from __future__ import annotations

import datetime as dt
import re

import cn2an

DIGITS = "零幺二三四五六七八九"
YEAR_DIGITS = "零一二三四五六七八九"


def number(value: int) -> str:
    """12 -> 十二, 24000 -> 两万四千."""
    # 两 before 千 and 万, as it is spoken; 十二万 keeps its 二.
    return re.sub(r"(?<!十)二(?=[千万亿])", "两", str(cn2an.an2cn(str(value), "low")))


def day(value: dt.date) -> str:
    """六月十一日."""
    return f"{number(value.month)}月{number(value.day)}日"


def year(value: int) -> str:
    """2019 -> 二零一九年."""
    return "".join(YEAR_DIGITS[int(each)] for each in str(value)) + "年"


def telephone(value: str) -> str:
    """0470-3200001 -> 零四七零,三二零零零零幺; what is no digit is a pause."""
    groups = re.findall(r"[0-9]+", value)
    return ",".join("".join(DIGITS[int(each)] for each in group) for group in groups)


def years_in(text: str) -> str:
    """A text whose years are written out: 关于二零一九年农村危房改造."""
    return re.sub(r"([0-9]{4}) ?年", lambda found: year(int(found[1])), text)
