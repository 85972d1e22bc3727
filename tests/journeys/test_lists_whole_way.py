"""A village goes from the appraisal to the payment by lists, and the longest list is done too.

Two hundred households go the whole way in ``make bench``, which takes minutes.
"""

from __future__ import annotations

from tests.journeys.office import Office
from tests.journeys.village_of import MEETING, PAPERS, VOTES, Village
from tests.journeys.whole_way import CLERK, Walk, check, whole_way

# As in most households of the programme (R13).
REPAIR = {"grade": "C", "method": "修缮加固", "area_m2": None}
# More rows than the worker takes in one round.
LONGEST = 200


def test_a_village_is_paid_by_lists(sqlite_office: Office) -> None:
    village = Village(sqlite_office)
    village.settle(16, **REPAIR)
    whole_way(village)
    check(village)


def test_a_few_households_are_paid_by_lists_on_postgresql(
    postgresql_office: Office,
) -> None:
    village = Village(postgresql_office)
    village.settle(3)
    whole_way(village)
    check(village)


def test_a_list_of_two_hundred_is_done_to_its_last_row(sqlite_office: Office) -> None:
    village = Village(sqlite_office)
    village.settle(LONGEST, **REPAIR)
    village.singly_until("hold_appraisal")
    Walk(village).by_list(CLERK, "hold_appraisal", VOTES, {"document_ids": PAPERS}, **MEETING)
    assert len(village.open_tasks("post_notice")) == LONGEST
