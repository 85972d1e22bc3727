"""Plan B: the departments that an identity calls for, each with its own answer (R27–R29)."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import CaseAt, NewCase
from tests.journeys.office import Case, Office
from tests.journeys.walks import TO_THE_CARD, walks

LOW_INCOME = {"plan": "B", "identities": ("低保",)}
EXTREMELY_POOR = {"plan": "B", "identities": ("分散供养特困",), "size": 1}
DISABLED = {"plan": "B", "identities": ("贫困残疾人",)}
BOTH = {"plan": "B", "identities": ("低保", "贫困残疾人")}
POVERTY, CIVIL, DISABILITY = "verify_poverty", "verify_civil_affairs", "verify_disability"


@walks(*TO_THE_CARD, "verify_civil_affairs:pass")
def test_a_household_on_the_minimum_allowance_is_paid(
    sqlite_office: Office, new_case: NewCase
) -> None:
    case = new_case(sqlite_office, **LOW_INCOME).finish()
    done = case.application
    assert (done.result, done.fund, done.payable_yuan) == ("case_closed", "地方财政", 25232)
    assert done.number == "150783-2019-B-00001"
    assert {POVERTY, DISABILITY}.isdisjoint(task.node_id for task in case.tasks)


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        ({}, {POVERTY}),
        (LOW_INCOME, {CIVIL}),
        (EXTREMELY_POOR, {CIVIL}),
        (DISABLED, {POVERTY, CIVIL, DISABILITY}),
        (BOTH, {POVERTY, CIVIL, DISABILITY}),
    ],
    ids=["建档立卡", "低保", "特困", "残疾", "低保和残疾"],
)
def test_the_right_departments_are_asked(
    case_at: CaseAt, who: dict[str, object], asked: set[str]
) -> None:
    case = case_at(min(asked), **who)
    assert set(case.open_tasks) == asked


@walks("verify_civil_affairs:pass")
def test_a_household_supported_apart_passes_by_civil_affairs(case_at: CaseAt) -> None:
    case = case_at(CIVIL, **EXTREMELY_POOR)
    case.do(CIVIL, "pass")
    assert set(case.open_tasks) == {"commission_grading"}


@walks("verify_disability:pass", "verify_poverty:pass")
def test_a_disabled_person_passes_by_two_departments(case_at: CaseAt) -> None:
    case = case_at(DISABILITY, **DISABLED)
    case.do(DISABILITY, "pass")
    assert set(case.open_tasks) == {POVERTY, CIVIL}
    case.do(POVERTY, "pass")
    assert set(case.open_tasks) == {"commission_grading"}
    assert status_of(case, CIVIL) == "cancelled"


@walks("verify_civil_affairs:pass", "verify_disability:pass")
def test_either_of_the_two_registers_will_do(case_at: CaseAt) -> None:
    case = case_at(DISABILITY, **DISABLED)
    case.do(CIVIL, "pass")
    assert set(case.open_tasks) == {DISABILITY}
    case.do(DISABILITY, "pass")
    assert set(case.open_tasks) == {"commission_grading"}
    assert status_of(case, POVERTY) == "cancelled"


@walks("verify_poverty:fail", "verify_civil_affairs:pass", "verify_disability:pass")
def test_one_refusal_settles_nothing_while_the_other_may_agree(case_at: CaseAt) -> None:
    case = case_at(DISABILITY, **DISABLED)
    case.do(POVERTY, "fail")
    assert set(case.open_tasks) == {CIVIL, DISABILITY}
    case.do(CIVIL, "pass")
    case.do(DISABILITY, "pass")
    assert set(case.open_tasks) == {"commission_grading"}


@walks("verify_disability:fail", "verify_civil_affairs:pass")
def test_who_is_also_on_the_allowance_does_not_need_the_federation(case_at: CaseAt) -> None:
    case = case_at(DISABILITY, **BOTH)
    case.do(DISABILITY, "fail")
    assert set(case.open_tasks) == {POVERTY, CIVIL}
    case.do(CIVIL, "pass")
    assert set(case.open_tasks) == {"commission_grading"}


@walks("verify_poverty:fail", "verify_civil_affairs:fail", "forward_refusal:done")
def test_when_all_refuse_the_case_goes_back_through_the_township(case_at: CaseAt) -> None:
    case = case_at(DISABILITY, **DISABLED)
    case.do(POVERTY, "fail", comment="不在建档立卡名单内。")
    case.do(CIVIL, "fail", comment="不在低保名单内。")
    assert set(case.open_tasks) == {"forward_refusal"}
    assert status_of(case, DISABILITY) == "cancelled"
    page = case.office.get(case.who("forward_refusal"), f"/tasks/{case.task('forward_refusal').id}")
    assert "不在低保名单内" in page.words
    case.do("forward_refusal", reason="扶贫、民政均不通过。")
    assert set(case.open_tasks) == {"handle_return"}


@walks("verify_disability:fail", "handle_return:resubmit", "verify_disability:pass")
def test_a_refused_household_that_explains_itself_is_asked_about_anew(case_at: CaseAt) -> None:
    case = case_at(DISABILITY, **DISABLED)
    case.do(DISABILITY, "fail")
    case.do("forward_refusal")
    case.do("handle_return", "resubmit")
    assert set(case.open_tasks) == {POVERTY, CIVIL, DISABILITY}
    case.do(DISABILITY, "pass")
    case.do(POVERTY, "pass")
    assert set(case.open_tasks) == {"commission_grading"}


@walks("verify_civil_affairs:fail", "handle_return:drop", "explain_drop:done")
def test_a_refused_household_may_be_dropped_with_a_letter(case_at: CaseAt) -> None:
    case = case_at(CIVIL, **LOW_INCOME)
    case.do(CIVIL, "fail")
    case.do("forward_refusal")
    case.do("handle_return", "drop")
    case.do("explain_drop")
    assert case.application.result == "not_reported"


@walks("verify_poverty:mismatch", "correct_poverty:done")
def test_a_mismatch_goes_to_the_village_and_straight_back(case_at: CaseAt) -> None:
    case = case_at(POVERTY)
    case.do(POVERTY, "mismatch", comment="姓名与系统不一致。")
    assert case.task("correct_poverty").asked_because == "姓名与系统不一致。"
    case.do("correct_poverty")
    assert set(case.open_tasks) == {POVERTY}


@walks(
    "verify_disability:mismatch",
    "correct_disability:done",
    "verify_civil_affairs:mismatch",
    "correct_civil_affairs:done",
)
def test_a_mismatch_with_one_department_does_not_hold_up_the_others(case_at: CaseAt) -> None:
    case = case_at(DISABILITY, **DISABLED)
    case.do(DISABILITY, "mismatch")
    case.do(CIVIL, "mismatch")
    assert set(case.open_tasks) == {POVERTY, "correct_disability", "correct_civil_affairs"}
    case.do("correct_civil_affairs")
    case.do("correct_disability")
    case.do(POVERTY, "pass")
    case.do(DISABILITY, "pass")
    assert set(case.open_tasks) == {"commission_grading"}


@walks("check_application:accept")
def test_an_application_in_the_wrong_list_moves_to_its_own(case_at: CaseAt) -> None:
    case = case_at("check_application", plan="A", identities=("低保",))
    assert case.application.number == "150783-2019-A-00001"
    assert "转入" in case.refused("check_application", "accept", transfers=None)
    case.do("check_application", "accept", transfers="yes")
    moved = case.application
    assert moved.programme_id == case.office.people.programmes["B"]
    assert moved.number == "150783-2019-A-00001"


def status_of(case: Case, node: str) -> str:
    """The status of the newest task of a node."""
    tasks = [task for task in case.tasks if task.node_id == node]
    return str(tasks[-1].status)
