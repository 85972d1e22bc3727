"""Households of a village go from the appraisal to the payment by lists."""

from __future__ import annotations

import pytest

from tests.journeys.office import Office
from tests.journeys.village_of import MEETING, PAPERS, VOTES, Village
from tests.journeys.whole_way import CLERK, Walk, check, whole_way

# As in most households of the programme (R13).
REPAIR = {"grade": "C", "method": "修缮加固", "area_m2": None}
FEW, SOME, MANY = 3, 6, 200
# More rows than the worker takes in one round.
MORE_THAN_A_ROUND = 60


@pytest.mark.long
def test_two_hundred_households_are_paid_by_lists(sqlite_office: Office) -> None:
    village = Village(sqlite_office)
    village.settle(MANY, **REPAIR)
    whole_way(village)
    check(village)


def test_some_households_are_paid_by_lists(sqlite_office: Office) -> None:
    village = Village(sqlite_office)
    village.settle(SOME, **REPAIR)
    whole_way(village)
    check(village)


def test_a_few_households_are_paid_by_lists_on_postgresql(postgresql_office: Office) -> None:
    village = Village(postgresql_office)
    village.settle(FEW)
    whole_way(village)
    check(village)


def test_a_list_longer_than_a_round_is_done_to_its_last_row(sqlite_office: Office) -> None:
    village = Village(sqlite_office)
    village.settle(MORE_THAN_A_ROUND, **REPAIR)
    village.singly_until("hold_appraisal")
    Walk(village).by_list(CLERK, "hold_appraisal", VOTES, {"document_ids": PAPERS}, **MEETING)
    assert len(village.open_tasks("post_notice")) == MORE_THAN_A_ROUND
