"""怎样签署: the household signs, or somebody for it before witnesses (R88, G10)."""

from __future__ import annotations

from typing import Any

from forms.fields import ChoiceField, DayField, TextField
from forms.step_form import StepForm
from models.signing import (
    SIGNING_BY_AGENT,
    SIGNING_BY_GUARDIAN,
    SIGNING_BY_HAND,
    SIGNING_BY_THUMB,
)
from workflows import clock
from workflows.facts import evaluate
from workflows.personal_names import compared
from workflows.steps import Step

SIGNINGS = (
    (SIGNING_BY_HAND, "户主本人签字"),
    (SIGNING_BY_THUMB, "在场不能写字:代写姓名,本人按手印,一人见证"),
    (SIGNING_BY_GUARDIAN, "无行为能力:监护人签字,两人见证"),
    (SIGNING_BY_AGENT, "外出不在:书面委托他人签字,并电话确认"),
)
SIGNING = ("signing", "agent", "first_witness", "second_witness", "phone_confirmed_on")
SIGNING_GROUP = ("签署", SIGNING)


class SignedForm(StepForm):
    """Asks who signed for the household; how many witnesses that takes the table says."""

    signing = ChoiceField("怎样签署", SIGNINGS)
    agent = TextField("代签人", max_length=40, hint="监护人或受委托的人。")
    first_witness = TextField("见证人", max_length=40)
    second_witness = TextField("第二见证人", max_length=40)
    phone_confirmed_on = DayField("电话确认日期")

    def validate(self, extra_validators: Any = None) -> bool:
        """Also whether the way of signing has the people it needs."""
        super().validate(extra_validators)
        if self.signing.data and not self.signing.errors:
            self._check_signing(evaluate(self.step, "signing", signing=self.signing.data).outputs)
        return not self.errors

    @property
    def signer(self) -> str:
        """The name of whoever signs for a head who cannot."""
        return self.agent.data or ""

    def _check_signing(self, needed: Any) -> None:
        if needed["agent_needed"]:
            self.agent.data = self.signer
        if needed["agent_needed"] and not self.agent.data:
            self.fail("agent", "请填写代签人。")
        witnesses = (self.first_witness, self.second_witness)[: int(needed["witnesses_needed"])]
        for witness in witnesses:
            if not witness.data:
                self.fail(witness.short_name, "请填写见证人。")
        names = [compared(each.data) for each in (self.agent, *witnesses) if each.data]
        if len(set(names)) < len(names):
            self.fail("first_witness", "代签人和见证人应是不同的人。")
        if needed["phone_confirmation_needed"] and not self.phone_confirmed_on.data:
            self.fail("phone_confirmed_on", "请填写电话确认的日期。")
        if self.phone_confirmed_on.data and self.phone_confirmed_on.data > clock.today():
            self.fail("phone_confirmed_on", "日期不能晚于今天。")


class SignedPaperForm(SignedForm):
    """A step that takes back a paper with the household's signature, as a rule signed as before."""

    def load(self, step: Step) -> dict[str, Any]:
        """The way in which the application was signed."""
        return super().load(step) | {"signing": step.application.signing}

    def prepare(self, step: Step) -> None:
        """Nobody hands in an unsigned paper."""
        super().prepare(step)
        self.signing.flags.needed = True

    def check(self, step: Step, outcome: str) -> None:
        """The way of signing is said."""
        super().check(step, outcome)
        if not self.signing.data:
            self.fail("signing", "请选择农户怎样签署。")
