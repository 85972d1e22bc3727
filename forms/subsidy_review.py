"""审核补助资金: payee, amount by the table, fund (S25, R79, R80)."""

from __future__ import annotations

from typing import Any

from forms.card import CardForm, card_proof, known_card
from forms.entitlement_shown import show_money, yuan
from forms.fields import ChoiceField, DocumentsField, Needed, ShownField
from models.document import PAYEE_CONSENT
from models.payment import SubsidyReview
from models.project import Project
from workflows.entitlement import PAYABLE, Entitlement, entitlement_of
from workflows.facts import evaluate
from workflows.head_changes import PAYEE_PENDING
from workflows.personal_data import mask_account
from workflows.rule_sources import cite
from workflows.steps import Step

CARD, BUILDER = "一卡通", "施工单位"
PAYEES = ((CARD, "户主一卡通"), (BUILDER, "施工单位(农户书面同意)"))
QUESTIONS_OF_PROJECT = ("payee", "builder", "consent_ids")
NO_ACCOUNT = "工程还没有登记施工单位的开户银行和账号,请先在工程里补全。"


class SubsidyReviewForm(CardForm):
    """The amount is the table's; the officer answers for the account."""

    record = SubsidyReview
    row_fields = ("card_holder", "card_number", "card_bank", "number_checked")
    lead = "核对户主账户;金额和资金来源按标准核定,不能改填。"

    due = ShownField("应发补助")
    # Asked where the county lets a 工程's builder be paid (G21, N9).
    payee = ChoiceField("付给谁", PAYEES, [Needed("请选择付给谁。")])
    builder = ShownField("施工单位的账户")
    consent_ids = DocumentsField(
        PAYEE_CONSENT, (PAYEE_CONSENT,), hint="付给施工单位的,须有农户签字的书面同意和协议。"
    )

    def load(self, step: Step) -> dict[str, Any]:
        """The account told earlier, else the head's name."""
        return known_card(step) | {"payee": BUILDER if step.application.pays_builder else CARD}

    def prepare(self, step: Step) -> None:
        """What is due and why."""
        self.entitlement = entitlement_of(step)
        amount = self.entitlement.payable_yuan
        rules = cite(self.entitlement.decisions["subsidy"].rules)
        self.due.show("应发金额", yuan(amount) + rules, attention=not amount)
        self.due.show("核定改造费用(元)", step.application.repair_cost_yuan)
        show_money(self.due, self.entitlement)
        self.project = self._project(step)
        if self.project is None:
            for name in QUESTIONS_OF_PROJECT:
                del self[name]
            return
        self.builder.show("户名", self.project.builder_name)
        self.builder.show("开户银行", self.project.builder_bank)
        self.builder.show("账号", mask_account(self.project.builder_account))
        if self.is_builders:
            self.card_holder.data = self.project.builder_name
            self.card_number.data = self.project.builder_account
            self.card_bank.data = self.project.builder_bank

    @property
    def is_builders(self) -> bool:
        """Whether the builder is chosen, here and now."""
        return bool(self.payee is not None and self.payee.data == BUILDER)

    def check(self, step: Step, outcome: str) -> None:
        """Accepted, decided, and to the head's own account."""
        channel = BUILDER if self.is_builders else CARD
        for sentence in payment_refusals(step, self.entitlement, channel):
            self.fail("comment", sentence)
        if not self.is_builders:
            self.check_card(step)
        elif not (self.card_number.data and self.card_bank.data):
            self.fail("payee", NO_ACCOUNT)
        elif not self.consent_ids.data:
            self.fail("consent_ids", "请上传农户签字的委托支付同意书。")

    def save(self, step: Step, outcome: str) -> None:
        """Amount, fund and account are what finance approves next."""
        self.keep_card(step)
        step.application.pays_builder = self.is_builders
        step.application.payable_yuan = self.entitlement.payable_yuan
        step.application.fund = self.entitlement.fund
        super().save(step, outcome)

    def _project(self, step: Step) -> Project | None:
        """The project whose builder may be paid; by list money goes to the cards."""
        number = step.application.project_id
        if number is None or step.case_list is not None:
            return None
        if not step.parameters.get("builder_may_be_paid"):
            return None
        return step.session.get(Project, number)

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


def channel_of(step: Step) -> str:
    """How the money goes out as reviewed: to the household's card, or to the builder."""
    return BUILDER if step.application.pays_builder else CARD


def payment_refusals(step: Step, entitlement: Entitlement, channel: str) -> list[str]:
    """Why nothing can be paid now, in sentences; empty when it can (R79, R80, G3)."""
    accepted = step.application.accepted_on is not None
    release = evaluate(step, "payment_release", accepted_by_housing_dept=accepted, channel=channel)
    sentences = []
    if step.application.is_payee_pending:
        sentences.append(PAYEE_PENDING)
    if not release.outputs.get("payment_ok"):
        sentences.append(f"{release.outputs.get('payment_outcome')}{cite(release.rules)}。")
    if entitlement.subsidy_state != PAYABLE:
        sentences += entitlement.refusals() or [entitlement.nothing_payable()]
    return sentences
