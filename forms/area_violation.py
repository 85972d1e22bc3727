"""处理面积超标: cancel the subsidy, or let the excess be pulled down (R85, X5)."""

from __future__ import annotations

from typing import Any

from forms.entitlement_shown import exact, square_metres
from forms.fields import DocumentsField, LongTextField, Needed, ShownField
from forms.step_form import StepForm
from models.acceptance import AreaViolation
from workflows.entitlement import area_verdict
from workflows.rule_sources import cite
from workflows.steps import Step

CANCEL = "cancel"


class AreaViolationForm(StepForm):
    """Decided only after the household was heard."""

    record = AreaViolation
    lead = "先听取农户陈述,再作决定。"

    excess = ShownField("面积")
    household_statement = LongTextField(
        "农户陈述", [Needed("请记录农户的陈述;没有意见的写“无”。", always=True)], max_length=2000
    )
    document_ids = DocumentsField("处理材料", ("面积超标处理材料",))

    def prepare(self, step: Step) -> None:
        """What was measured and what is allowed."""
        self.verdict = area_verdict(step)
        self.excess.show("实测面积", square_metres(self.verdict.area_m2), attention=True)
        self.excess.show("面积上限", square_metres(self.verdict.cap_m2) + cite(self.verdict.rules))

    def save(self, step: Step, outcome: str) -> None:
        """The acceptance does not stand; a cancelled case is due nothing."""
        super().save(step, outcome)
        application = step.application
        application.accepted_on = None
        if outcome == CANCEL:
            application.payable_yuan = 0
        else:
            # It is measured again after the excess is gone.
            application.measured_area_m2 = None

    def row(self, step: Step, outcome: str) -> dict[str, Any]:
        """The figures the decision rests on."""
        return super().row(step, outcome) | {
            "measured_area_m2": step.application.measured_area_m2,
            "area_cap_m2": exact(self.verdict.cap_m2),
        }
