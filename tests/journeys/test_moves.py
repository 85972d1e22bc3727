"""Another head of the household, and another plan, on the way (X3, G27)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from models.head_change import HeadChange
from models.household import Person
from models.role import Role
from tests.cast import username
from tests.journeys.conftest import CaseAt
from tests.journeys.office import Case, Page
from tests.journeys.walks import walks

CLERK = username(Role.VILLAGE_CLERK)
OFFICER = username(Role.TOWNSHIP_OFFICER)
HANDLER = username(Role.OFFICE_HANDLER)
LOW_INCOME = {"plan": "B", "identities": ("低保",)}


def members(case: Case) -> list[Person]:
    with case.office.database.read() as session:
        return list(
            session.scalars(
                select(Person)
                .where(Person.household_id == case.application.household_id)
                .order_by(Person.id)
            )
        )


def new_head(case: Case, who: str = CLERK, **answers: Any) -> Page:
    return case.change_head(who, **answers)


def moved(case: Case, **answers: Any) -> Page:
    told = {"identities": ["建档立卡"], "reason": "四月动态调整新识别。", **answers}
    return case.act_on_paper(HANDLER, "transfer", **{"reason_class": None, **told})


# --- another head


def test_before_the_identity_is_asked_the_head_changes_at_once(case_at: CaseAt) -> None:
    case = case_at("visit_household")
    before = case.application
    assert new_head(case).status == 303
    after = case.application
    assert after.head_name != before.head_name
    assert after.household_size == before.household_size - 1  # type: ignore[operator]
    old = next(each for each in members(case) if each.name == before.head_name)
    assert (old.is_head, old.left_reason) == (False, "死亡")
    assert set(case.open_tasks) == {"visit_household"}
    assert f"户主由{before.head_name}变更为{after.head_name}" in (
        case.office.get(OFFICER, f"/cases/{case.id}/history").words
    )


@pytest.mark.parametrize("node", ["verify_poverty", "grade_house", "approve_case"])
def test_until_approval_the_departments_are_asked_anew(case_at: CaseAt, node: str) -> None:
    case = case_at(node)
    assert new_head(case).status == 303
    assert "verify_poverty" in case.open_tasks
    assert node == "verify_poverty" or node not in case.open_tasks
    case.do("verify_poverty")
    # A house that was graded is not graded again.
    expected = "choose_method" if node == "approve_case" else "commission_grading"
    assert expected in case.open_tasks


def test_an_approved_case_keeps_its_approval_and_loses_the_old_heads_card(
    case_at: CaseAt,
) -> None:
    case = case_at("inspect_site")
    assert new_head(case).status == 303
    after = case.application
    assert set(case.open_tasks) == {"inspect_site"}
    assert after.approved_on is not None
    assert (after.card_holder, after.card_number) == (None, None)


@walks("approve_payee:approve", "confirm_payee:approve")
def test_where_money_is_due_two_offices_approve_the_new_payee(case_at: CaseAt) -> None:
    case = case_at("pay_subsidy")
    before = case.application
    assert new_head(case).status == 303
    assert case.application.head_name == before.head_name
    assert "户主变更正在审批" in case.refused("pay_subsidy")
    case.do("approve_payee")
    assert "户主变更正在审批" in case.refused("pay_subsidy")
    case.do("confirm_payee")
    after = case.application
    assert after.card_holder == after.head_name != before.head_name
    case.do("pay_subsidy")
    assert case.application.paid_on is not None


@walks("approve_payee:reject")
def test_a_payee_that_the_office_refuses_changes_nothing(case_at: CaseAt) -> None:
    case = case_at("pay_subsidy")
    before = case.application.head_name
    assert new_head(case).status == 303
    assert "正在审批" in new_head(case).complaints
    case.do("approve_payee", "reject", comment="户口簿还没有变更。")
    assert case.application.head_name == before
    with case.office.database.read() as session:
        assert session.query(HeadChange).one().state == "refused"
    case.do("pay_subsidy")


@walks("confirm_payee:reject")
def test_a_payee_that_the_finance_bureau_refuses_changes_nothing(case_at: CaseAt) -> None:
    case = case_at("review_subsidy")
    before = case.application.head_name
    assert new_head(case).status == 303
    case.do("approve_payee")
    assert "户主变更正在审批" in case.refused("review_subsidy")
    case.do("confirm_payee", "reject", comment="账户核实不上。")
    assert case.application.head_name == before
    case.do("review_subsidy")


def test_who_was_chosen_instead_leaves_the_old_head_in_the_household(case_at: CaseAt) -> None:
    case = case_at("visit_household")
    before = case.application
    page = new_head(case, reason_class="家庭推举")
    assert page.status == 422
    assert "请选择与新户主的关系" in page.complaints
    assert new_head(case, reason_class="家庭推举", old_relation="父亲").status == 303
    old = next(each for each in members(case) if each.name == before.head_name)
    assert (old.relation, old.left_on) == ("父亲", None)
    assert case.application.household_size == before.household_size


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"new_head_id": 987654}, "请"),
        ({"identities": []}, "请选择变更以后的身份类别"),
        ({"paper-file": None}, "请上传依据材料"),
        ({"happened_on": "2018-01-01"}, "不能早于上一步"),
    ],
)
def test_a_head_is_of_the_household_and_proven(
    case_at: CaseAt, answers: dict[str, Any], sentence: str
) -> None:
    case = case_at("visit_household")
    before = case.application.head_name
    page = new_head(case, **answers)
    assert page.status == 422
    assert sentence in page.complaints
    assert case.application.head_name == before


def test_a_suspended_case_gets_no_other_head(case_at: CaseAt) -> None:
    case = case_at("visit_household")
    assert case.act_on_paper(OFFICER, "suspension").status == 303
    assert "请先恢复办理" in new_head(case).complaints


# --- another plan


@pytest.mark.parametrize("node", ["review_file", "grade_house", "approve_case"])
def test_a_case_moves_to_the_other_plan_and_keeps_its_number(case_at: CaseAt, node: str) -> None:
    case = case_at(node, **LOW_INCOME)
    before = case.application
    page = moved(case)
    assert page.status == 303, page.complaints
    after = case.application
    assert after.number == before.number
    assert after.programme_id == case.office.people.programmes["A"]
    assert (after.head_name, after.graded_on) == (before.head_name, before.graded_on)
    if node != "review_file":
        assert "verify_poverty" in case.open_tasks
    words = case.office.get(OFFICER, f"/cases/{case.id}/history").words
    assert "150783-2019-B → 150783-2019-A" in words


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"identities": ["低保"]}, "不属于方案A"),
        ({"identities": []}, "请选择转入后的身份类别"),
        ({"reason": ""}, "请写明原因"),
        ({"paper-file": None}, "请上传依据材料"),
    ],
)
def test_a_plan_takes_only_its_own_households(
    case_at: CaseAt, answers: dict[str, Any], sentence: str
) -> None:
    case = case_at("review_file", **LOW_INCOME)
    page = moved(case, **answers)
    assert page.status == 422
    assert sentence in page.complaints
    assert case.application.programme_id == case.office.people.programmes["B"]


def test_an_approved_case_keeps_its_plan(case_at: CaseAt) -> None:
    case = case_at("inspect_site", **LOW_INCOME)
    assert "已经批准" in moved(case).complaints


def test_a_suspended_case_keeps_its_plan(case_at: CaseAt) -> None:
    case = case_at("review_file", **LOW_INCOME)
    assert case.act_on_paper(OFFICER, "suspension").status == 303
    assert "请先恢复办理" in moved(case).complaints
