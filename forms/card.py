"""The household's 一卡通 account: whose it is, and whether it can be right (N10, F43, F45)."""

from __future__ import annotations

import unicodedata
from typing import Any

from sqlalchemy import or_, select
from stdnum import luhn

from forms.fields import ChecksField, Needed, TextField
from forms.step_form import StepForm
from models.application import Application
from workflows.payee_account import keep_account
from workflows.personal_data import digest, mask_account
from workflows.personal_names import compared
from workflows.steps import Step

COUNTED = "counted"
MIN_DIGITS, MAX_DIGITS = 10, 25


def digits(text: str | None) -> str:
    """The number without the blanks and dashes people write into it."""
    plain = unicodedata.normalize("NFKC", text or "")
    return "".join(character for character in plain if character not in " -—")


class CardForm(StepForm):
    """Asks for the account of the head; base of every step that may set it."""

    card_holder = TextField("户名", [Needed("请填写户名。")], max_length=60)
    card_number = TextField(
        "一卡通账号", [Needed("请填写一卡通账号。")], max_length=40, filters=[digits]
    )
    card_bank = TextField("开户银行", [Needed("请填写开户银行。")], max_length=60)
    number_checked = ChecksField("核对", ((COUNTED, "账号已与卡面逐位核对"),))

    @property
    def head_name(self) -> str:
        """Whose account it must be."""
        return self.step.application.head_name

    @property
    def is_builders(self) -> bool:
        """Whether the money goes to the builder of the household's 工程 (G21)."""
        return self.step.application.pays_builder

    def check_card(self, step: Step) -> None:
        """The head's own account, of this household only; a doubtful number must be looked at."""
        number, holder = self.card_number.data or "", self.card_holder.data or ""
        is_plain = number.isascii() and number.isdecimal()
        if not is_plain or not MIN_DIGITS <= len(number) <= MAX_DIGITS:
            self.fail("card_number", f"账号应是 {MIN_DIGITS} 到 {MAX_DIGITS} 位数字。")
            return
        if not luhn.is_valid(number) and COUNTED not in (self.number_checked.data or ()):
            sentence = "账号的校验位不对,请与卡面逐位核对;确实无误的,勾选“账号已与卡面逐位核对”。"
            self.fail("card_number", sentence)
        if self.is_builders:
            if compared(holder) != compared(step.application.card_holder or ""):
                self.fail("card_holder", "户名须是农户书面同意的施工单位。")
            return
        if compared(holder) != compared(self.head_name):
            self.fail("card_holder", f"户名须是户主“{self.head_name}”本人。")
        if _is_anothers(step, number):
            self.fail("card_number", "这个账号已登记在另一户名下,请核对。")

    def keep_card(self, step: Step) -> None:
        """The case's account from now on."""
        keep_account(
            step.application,
            step.runtime.digest_key,
            number=self.card_number.data or "",
            holder=self.card_holder.data,
            bank=self.card_bank.data,
        )


def card_proof(step: Step, number: str | None) -> dict[str, Any]:
    """``card_masked`` and ``card_digest``: enough to prove later which account was meant."""
    return {
        "card_masked": mask_account(number or ""),
        "card_digest": digest(step.runtime.digest_key, number or ""),
    }


def known_card(step: Step) -> dict[str, Any]:
    """Field values from the account that the case has already."""
    application = step.application
    return {
        "card_holder": application.card_holder or application.head_name,
        "card_number": application.card_number or "",
        "card_bank": application.card_bank or "",
    }


def _is_anothers(step: Step, number: str) -> bool:
    """Whether a case of another household, open or paid, has this account."""
    other = step.session.scalars(
        select(Application.id)
        .where(
            Application.card_digest == digest(step.runtime.digest_key, number),
            Application.id != step.application.id,
            or_(
                Application.household_id.is_(None),
                Application.household_id != step.application.household_id,
            ),
            or_(Application.state != "ended", Application.paid_on.is_not(None)),
        )
        .limit(1)
    ).first()
    return other is not None
