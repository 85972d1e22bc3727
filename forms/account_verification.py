"""核实账户: name, identity number and account agree at the bank (X7, F43)."""

from __future__ import annotations

from typing import Any

from forms.card import card_proof
from forms.fields import Needed, ShownField, YesNoField
from forms.step_form import StepForm
from forms.subsidy_approval import show_payee
from models.payment import AccountVerification
from workflows.steps import Step

APPROVE = "approve"


class AccountVerificationForm(StepForm):
    """Somebody other than the payer asks the bank."""

    record = AccountVerification
    lead = "向银行核对更正后的账户。"

    account = ShownField("更正后的账户")
    bank_confirmed = YesNoField("银行确认户名、证件号和账号一致", [Needed("请向银行核对。")])

    def prepare(self, step: Step) -> None:
        """The account to verify."""
        show_payee(self.account, step)

    def check(self, step: Step, outcome: str) -> None:
        """Only a confirmed account is paid to."""
        if outcome == APPROVE and not self.bank_confirmed.data:
            self.fail("bank_confirmed", "银行没有确认一致的,请退回更正。")

    def row(self, step: Step, outcome: str) -> dict[str, Any]:
        """Which account it was about."""
        return super().row(step, outcome) | card_proof(step, step.application.card_number)
