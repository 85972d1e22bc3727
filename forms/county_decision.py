"""审批: the county decides; amount and fund come from the tables (R108, R70–R76)."""

from __future__ import annotations

from typing import Any

from forms.entitlement_shown import exact, show_entitlement
from forms.fields import DocumentsField, ShownField
from forms.late_entry import UNCONFIRMED, has_unconfirmed_entries
from forms.step_form import StepForm
from models.approval import CountyDecision
from workflows.entitlement import entitlement_of
from workflows.steps import Step

APPROVE = "approve"


class CountyDecisionForm(StepForm):
    """Nothing of the money is typed: it is shown, kept with its rows, and locked (R78)."""

    record = CountyDecision
    row_fields = ()
    lead = "面积、补助金额和资金来源按方案核定,不能改填。"
    may_be_taken_back = True

    reckoned = ShownField("核定情况")
    approval_ids = DocumentsField("补助审批表", ("补助审批表",), hint="已签字盖章的,在这里勾选。")

    def prepare(self, step: Step) -> None:
        """What is approved."""
        self.entitlement = entitlement_of(step)
        show_entitlement(self.reckoned, self.entitlement)

    def check(self, step: Step, outcome: str) -> None:
        """Approval needs eligibility, method, area and amount all decided, and decided well."""
        if outcome == APPROVE:
            if has_unconfirmed_entries(step):
                self.fail("comment", UNCONFIRMED)
            for sentence in self.entitlement.refusals():
                self.fail("comment", sentence)

    def save(self, step: Step, outcome: str) -> None:
        """Set amount and fund with the approval; any other outcome leaves none."""
        application = step.application
        approved = outcome == APPROVE
        application.approved_on = self.happened_on.data if approved else None
        application.approved_subsidy_yuan = self.entitlement.approved_yuan if approved else None
        application.fund = self.entitlement.fund if approved else None
        super().save(step, outcome)

    def row(self, step: Step, outcome: str) -> dict[str, Any]:
        """The tables' answers, whatever was decided on them."""
        return super().row(step, outcome) | {
            "approved_subsidy_yuan": self.entitlement.approved_yuan,
            "fund": self.entitlement.fund,
            "area_cap_m2": exact(self.entitlement.area_cap_m2),
            "decided_by": self.entitlement.record(),
        }
