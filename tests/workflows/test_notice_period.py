from __future__ import annotations

import datetime as dt

from workflows import notice_period
from workflows.clock import SHANGHAI

POSTED = dt.date(2019, 3, 1)


def test_the_day_of_posting_is_not_counted() -> None:
    assert notice_period.full_days(POSTED, dt.date(2019, 3, 6)) == 5
    assert notice_period.last_day(POSTED, 5) == dt.date(2019, 3, 6)


def test_a_county_may_count_the_day_of_posting() -> None:
    assert notice_period.full_days(POSTED, dt.date(2019, 3, 5), first_day_counts=True) == 5
    assert notice_period.last_day(POSTED, 5, first_day_counts=True) == dt.date(2019, 3, 5)


def test_a_notice_ends_at_midnight_of_its_last_day_in_the_county() -> None:
    assert notice_period.ends_at(POSTED, 5) == dt.datetime(2019, 3, 7, tzinfo=SHANGHAI)


def test_a_report_waits_for_the_day_after_the_notice() -> None:
    assert notice_period.earliest_report(POSTED, dt.date(2019, 3, 6), 5) == dt.date(2019, 3, 7)


def test_a_notice_that_hangs_longer_is_reported_later() -> None:
    assert notice_period.earliest_report(POSTED, dt.date(2019, 3, 9), 5) == dt.date(2019, 3, 10)


def test_the_end_of_the_period_crosses_months() -> None:
    assert notice_period.in_words(notice_period.last_day(dt.date(2019, 2, 26), 5)) == "3月3日"
