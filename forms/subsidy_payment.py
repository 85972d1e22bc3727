"""登记发放结果: what the bank answered; a case is paid once (S26, R80, F47)."""

from __future__ import annotations

from typing import Any

from forms.card import card_proof
from forms.fields import ChoiceField, DayField, Needed, ShownField, TextField
from forms.late_entry import UNCONFIRMED, has_unconfirmed_entries
from forms.step_form import StepForm
from forms.subsidy_approval import show_payee
from models.payment import SubsidyPayment
from workflows import clock
from workflows.head_changes import PAYEE_PENDING
from workflows.steps import Step

PAID, FAILED = "paid", "failed"
# As banks return them (N12).
FAILURE_REASONS = ("户名不符", "账号不存在", "账户销户、冻结或睡眠", "证件号不符", "其他")


class SubsidyPaymentForm(StepForm):
    """One item of a bank batch and its answer."""

    record = SubsidyPayment
    row_fields = ("bank_reference", "failure_reason")
    lead = "按银行回盘登记这一笔的结果。"

    due = ShownField("拨付内容")
    batch_number = TextField("批次号", [Needed("请填写批次号。", always=True)], max_length=40)
    answered_on = DayField("银行入账或退回日期", [Needed("请填写日期。", always=True)])
    bank_reference = TextField("银行流水号", max_length=60)
    failure_reason = ChoiceField("退回原因", FAILURE_REASONS, hint="发放失败时选择。")

    def load(self, step: Step) -> dict[str, Any]:
        """Mostly it is told on the day."""
        return {"answered_on": clock.today()}

    def prepare(self, step: Step) -> None:
        """Payee and amount."""
        show_payee(self.due, step)

    def check(self, step: Step, outcome: str) -> None:
        """Never twice, never before it was approved, and a return has its reason."""
        application = step.application
        if application.paid_on is not None:
            self.fail("comment", f"这一件已于 {application.paid_on:%Y-%m-%d} 发放,不能重复发放。")
        if application.is_payee_pending:
            self.fail("comment", PAYEE_PENDING)
        if not application.payable_yuan or not application.card_number:
            self.fail("comment", "没有核定的金额或账户,不能登记发放。")
        if self.answered_on.data > self.happened_on.data:
            self.fail("answered_on", "银行日期不能晚于办理日期。")
        assert step.task is not None
        approved_on = step.task.not_before
        if approved_on and self.answered_on.data < approved_on:
            self.fail("answered_on", f"银行日期不能早于审批拨付({approved_on:%Y-%m-%d})。")
        if outcome == PAID and has_unconfirmed_entries(step):
            self.fail("comment", UNCONFIRMED)
        if outcome == FAILED and not self.failure_reason.data:
            self.fail("failure_reason", "请选择银行退回的原因。")
        if outcome == PAID and self.failure_reason.data:
            self.fail("failure_reason", "发放成功的不填退回原因。")

    def save(self, step: Step, outcome: str) -> None:
        """The day the money reached the card."""
        if outcome == PAID:
            step.application.paid_on = self.answered_on.data
        super().save(step, outcome)

    def row(self, step: Step, outcome: str) -> dict[str, Any]:
        """The amount approved; nobody types one here."""
        application = step.application
        return (
            super().row(step, outcome)
            | {"amount_yuan": application.payable_yuan, "fund": application.fund}
            | card_proof(step, application.card_number)
        )
