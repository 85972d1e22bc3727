"""Working days by the calendar of the product, not by the weekday alone (N34)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.installation import arranged_days
from workflows.working_days import (
    add_working_days,
    is_working,
    next_working,
    working_days_left,
)

LABOUR_DAY = dt.date(2019, 5, 1)
# 2019: 1–4 May off, Sunday 5 May worked.
CALENDAR = {
    dt.date(2019, 5, 1): False,
    dt.date(2019, 5, 2): False,
    dt.date(2019, 5, 3): False,
    dt.date(2019, 5, 5): True,
}
days = st.dates(dt.date(2019, 1, 1), dt.date(2019, 12, 31))


def test_a_period_skips_the_holiday_and_counts_the_make_up_day() -> None:
    assert add_working_days(dt.date(2019, 4, 30), 1, CALENDAR) == dt.date(2019, 5, 5)


def test_a_period_skips_the_weekend() -> None:
    assert add_working_days(dt.date(2019, 6, 7), 1, {}) == dt.date(2019, 6, 10)


def test_a_holiday_is_not_worked_though_it_is_a_wednesday() -> None:
    assert not is_working(LABOUR_DAY, CALENDAR)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2019-03-09", "2019-03-11"),
        ("2019-10-01", "2019-10-08"),
        # A Sunday that is worked for the holiday before it.
        ("2019-05-02", "2019-05-05"),
        ("2019-09-29", "2019-09-29"),
        # Across the years: the Saturday is worked, and Tuesday is the holiday.
        ("2018-12-29", "2018-12-29"),
        ("2018-12-30", "2019-01-02"),
        ("2020-01-24", "2020-02-03"),
    ],
)
def test_a_period_that_ends_when_nobody_works_ends_on_the_next_working_day(
    day: str, worked: str
) -> None:
    published = {day: is_worked for year in (2018, 2019, 2020)
                 for day, is_worked, _ in arranged_days(year)}  # fmt: skip
    assert next_working(dt.date.fromisoformat(day), published) == dt.date.fromisoformat(worked)


def test_overdue_is_counted_below_zero() -> None:
    assert working_days_left(dt.date(2019, 6, 11), dt.date(2019, 6, 7), {}) == -2


@given(days, st.integers(1, 60))
def test_a_period_of_n_days_leaves_n_days_on_its_first_day(start: dt.date, length: int) -> None:
    due = add_working_days(start, length, CALENDAR)
    assert is_working(due, CALENDAR)
    assert working_days_left(start, due, CALENDAR) == length
