"""A written reason handed to the household; several steps end with one (R98, R104)."""

from __future__ import annotations

from forms.fields import ChoiceField, DayField, LongTextField, Needed, TextField
from forms.step_form import StepForm
from models.step_record import Letter
from workflows import clock
from workflows.steps import Step

DELIVERIES = ("当面送达", "邮寄", "电话并留存记录")


class LetterForm(StepForm):
    """Asks for the reason in words, and how and when the household got it."""

    record = Letter
    lead = "把原因书面告知农户,并记下送达情况。"

    reason = LongTextField("告知内容", [Needed("请写明原因。", always=True)], max_length=2000)
    delivered_on = DayField("送达日期", [Needed("请填写送达日期。", always=True)])
    delivery = ChoiceField(
        "送达方式",
        DELIVERIES,
        [Needed("请选择送达方式。", always=True)],
    )
    received_by = TextField("签收人", [Needed("请填写签收人。", always=True)], max_length=40)

    def check(self, step: Step, outcome: str) -> None:
        """A letter cannot arrive in the future."""
        if self.delivered_on.data and self.delivered_on.data > clock.today():
            self.fail("delivered_on", "送达日期不能晚于今天。")
