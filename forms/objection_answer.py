"""书面答复 (S6, F19): the objector is answered in words before the objection is closed."""

from __future__ import annotations

from typing import Any

from forms.fields import ChoiceField, LongTextField, Needed, ShownField
from forms.letter import DELIVERIES
from forms.objection_shown import show_objection
from forms.step_form import StepForm
from models.objection import SITE, ObjectionAnswer
from workflows.objections import objection_of
from workflows.personal_data import without_numbers
from workflows.steps import Step

ON_THE_BOARD = "张贴答复(未留姓名的)"
BY_CODE = "凭查询码在网上查看"
FINDINGS = {"upheld": "异议成立", "dismissed": "异议不成立", "answered": "不需调查,直接答复"}


class ObjectionAnswerForm(StepForm):
    """The answer and how it reached the objector; 办理日期 is the day it did."""

    record = ObjectionAnswer
    lead = "把结果书面答复提出异议的人;凭查询码的人也看得到。“办理日期”填送达日期。"

    objection = ShownField("异议")
    answer = LongTextField(
        "答复内容",
        [Needed("请写明答复内容。")],
        max_length=2000,
        hint="写明查明的事实、结论和理由。",
    )
    delivery = ChoiceField("送达方式", (*DELIVERIES, ON_THE_BOARD), [Needed("请选择送达方式。")])

    def load(self, step: Step) -> dict[str, Any]:
        """The objection that is answered."""
        self.filed = objection_of(step)
        return {}

    def prepare(self, step: Step) -> None:
        """Show the objection and what the inquiry came to."""
        show_objection(step, self.objection)
        self.objection.show("结论", FINDINGS.get(self.filed.finding or "", ""))
        if self.filed.came_by == SITE:
            self.delivery.offer((*DELIVERIES, ON_THE_BOARD, BY_CODE))

    def check(self, step: Step, outcome: str) -> None:
        """Somebody who left a name is answered in person; no number stands in an answer."""
        if self.filed.objector_name and self.delivery.data == ON_THE_BOARD:
            self.fail("delivery", "提出人留了姓名,请直接答复本人。")
        if without_numbers(self.answer.data) != self.answer.data:
            self.fail("answer", "答复里不要写身份证号、银行账号。")

    def save(self, step: Step, outcome: str) -> None:
        """Record the answer."""
        step.session.add(ObjectionAnswer(**self.row(step, outcome), objection_id=self.filed.id))
