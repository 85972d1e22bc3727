"""更正账户: the township corrects the account with the household (X7)."""

from __future__ import annotations

from typing import Any

from forms.card import CardForm, card_proof
from forms.fields import DocumentsField, ShownField
from models.payment import AccountRepair
from workflows.personal_data import mask_account
from workflows.steps import Step


class AccountRepairForm(CardForm):
    """The old account is shown by its last digits only, the new one is typed from the card."""

    record = AccountRepair
    lead = "与户主核对后,按卡面重新填写账户。"

    old = ShownField("原账户")
    card_copy_ids = DocumentsField("一卡通复印件", ("一卡通复印件",))

    def load(self, step: Step) -> dict[str, Any]:
        """Only the name: copying the wrong number would not mend it."""
        application = step.application
        holder = application.card_holder if application.pays_builder else application.head_name
        return {"card_holder": holder}

    def prepare(self, step: Step) -> None:
        """The account to which nothing could be paid."""
        application = step.application
        self.old_masked = mask_account(application.card_number or "")
        self.old.show("户名", application.card_holder)
        self.old.show("一卡通账号", self.old_masked)

    def check(self, step: Step, outcome: str) -> None:
        """As at the review."""
        self.check_card(step)

    def save(self, step: Step, outcome: str) -> None:
        """The new account stands, once it is verified."""
        self.keep_card(step)
        super().save(step, outcome)

    def row(self, step: Step, outcome: str) -> dict[str, Any]:
        """Old and new, both masked."""
        own = {"old_card_masked": self.old_masked}
        return super().row(step, outcome) | own | card_proof(step, self.card_number.data)
