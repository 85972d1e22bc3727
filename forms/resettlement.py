"""落实安置 (S18, R117): where the household of a grade-D house lives meanwhile."""

from __future__ import annotations

from typing import Any

from forms.fields import ChoiceField, DayField, Needed, TextField
from forms.step_form import StepForm
from models.resettlement import Lodging
from workflows.steps import Step

OTHER = "其他"


class ResettlementForm(StepForm):
    """Way, place and day."""

    record = Lodging
    lead = "D级危房不得继续居住,请落实临时住处。"

    kind = ChoiceField("安置方式", ("租房", "借住", OTHER), [Needed("请选择安置方式。")])
    address = TextField("安置地址", [Needed("请填写安置地址。")], max_length=120)
    moved_on = DayField("搬离日期", [Needed("请填写搬离危房的日期。")])

    def check(self, step: Step, outcome: str) -> None:
        """Another way is said in words; nobody has moved in the future."""
        if self.kind.data == OTHER and not self.comment.data:
            self.fail("comment", "选择“其他”的,请在办理意见中写明怎样安置。")
        if self.moved_on.data and self.moved_on.data > self.happened_on.data:
            self.fail("moved_on", "搬离日期不能晚于办理日期。")

    def row(self, step: Step, outcome: str) -> dict[str, Any]:
        """One lodging of this resettlement."""
        return super().row(step, outcome) | {"resettlement_id": step.subject.id}
