"""Review, approval and payment of the subsidy, accounts, and the closed file."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from models.archive import ArchiveClosing, ArchiveSupply
from models.history import HistoryEntry
from models.payment import (
    AccountRepair,
    AccountVerification,
    SubsidyApproval,
    SubsidyPayment,
    SubsidyReview,
)
from models.role import Level
from models.village import VillageReport
from tests.forms.county_case import REPAIR, NewStage, an_earlier_task, approved_stage
from tests.forms.proven_notice import proven_notice
from tests.forms.stage import Stage, new_application
from workflows import clock
from workflows.payee_account import keep_account

CARD = "6217995000012345675"
OTHER_CARD = "6217995000067890120"
ACCEPTED: dict[str, Any] = {
    "accepted_on": dt.date(2019, 8, 25),
    "measured_area_m2": Decimal("55.20"),
}
ACCOUNT = {"card_holder": "敖登高娃", "card_number": CARD, "card_bank": "农村信用社惠风川分社"}


def stage_at_review(new_stage: NewStage, plan: str = "A", **facts: Any) -> Stage:
    return approved_stage(new_stage, "payment_and_closing", plan, **{**ACCEPTED, **facts})


def stage_at_approval(new_stage: NewStage, **facts: Any) -> Stage:
    stage = stage_at_review(new_stage, **facts)
    stage.submit("review_subsidy", **ACCOUNT)
    return stage


def stage_at_payment(new_stage: NewStage, **facts: Any) -> Stage:
    stage = stage_at_approval(new_stage, **facts)
    stage.submit("approve_subsidy", "approve")
    return stage


def answered(**answers: Any) -> dict[str, Any]:
    day = clock.today().isoformat()
    return {"batch_number": "2019-08-蘑菇气-1", "answered_on": day, **answers}


def complete_the_file(stage: Stage) -> None:
    """What earlier steps leave behind, and the papers of building."""
    stage.upload("改造后房屋和户主图片", "建房协议")
    stage.session.add(
        VillageReport(
            application_id=stage.application.id,
            task_id=an_earlier_task(stage),
            recorded_by_id=stage.application.opened_by_id,
            handled_by="包铁山",
            happened_on=dt.date(2019, 2, 1),
            recorded_at=clock.now(),
            is_backdated=True,
            outcome="done",
            filled_on=dt.date(2019, 2, 1),
            is_signed_by_head=True,
            signing="本人签字",
            is_sealed=True,
            document_ids=[],
        )
    )
    for level in Level:
        proven_notice(stage, level)


def stage_at_closing(new_stage: NewStage, *, complete: bool = True, **facts: Any) -> Stage:
    stage = stage_at_payment(new_stage, **facts)
    if complete:
        complete_the_file(stage)
    stage.submit("pay_subsidy", "paid", **answered())
    return stage


MOVED_IN = {"moved_in": "yes", "moved_in_on": "2019-09-01"}


# --- 审核补助资金


def test_the_amount_is_the_tables_and_the_account_the_heads(new_stage: NewStage) -> None:
    stage = stage_at_approval(new_stage)
    application = stage.application
    assert (application.payable_yuan, application.fund) == (25232, "扶贫资金")
    assert application.card_number == CARD
    row = stage.last(SubsidyReview)
    assert (row.payable_yuan, row.card_masked[-4:]) == (25232, CARD[-4:])
    assert CARD not in row.card_masked
    assert stage.open_tasks() == {"approve_subsidy"}


@pytest.mark.parametrize(("cost", "amount"), [(13500, 13500), (20000, 20000), (26000, 20000)])
def test_a_repair_is_paid_its_costs_up_to_the_cap(
    new_stage: NewStage, cost: int, amount: int
) -> None:
    facts = {**REPAIR, "repair_cost_yuan": cost, "measured_area_m2": None}
    assert stage_at_approval(new_stage, **facts).application.payable_yuan == amount


def test_plan_b_is_paid_by_the_local_budget(new_stage: NewStage) -> None:
    stage = stage_at_approval(new_stage, plan="B")
    assert stage.application.fund == "地方财政"


def test_an_account_number_never_enters_the_record(new_stage: NewStage) -> None:
    stage = stage_at_payment(new_stage)
    entries = stage.session.query(HistoryEntry).all()
    assert entries
    assert not any(CARD in str(entry.payload) for entry in entries)


def test_the_account_is_in_the_heads_own_name(new_stage: NewStage) -> None:
    stage = stage_at_review(new_stage)
    errors = stage.errors("review_subsidy", **{**ACCOUNT, "card_holder": "包铁山"})
    assert set(errors) == {"card_holder"}


def test_interpuncts_of_a_name_compare_as_equal(new_stage: NewStage) -> None:
    stage = stage_at_review(new_stage, head_name="阿木尔·吉雅")
    stage.submit("review_subsidy", **{**ACCOUNT, "card_holder": "阿木尔•吉雅"})


def test_blanks_and_full_width_digits_are_read(new_stage: NewStage) -> None:
    stage = stage_at_review(new_stage)
    written = "6217 9950-0001 2345 675"
    stage.submit("review_subsidy", **{**ACCOUNT, "card_number": written})
    assert stage.application.card_number == CARD


def test_a_number_that_fails_its_check_digit_must_be_looked_at(new_stage: NewStage) -> None:
    stage = stage_at_review(new_stage)
    wrong = {**ACCOUNT, "card_number": CARD[:-1] + "4"}
    assert set(stage.errors("review_subsidy", **wrong)) == {"card_number"}
    stage.submit("review_subsidy", **wrong, number_checked="counted")


@pytest.mark.parametrize("number", ["123456789", "6217995000012345675X", "1" * 26])
def test_what_is_no_account_number_is_refused(new_stage: NewStage, number: str) -> None:
    stage = stage_at_review(new_stage)
    answers = {**ACCOUNT, "card_number": number, "number_checked": "counted"}
    assert set(stage.errors("review_subsidy", **answers)) == {"card_number"}


def test_an_account_of_another_household_is_refused(new_stage: NewStage) -> None:
    stage = stage_at_review(new_stage)
    other = new_application(stage.session, stage.people, head_name="李铁柱")
    keep_account(other, stage.runtime.digest_key, number=CARD, holder="李铁柱", bank="农村信用社")
    assert "另一户" in stage.errors("review_subsidy", **ACCOUNT)["card_number"][0]
    other.state, other.result = "ended", "not_reported"
    stage.session.flush()
    stage.submit("review_subsidy", **ACCOUNT)


def test_a_house_that_is_not_accepted_is_not_paid(new_stage: NewStage) -> None:
    stage = stage_at_review(new_stage, accepted_on=None)
    assert "验收合格后发放" in stage.errors("review_subsidy", **ACCOUNT)["comment"][0]


def test_an_open_amount_is_not_paid(new_stage: NewStage) -> None:
    stage = stage_at_review(new_stage, grade="C", method="新建(C级自愿)")
    assert "C级自愿新建的补助金额" in stage.errors("review_subsidy", **ACCOUNT)["comment"][0]


def test_a_mutual_aid_home_has_nothing_to_pay(new_stage: NewStage) -> None:
    stage = stage_at_review(new_stage, method="互助院", measured_area_m2=Decimal("36"))
    assert stage.open_tasks() == {"archive_case"}


# --- 审批拨付


def test_finance_approves_the_amount_reviewed(new_stage: NewStage) -> None:
    stage = stage_at_approval(new_stage)
    shown = {name: value for name, value, _ in stage.form("approve_subsidy").due.rows}
    assert shown["金额"] == "25,232 元"
    assert shown["一卡通账号"] == "*" * 15 + CARD[-4:]
    stage.submit("approve_subsidy", "approve")
    assert stage.last(SubsidyApproval).payable_yuan == 25232


def test_an_amount_that_is_not_the_tables_is_not_approved(new_stage: NewStage) -> None:
    stage = stage_at_approval(new_stage)
    stage.application.payable_yuan = 45232
    stage.session.flush()
    assert "不一致" in stage.errors("approve_subsidy", "approve")["comment"][0]
    stage.submit("approve_subsidy", "return", comment="金额不符。")
    assert stage.open_tasks() == {"review_subsidy"}


# --- 登记发放结果


def test_a_payment_is_kept_with_its_batch(new_stage: NewStage) -> None:
    stage = stage_at_payment(new_stage)
    stage.submit("pay_subsidy", "paid", **answered(bank_reference="20190901-77"))
    row = stage.last(SubsidyPayment)
    assert (row.amount_yuan, row.fund, row.batch_number) == (25232, "扶贫资金", "2019-08-蘑菇气-1")
    assert stage.application.paid_on == clock.today()
    assert stage.open_tasks() == {"archive_case"}


def test_a_case_is_never_paid_twice(new_stage: NewStage) -> None:
    stage = stage_at_payment(new_stage)
    stage.application.paid_on = dt.date(2019, 9, 1)
    stage.session.flush()
    assert "不能重复发放" in stage.errors("pay_subsidy", "paid", **answered())["comment"][0]


def test_the_database_itself_refuses_a_second_payment(new_stage: NewStage) -> None:
    stage = stage_at_payment(new_stage)
    stage.submit("pay_subsidy", "paid", **answered())
    first = stage.last(SubsidyPayment)
    names = [column.key for column in SubsidyPayment.__table__.columns if column.key != "id"]
    stage.session.add(SubsidyPayment(**{name: getattr(first, name) for name in names}))
    with pytest.raises(IntegrityError):
        stage.session.flush()


def test_a_returned_payment_names_the_banks_reason(new_stage: NewStage) -> None:
    stage = stage_at_payment(new_stage)
    errors = stage.errors("pay_subsidy", "failed", **answered(), comment="银行退回。")
    assert set(errors) == {"failure_reason"}
    returned = answered(failure_reason="户名不符")
    stage.submit("pay_subsidy", "failed", **returned, comment="户名不符。")
    assert stage.application.paid_on is None
    assert stage.open_tasks() == {"repair_account"}


def test_a_payment_needs_batch_and_day(new_stage: NewStage) -> None:
    stage = stage_at_payment(new_stage)
    errors = stage.errors("pay_subsidy", "paid", batch_number="", answered_on="")
    assert set(errors) == {"batch_number", "answered_on"}


# --- 更正和核实账户


def stage_at_repair(new_stage: NewStage) -> Stage:
    stage = stage_at_payment(new_stage)
    returned = answered(failure_reason="账号不存在")
    stage.submit("pay_subsidy", "failed", **returned, comment="账号不存在。")
    return stage


def test_the_old_account_is_shown_masked(new_stage: NewStage) -> None:
    form = stage_at_repair(new_stage).form("repair_account")
    assert CARD not in str(form.old())
    assert form.card_number.data == ""


def test_a_corrected_account_is_verified_and_paid_once(new_stage: NewStage) -> None:
    stage = stage_at_repair(new_stage)
    stage.submit("repair_account", **{**ACCOUNT, "card_number": OTHER_CARD})
    assert stage.last(AccountRepair).old_card_masked.endswith(CARD[-4:])
    assert "bank_confirmed" in stage.errors("verify_account", "approve", bank_confirmed="no")
    stage.submit("verify_account", "approve", bank_confirmed="yes")
    stage.submit("pay_subsidy", "paid", **answered(batch_number="2019-09-补发-1"))
    digest = stage.last(AccountVerification).card_digest
    assert stage.last(SubsidyPayment).card_digest == digest
    assert stage.session.query(SubsidyPayment).count() == 2


def test_an_account_the_bank_does_not_confirm_goes_back(new_stage: NewStage) -> None:
    stage = stage_at_repair(new_stage)
    stage.submit("repair_account", **{**ACCOUNT, "card_number": OTHER_CARD})
    stage.submit("verify_account", "return", bank_confirmed="no", comment="证件号不符。")
    assert stage.open_tasks() == {"repair_account"}


# --- 归档销号


def test_a_complete_file_is_closed(new_stage: NewStage) -> None:
    stage = stage_at_closing(new_stage)
    assert stage.record("decision_made")[-1]["outputs"]["archive_complete"] is True
    stage.submit("archive_case", "close", **MOVED_IN)
    row = stage.last(ArchiveClosing)
    assert all(row.items.values())
    assert (row.payment_state, row.moved_in) == ("已发放", True)
    assert stage.application.result == "closed"


def test_an_incomplete_file_is_not_closed_and_says_what_is_missing(new_stage: NewStage) -> None:
    stage = stage_at_closing(new_stage, complete=False)
    sentence = stage.errors("archive_case", "close", **MOVED_IN)["comment"][0]
    assert "退回补齐" in sentence
    assert "协议" in sentence
    assert "审批" not in sentence


def test_a_file_is_filled_up_by_the_township(new_stage: NewStage) -> None:
    stage = stage_at_closing(new_stage, complete=False)
    stage.submit("archive_case", "missing", **MOVED_IN, comment="缺协议等材料。")
    form = stage.form("supply_documents")
    assert "建房协议" in {name: value for name, value, _ in form.missing.rows}["协议"]
    kinds = ("农户申请审批表", "公示材料", "建房协议", "改造后房屋和户主图片")
    papers = [str(number) for number in stage.upload(*kinds)]
    stage.submit("supply_documents", supplied="补齐四份材料。", document_ids=papers)
    assert len(stage.last(ArchiveSupply).document_ids) == 4
    stage.submit("archive_case", "close", **MOVED_IN)
    assert stage.application.result == "closed"


def test_a_household_that_has_not_moved_in_is_not_closed(new_stage: NewStage) -> None:
    stage = stage_at_closing(new_stage)
    errors = stage.errors("archive_case", "close", moved_in="no")
    assert "尚未入住" in errors["comment"][0]


def test_moving_in_has_its_day(new_stage: NewStage) -> None:
    stage = stage_at_closing(new_stage)
    assert set(stage.errors("archive_case", "close", moved_in="yes")) == {"moved_in_on"}


def test_where_nothing_is_due_payment_does_not_apply(new_stage: NewStage) -> None:
    stage = stage_at_review(new_stage, method="互助院", measured_area_m2=Decimal("36"))
    complete_the_file(stage)
    stage.submit("archive_case", "close", **MOVED_IN)
    assert stage.last(ArchiveClosing).payment_state == "不适用"
    assert stage.application.payable_yuan == 0


def test_a_household_without_a_house_brings_its_statement_instead_of_pictures(
    new_stage: NewStage,
) -> None:
    papers = ["户籍证明", "扶贫办证明原件", "扶贫办证明复印件"]
    facts = {"dwelling": "无房", "grade": None, "whole_household_no_house": True}
    stage = stage_at_closing(new_stage, **facts, marked_in_archive=True, papers=papers)
    sentence = stage.errors("archive_case", "close", **MOVED_IN)["comment"][0]
    assert "缺改造前房屋和户主图片。" in sentence
    stage.application.papers = [*papers, "无房情况说明"]
    stage.session.flush()
    stage.submit("archive_case", "close", **MOVED_IN)
