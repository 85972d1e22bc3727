"""Withdrawal and refusal: what ends a case from the side, and what does not (X1, X2)."""

from __future__ import annotations

import datetime as dt

import pytest

from models.refusal import Refusal, Withdrawal
from models.role import Role
from tests.cast import username
from tests.journeys.conftest import CaseAt
from tests.journeys.office import Case
from tests.journeys.walks import walks
from workflows import clock

CLERK = username(Role.VILLAGE_CLERK)
LOW_INCOME = {"plan": "B", "identities": ("低保",)}
PERSONAL = {"reason_kind": "个人原因", "reason": "户主说住惯了,不愿动。"}


@pytest.mark.parametrize("node", ["hold_appraisal", "visit_household"])
def test_a_household_may_withdraw_before_its_identity_is_asked(case_at: CaseAt, node: str) -> None:
    case = case_at(node, **LOW_INCOME)
    page = case.act(CLERK, "withdrawal", reason="女儿接老人进城。")
    assert page.status == 303, page.complaints
    done = case.application
    assert (done.state, done.result) == ("ended", "withdrawn")
    assert case.open_tasks == {}
    with case.office.database.read() as session:
        assert session.query(Withdrawal).one().reason == "女儿接老人进城。"


def test_a_withdrawal_takes_the_open_notice_with_it(case_at: CaseAt) -> None:
    case = case_at("post_notice", **LOW_INCOME)
    case.do("post_notice")
    sheet = "/notice-lists/GS-2019-00001"
    assert "公示中" in case.office.get(CLERK, sheet).words
    assert case.act(CLERK, "withdrawal", reason="搬走了。").status == 303
    case.office.pass_days(7)
    assert case.open_tasks == {}
    assert case.application.result == "withdrawn"
    board = case.office.get(CLERK, sheet)
    assert board.status == 200
    assert "已停止办理" in board.words


def test_after_the_township_there_is_no_withdrawal(case_at: CaseAt) -> None:
    case = case_at("verify_civil_affairs", **LOW_INCOME)
    page = case.act(CLERK, "withdrawal", reason="不想改了。")
    assert page.status == 422
    assert "登记拒绝改造" in page.complaints
    assert case.application.state == "open"


def test_a_registered_poor_household_cannot_withdraw(case_at: CaseAt) -> None:
    case = case_at("hold_appraisal")
    page = case.act(CLERK, "withdrawal", reason="不想改了。")
    assert page.status == 422
    assert case.application.state == "open"


@pytest.mark.parametrize("answers", [{"reason": ""}, {"written_on": "2031-01-01"}])
def test_a_withdrawal_says_why_and_when(case_at: CaseAt, answers: dict[str, str]) -> None:
    case = case_at("hold_appraisal", **LOW_INCOME)
    page = case.act(CLERK, "withdrawal", **({"reason": "搬走了。"} | answers))
    assert page.status == 422
    assert case.application.state == "open"


@walks(
    "record_refusal_visit:again",
    "record_refusal_visit:establish",
    "sign_refusal_village:done",
    "sign_refusal_township:return",
    "sign_refusal_township:establish",
)
def test_a_refusal_is_established_by_visits_and_two_seals(case_at: CaseAt) -> None:
    case = refused_at(case_at, "choose_method")
    assert "再做工作" in case.refused("record_refusal_visit", "establish")
    case.do("record_refusal_visit", "again")
    case.office.pass_days(1)
    case.do("record_refusal_visit", "again")
    case.office.pass_days(1)
    case.do("record_refusal_visit", "establish")
    case.do("sign_refusal_village")
    case.do("sign_refusal_township", "return", comment="儿子返乡,再做一次工作。")
    case.do("record_refusal_visit", "establish")
    case.do("sign_refusal_village")
    case.do("sign_refusal_township", "establish")
    done = case.application
    assert (done.state, done.result) == ("ended", "refused")
    assert case.open_tasks == {}


def test_two_visits_on_one_day_count_once(case_at: CaseAt) -> None:
    case = refused_at(case_at, "choose_method")
    case.do("record_refusal_visit", "again")
    case.do("record_refusal_visit", "again")
    assert "多次" in case.refused("record_refusal_visit", "establish")


@walks("record_refusal_visit:continue")
def test_a_household_that_agrees_after_all_goes_on_where_it_stood(case_at: CaseAt) -> None:
    case = refused_at(case_at, "choose_method")
    case.do("record_refusal_visit", "continue")
    assert set(case.open_tasks) == {"choose_method", "resettle_household"}
    with case.office.database.read() as session:
        assert session.query(Refusal).one().state == "continued"
    case.do("choose_method")


def test_a_hardship_is_no_refusal(case_at: CaseAt) -> None:
    case = case_at("choose_method")
    case.act(CLERK, "refusals/new", reason_kind="非个人原因", reason="没有钱垫付。")
    for _ in range(2):
        case.do("record_refusal_visit", "again")
        case.office.pass_days(1)
    assert "非个人原因" in case.refused("record_refusal_visit", "establish")


def test_the_case_goes_on_while_a_refusal_is_being_talked_about(case_at: CaseAt) -> None:
    case = refused_at(case_at, "choose_method")
    case.do("choose_method")
    assert "review_archive" in case.open_tasks


def test_a_second_refusal_file_is_not_opened(case_at: CaseAt) -> None:
    case = refused_at(case_at, "choose_method")
    page = case.act(CLERK, "refusals/new", **PERSONAL)
    assert page.status == 422
    assert "正在办理" in page.complaints


def test_after_acceptance_began_nobody_refuses(case_at: CaseAt) -> None:
    case = case_at("accept_preliminary", grade="C", method="修缮加固", area_m2=None)
    page = case.act(CLERK, "refusals/new", **PERSONAL)
    assert page.status == 422


def test_acts_are_offered_only_while_they_can_be_done(case_at: CaseAt) -> None:
    case = case_at("hold_appraisal", **LOW_INCOME)
    page = case.office.get(CLERK, f"/cases/{case.id}")
    assert "登记撤回申请" in page.words
    assert "登记异议" not in page.words
    case.act(CLERK, "withdrawal", reason="搬走了。", written_on=str(clock.today()))
    ended = case.office.get(CLERK, f"/cases/{case.id}")
    assert "登记撤回申请" not in ended.words
    assert "登记拒绝改造" not in ended.words


def refused_at(case_at: CaseAt, node: str) -> Case:
    """A case at ``node`` with a refusal file beside it; a day has gone by."""
    case = case_at(node)
    page = case.act(CLERK, "refusals/new", **PERSONAL)
    assert page.status == 303, page.complaints
    clock.set_offset(clock.offset() + dt.timedelta(days=1))
    return case
