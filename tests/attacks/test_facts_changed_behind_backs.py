"""Facts that somebody has established are not changed behind their back."""

from __future__ import annotations

from models.role import Role
from tests.cast import username
from tests.journeys.conftest import CaseAt

CLERK = username(Role.VILLAGE_CLERK)
REPAIR = {"grade": "C", "method": "修缮加固", "area_m2": None}


def test_the_village_does_not_change_the_dwelling_that_the_township_has_seen(
    case_at: CaseAt,
) -> None:
    case = case_at("decide_case")
    case.do("decide_case", "return", comment="请补充收入说明。")
    assert "入户调查" in case.refused("correct_application", dwelling="无房")
    case.do("correct_application")


def test_at_the_departments_a_seen_house_does_not_vanish(case_at: CaseAt) -> None:
    case = case_at("verify_civil_affairs", plan="B", identities=("低保",))
    case.do("verify_civil_affairs", "mismatch", comment="证号不一致。")
    assert "入户调查" in case.refused("correct_civil_affairs", dwelling="无房")


def test_what_the_visit_itself_asked_for_may_be_mended(case_at: CaseAt) -> None:
    case = case_at("visit_household")
    case.do("visit_household", "return", comment="请核对户籍。", members_agree="no")
    case.do("correct_application", long_term_rural="yes")
    assert set(case.open_tasks) == {"visit_household"}


def test_no_refusal_is_established_once_the_house_is_finished(case_at: CaseAt) -> None:
    case = case_at("declare_completion", **REPAIR)
    page = case.act(CLERK, "refusals/new", reason_kind="个人原因", reason="住惯了。")
    assert page.status == 303, page.complaints
    for _ in range(2):
        case.do("record_refusal_visit", "again")
        case.office.pass_days(1)
    case.do("declare_completion")
    assert "验收" in case.refused("record_refusal_visit", "establish")
    case.do("record_refusal_visit", "continue")


def test_a_signed_refusal_is_not_confirmed_once_the_house_is_finished(case_at: CaseAt) -> None:
    case = case_at("declare_completion", **REPAIR)
    case.act(CLERK, "refusals/new", reason_kind="个人原因", reason="住惯了。")
    for _ in range(2):
        case.do("record_refusal_visit", "again")
        case.office.pass_days(1)
    case.do("record_refusal_visit", "establish")
    case.do("sign_refusal_village")
    case.do("declare_completion")
    assert "验收" in case.refused("sign_refusal_township", "establish")
    case.do("sign_refusal_township", "return", comment="房屋已完工。")
    case.do("record_refusal_visit", "continue")
