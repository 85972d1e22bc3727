"""Days that cannot be: before what they answer to, or beyond any calendar."""

from __future__ import annotations

import pytest

from models.role import Role
from tests.cast import username
from tests.journeys.conftest import CaseAt
from workflows import clock

CLERK = username(Role.VILLAGE_CLERK)
OFFICER = username(Role.TOWNSHIP_OFFICER)
LONG_AGO = "1950-01-01"
REPAIR = {"grade": "C", "method": "修缮加固", "area_m2": None}


@pytest.mark.parametrize(
    "day", ["99999999999-1-1", "9" * 5000 + "-1-1", "0001-01-01", "9999-12-31"]
)
def test_a_day_beyond_any_calendar_is_told_beside_its_field(case_at: CaseAt, day: str) -> None:
    case = case_at("hold_appraisal")
    assert "日期" in case.refused("hold_appraisal", happened_on=day)


def test_no_objection_comes_in_before_its_notice_hangs(case_at: CaseAt) -> None:
    case = case_at("take_down_notice")
    told = {"content": "这户在镇里有楼房。", "objector_name": "宋玉山", "contact": "口头"}
    page = case.act(CLERK, "objections/new", **told, received_on=LONG_AGO)
    assert page.status == 422
    assert "张贴" in page.complaints


def test_nobody_withdraws_before_having_applied(case_at: CaseAt) -> None:
    case = case_at("hold_appraisal", plan="B", identities=("低保",))
    page = case.act(CLERK, "withdrawal", reason="搬走了。", written_on=LONG_AGO)
    assert page.status == 422
    assert case.application.state == "open"


def test_the_bank_answers_no_payment_before_it_was_approved(case_at: CaseAt) -> None:
    case = case_at("pay_subsidy", **REPAIR)
    assert "早于" in case.refused("pay_subsidy", "paid", answered_on=LONG_AGO)


def test_no_entry_of_the_national_system_is_older_than_the_end_of_the_notice(
    case_at: CaseAt,
) -> None:
    case = case_at("record_registry_entry", **REPAIR)
    assert "早于" in case.refused("record_registry_entry", registered_on=LONG_AGO)


def test_what_follows_a_notice_is_not_older_than_its_last_day(case_at: CaseAt) -> None:
    case = case_at("decide_case")
    case.do("decide_case")
    case.do("post_notice")
    early = str(clock.today())
    case.wait_for("take_down_notice")
    case.object(OFFICER, received_on=early)
    case.do("take_down_notice")
    case.do("investigate_objection", "dismissed", happened_on=early)
    case.do("answer_objector", happened_on=early)
    assert "早于" in case.refused("hold_meeting", happened_on=early)
    case.do("hold_meeting")
