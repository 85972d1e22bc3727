"""户主变更后的收款人: the office approves the new head's account, finance confirms it."""

from __future__ import annotations

from forms.card import CardForm
from forms.fields import ShownField
from forms.step_form import StepForm
from models.document import STOP_PAPER
from workflows.head_changes import names_of, request_of
from workflows.personal_data import mask_account
from workflows.steps import Step

APPROVE = "approve"


class PayeeApprovalForm(CardForm):
    """Who shall be paid instead, and on which account (X3)."""

    lead = "核对户主变更的依据,登记新户主本人的一卡通。财政确认以后才生效。"

    asked = ShownField("变更户主")

    @property
    def head_name(self) -> str:
        """It must be the new head's account."""
        return names_of(self.step, request_of(self.step))[1]

    def load(self, step: Step) -> dict[str, object]:
        """The account is the new head's own."""
        return {"card_holder": self.head_name}

    def prepare(self, step: Step) -> None:
        """Show who and why."""
        show_change(self.asked, step)

    def check(self, step: Step, outcome: str) -> None:
        """An account is needed of who is approved."""
        if outcome == APPROVE:
            self.check_card(step)

    def save(self, step: Step, outcome: str) -> None:
        """The account waits with the request until the finance bureau has confirmed it."""
        if outcome == APPROVE:
            row = request_of(step)
            row.card_holder, row.card_number = self.card_holder.data, self.card_number.data
            row.card_bank = self.card_bank.data
        super().save(step, outcome)


class PayeeConfirmationForm(StepForm):
    """The second pair of eyes: with this answer the payee changes (X3)."""

    lead = "核对新户主和一卡通账户。确认后,补助发放给新户主。"

    asked = ShownField("变更户主")

    def prepare(self, step: Step) -> None:
        """Show who, why and which account."""
        show_change(self.asked, step)
        row = request_of(step)
        self.asked.show("开户银行", row.card_bank)
        self.asked.show("一卡通账号", mask_account(row.card_number or ""))


def show_change(shown: ShownField, step: Step) -> None:
    """The old head, the new one, and the reason."""
    row = request_of(step)
    before, after = names_of(step, row)
    shown.show("原户主", before)
    shown.show("新户主", after)
    shown.show("原因", f"{row.reason_class}:{row.reason}")
    shown.show("登记", f"{row.handled_by} · {row.happened_on:%Y-%m-%d}")
    shown.papers.append((row.document_id, STOP_PAPER))
