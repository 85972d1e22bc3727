"""Works, acceptance, payment and the closed file: findings, defects, returns (S19–S27, X5, X7)."""

from __future__ import annotations

import datetime as dt

from models.payment import AccountRepair, SubsidyPayment
from tests.journeys.conftest import CaseAt
from tests.journeys.walks import walks
from webapp.demo.people import card_number
from workflows import clock

REPAIR = {"grade": "C", "method": "修缮加固", "area_m2": None}


@walks(
    "inspect_site:finding",
    "rectify_finding:done",
    "recheck_finding:again",
    "recheck_finding:settled",
    "inspect_site:continue",
)
def test_a_finding_is_mended_until_it_is_settled(case_at: CaseAt) -> None:
    case = case_at("inspect_site", **REPAIR)
    case.do("inspect_site", "finding")
    case.do("rectify_finding")
    case.do("recheck_finding", "again")
    case.do("rectify_finding")
    case.do("recheck_finding", "settled")
    case.do("inspect_site", "continue")
    case.do("inspect_site", "finish")
    assert set(case.open_tasks) == {"declare_completion"}


@walks("accept_preliminary:fail", "accept_final:fail", "rectify_defects:done")
def test_a_house_that_fails_twice_is_mended_twice(case_at: CaseAt) -> None:
    case = case_at("accept_preliminary", **REPAIR)
    case.do("accept_preliminary", "fail")
    case.do("rectify_defects")
    case.do("accept_preliminary", "pass")
    case.do("accept_final", "fail")
    assert case.application.accepted_on is None
    case.do("rectify_defects")
    case.do("accept_preliminary", "pass")
    case.do("accept_final", "pass")
    assert set(case.open_tasks) == {"review_subsidy"}
    assert case.application.accepted_on == clock.today()


def test_the_checklist_decides_whether_a_house_passes(case_at: CaseAt) -> None:
    case = case_at("accept_preliminary", **REPAIR)
    refused = case.refused("accept_preliminary", "pass", **{"checklist-basic_safety": "no"})
    assert "不合格" in refused
    assert "基本居住功能" in refused


@walks("accept_final:pass", "decide_cancellation:cancel")
def test_a_house_above_its_area_loses_the_subsidy(case_at: CaseAt) -> None:
    case = case_at("accept_final")
    case.do("accept_final", "pass", measured_area_m2="60.01")
    case.do("decide_cancellation", "cancel")
    done = case.application
    assert (done.result, done.payable_yuan, done.accepted_on) == ("eligibility_cancelled", 0, None)
    assert "review_subsidy" not in {task.node_id for task in case.tasks}


@walks("decide_cancellation:rectify", "rectify_defects:done", "accept_final:pass")
def test_what_was_built_too_much_may_be_pulled_down(case_at: CaseAt) -> None:
    case = case_at("accept_final")
    case.do("accept_final", "pass", measured_area_m2="69.5")
    case.do("decide_cancellation", "rectify")
    assert case.application.measured_area_m2 is None
    case.do("rectify_defects")
    case.do("accept_preliminary", "pass")
    case.do("accept_final", "pass", measured_area_m2="60")
    case.finish()
    assert (case.application.result, case.application.payable_yuan) == ("case_closed", 25232)


@walks("approve_subsidy:return", "review_subsidy:done", "pay_subsidy:paid")
def test_finance_sends_an_account_back_for_checking(case_at: CaseAt) -> None:
    case = case_at("approve_subsidy", **REPAIR)
    case.do("approve_subsidy", "return")
    case.do("review_subsidy")
    case.do("approve_subsidy", "approve")
    case.do("pay_subsidy", "paid")
    assert case.application.paid_on == clock.today()


@walks(
    "pay_subsidy:failed",
    "repair_account:done",
    "verify_account:return",
    "verify_account:approve",
    "pay_subsidy:paid",
)
def test_a_payment_that_came_back_is_repaired_and_paid_once(case_at: CaseAt) -> None:
    case = case_at("pay_subsidy", **REPAIR)
    case.do("pay_subsidy", "failed")
    assert case.application.paid_on is None
    case.do("repair_account", card_number=card_number(77))
    case.do("verify_account", "return")
    case.do("repair_account", card_number=card_number(78))
    assert "请退回更正" in case.refused("verify_account", "approve", bank_confirmed="no")
    case.do("verify_account", "approve", bank_confirmed="yes")
    case.do("pay_subsidy", "paid")
    assert case.application.card_number == card_number(78)
    with case.office.database.read() as session:
        tries = session.query(SubsidyPayment).order_by(SubsidyPayment.id).all()
        repairs = session.query(AccountRepair).all()
    assert [each.outcome for each in tries] == ["failed", "paid"]
    assert tries[0].card_digest != tries[1].card_digest
    assert all("*" in each.old_card_masked for each in repairs)


def test_money_goes_to_the_heads_own_card_only(case_at: CaseAt) -> None:
    case = case_at("review_subsidy", **REPAIR)
    assert "户主" in case.refused("review_subsidy", card_holder="别人")
    number = case.plan.family.card_number
    mistyped = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert "校验位" in case.refused("review_subsidy", card_number=mistyped)


@walks("archive_case:missing", "supply_documents:done", "archive_case:close")
def test_a_file_with_a_gap_is_completed_before_it_is_closed(case_at: CaseAt) -> None:
    case = case_at("archive_case", **REPAIR)
    assert "农户尚未入住" in case.refused("archive_case", "close", moved_in="no", moved_in_on="")
    case.do("archive_case", "missing")
    case.do("supply_documents")
    case.do("archive_case", "close")
    assert case.application.result == "case_closed"


def test_nothing_is_built_before_the_agreement(case_at: CaseAt) -> None:
    case = case_at("start_construction", **REPAIR)
    yesterday = (clock.today() - dt.timedelta(days=1)).isoformat()
    assert "不能开工" in case.refused("start_construction", started_on=yesterday)
