"""One person made two, one number made another, and numbers that must not stay in the record."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.history import HistoryEntry
from models.role import Role
from tests.cast import username
from tests.journeys.conftest import CaseAt
from workflows import personal_names
from workflows.personal_data import without_numbers

INVISIBLE = "\u200b"
REPAIR = {"grade": "C", "method": "修缮加固", "area_m2": None}


def test_an_invisible_character_makes_no_other_name() -> None:
    assert personal_names.compared(f"王{INVISIBLE}秀英") == personal_names.compared("王秀英")


def test_two_visitors_are_not_one_with_an_invisible_character(case_at: CaseAt) -> None:
    case = case_at("visit_household")
    told = {"first_visitor": "王秀英", "second_visitor": f"王秀英{INVISIBLE}"}
    assert "两个不同的人" in case.refused("visit_household", "confirm", **told)


def test_two_assessors_are_not_one_with_a_blank(case_at: CaseAt) -> None:
    case = case_at("grade_house")
    told = {"first_assessor": "王秀英", "second_assessor": "王 秀英"}
    assert "两名不同" in case.refused("grade_house", **told)


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", INVISIBLE])
def test_characters_that_turn_or_hide_a_text_are_not_kept(case_at: CaseAt, mark: str) -> None:
    case = case_at("hold_appraisal")
    case.do("hold_appraisal", "pass", comment=f"同意{mark}不", handled_by=f"赵{mark}小村")
    with case.office.database.read() as session:
        done = session.scalars(select(HistoryEntry).where(HistoryEntry.kind == "task_completed"))
        entry = next(each for each in done if each.payload["task"] == "hold_appraisal")
        assert mark not in entry.handled_by
        assert mark not in entry.payload["comment"]


def test_an_account_is_written_in_plain_digits(case_at: CaseAt) -> None:
    case = case_at("review_subsidy", **REPAIR)
    plain = case.filled("review_subsidy")["card_number"]
    foreign = plain.translate({ord("0") + n: 0x660 + n for n in range(10)})
    assert "位数字" in case.refused("review_subsidy", card_number=foreign)


@pytest.mark.parametrize(
    "number",
    [
        "15078319800101102X43",
        "150783 19800101 1024",
        "15078319800101102\uff38",
        "6217 0001 2345 6789 012",
    ],
)
def test_no_number_of_a_person_stays_in_a_text_of_the_record(number: str) -> None:
    assert number[:8] not in without_numbers(f"证号{number},已核对")


@pytest.mark.parametrize(
    "text", ["2019-06-04 到 2019-06-10", "共 20 人,赞成 18 票", "0470-3200000"]
)
def test_days_and_counts_stay_as_they_are(text: str) -> None:
    assert without_numbers(text) == text


def test_who_searches_with_full_width_digits_leaves_no_number_in_an_address(
    case_at: CaseAt,
) -> None:
    case = case_at("hold_appraisal")
    clerk = username(Role.VILLAGE_CLERK)
    number = case.plan.family.members[0].id_number
    wide = number.translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    token = case.office.token(clerk)
    page = case.office.post(clerk, "/cases/find", {"q": wide, "csrf_token": token})
    assert (page.status, page.location) == (303, f"/cases/{case.id}")
