"""审批拨付: finance approves the very amount reviewed (S25, R78, F25)."""

from __future__ import annotations

from typing import Any

from forms.card import card_proof
from forms.entitlement_shown import show_money, yuan
from forms.fields import ShownField
from forms.late_entry import UNCONFIRMED, has_unconfirmed_entries
from forms.step_form import StepForm
from forms.subsidy_review import channel_of, payment_refusals
from models.payment import SubsidyApproval
from workflows.entitlement import entitlement_of
from workflows.personal_data import mask_account
from workflows.steps import Step

APPROVE = "approve"


class SubsidyApprovalForm(StepForm):
    """Shows payee and amount; asks for nothing but the decision."""

    record = SubsidyApproval
    row_fields = ()
    lead = "核对收款人、金额和资金来源后审批。"

    due = ShownField("拨付内容")

    def prepare(self, step: Step) -> None:
        """Payee, amount, fund."""
        self.entitlement = entitlement_of(step)
        show_payee(self.due, step)
        show_money(self.due, self.entitlement)

    def check(self, step: Step, outcome: str) -> None:
        """The amount is still what the table says, and the house is accepted."""
        if outcome != APPROVE:
            return
        if has_unconfirmed_entries(step):
            self.fail("comment", UNCONFIRMED)
        for sentence in payment_refusals(step, self.entitlement, channel_of(step)):
            self.fail("comment", sentence)
        reviewed = (step.application.payable_yuan, step.application.fund)
        if reviewed != (self.entitlement.payable_yuan, self.entitlement.fund):
            self.fail("comment", "金额或资金来源与现行标准不一致,请退回核对。")

    def row(self, step: Step, outcome: str) -> dict[str, Any]:
        """What was approved, to the yuan and to the account."""
        application = step.application
        return (
            super().row(step, outcome)
            | {"payable_yuan": application.payable_yuan, "fund": application.fund}
            | card_proof(step, application.card_number)
        )


def show_payee(shown: ShownField, step: Step) -> None:
    """Who gets how much on which account; the account masked."""
    application = step.application
    if application.pays_builder:
        # Plainly: this is not the household (G21, F42).
        shown.show("付给", "施工单位,农户已书面同意", attention=True)
    shown.show("收款人", application.card_holder)
    shown.show("开户银行", application.card_bank)
    account = "收款账号" if application.pays_builder else "一卡通账号"
    shown.show(account, mask_account(application.card_number or ""))
    shown.show("金额", yuan(application.payable_yuan))
    shown.show("列支资金", application.fund)
