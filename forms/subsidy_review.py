"""审核补助资金: payee, amount by the table, fund (S25, R79, R80)."""

from __future__ import annotations

from typing import Any

from forms.card import CardForm, card_proof, known_card
from forms.entitlement_shown import cite, show_money, yuan
from forms.fields import ShownField
from models.payment import SubsidyReview
from workflows.entitlement import PAYABLE, Entitlement, entitlement_of
from workflows.facts import evaluate
from workflows.head_changes import PAYEE_PENDING
from workflows.steps import Step

CHANNEL = "一卡通"


class SubsidyReviewForm(CardForm):
    """The amount is the table's; the officer answers for the account."""

    record = SubsidyReview
    row_fields = ("card_holder", "card_number", "card_bank", "number_checked")
    lead = "核对户主账户;金额和资金来源按标准核定,不能改填。"

    due = ShownField("应发补助")

    def load(self, step: Step) -> dict[str, Any]:
        """The account told earlier, else the head's name."""
        return known_card(step)

    def prepare(self, step: Step) -> None:
        """What is due and why."""
        self.entitlement = entitlement_of(step)
        amount = self.entitlement.payable_yuan
        rules = cite(self.entitlement.decisions["subsidy"].rules)
        self.due.show("应发金额", yuan(amount) + rules, attention=not amount)
        self.due.show("核定改造费用(元)", step.application.repair_cost_yuan)
        show_money(self.due, self.entitlement)

    def check(self, step: Step, outcome: str) -> None:
        """Accepted, decided, and to the head's own account."""
        for sentence in payment_refusals(step, self.entitlement):
            self.fail("comment", sentence)
        self.check_card(step)

    def save(self, step: Step, outcome: str) -> None:
        """Amount, fund and account are what finance approves next."""
        self.keep_card(step)
        step.application.payable_yuan = self.entitlement.payable_yuan
        step.application.fund = self.entitlement.fund
        super().save(step, outcome)

    def row(self, step: Step, outcome: str) -> dict[str, Any]:
        """The amount with the rows it rests on; the account masked and digested."""
        return (
            super().row(step, outcome)
            | {
                "payable_yuan": self.entitlement.payable_yuan,
                "fund": self.entitlement.fund,
                "decided_by": self.entitlement.record(),
            }
            | card_proof(step, self.card_number.data)
        )


def payment_refusals(step: Step, entitlement: Entitlement) -> list[str]:
    """Why nothing can be paid now, in sentences; empty when it can (R79, R80, G3)."""
    accepted = step.application.accepted_on is not None
    release = evaluate(step, "payment_release", accepted_by_housing_dept=accepted, channel=CHANNEL)
    sentences = []
    if step.application.is_payee_pending:
        sentences.append(PAYEE_PENDING)
    if not release.outputs.get("payment_ok"):
        sentences.append(f"{release.outputs.get('payment_outcome')}{cite(release.rules)}。")
    if entitlement.subsidy_state != PAYABLE:
        sentences += entitlement.refusals() or [entitlement.nothing_payable()]
    return sentences
