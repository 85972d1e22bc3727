"""Cells as people write them, read as they mean it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from webapp.sheets import cells


@pytest.mark.parametrize(
    "text",
    ["2019年3月1日", "2019.3.1", "2019/3/1", "2019-03-01", "20190301", "43525", "２０１９．３．１"],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert cells.day_of(text) == dt.date(2019, 3, 1)


@pytest.mark.parametrize("text", ["2019年13月1日", "2019.2.30", "三月一日", "1", "99999", "2019"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert cells.day_of(text) is None


@pytest.mark.parametrize("text", ["68.5㎡", "68.5 平方米", "６８．５", "'68.5", "68.5m²", "约68.5"])
def test_an_area_is_read_with_its_unit(text: str) -> None:
    assert cells.number_of(text) == Decimal("68.5")


def test_a_number_is_whole_or_none() -> None:
    assert cells.whole_of("1,200元") == 1200
    assert cells.whole_of("3间") == 3
    assert cells.whole_of("3.5") is None
    assert cells.number_of("很大") is None
    assert cells.number_of("NaN") is None


@pytest.mark.parametrize(
    "text", ["1985", "1985年", "1985年代", "1985年6月", "1985.6", "1985-06-01"]
)
def test_a_year_is_read_from_what_tells_more(text: str) -> None:
    assert cells.year_of(text) == 1985


def test_yes_and_no_have_many_signs() -> None:
    assert {cells.answer_of(each) for each in ("是", "√", " ✓", "有", "y")} == {"yes"}
    assert {cells.answer_of(each) for each in ("否", "×", "无", "x")} == {"no"}
    assert cells.answer_of("不清楚") == "unknown"
    assert cells.answer_of("也许") is None


def test_lost_digits_are_seen() -> None:
    assert cells.is_scientific("1.10105E+17")
    assert cells.is_scientific("1.5e17")
    assert not cells.is_scientific("150783196203041021")
    assert not cells.is_scientific("15078319620304102X")
