"""审核档案: the renovation office looks through the file before approval (S15, R107)."""

from __future__ import annotations

from typing import Any

from forms.entitlement_shown import show_entitlement
from forms.fields import Needed, ShownField, YesNoField
from forms.step_form import StepForm
from models.approval import ArchiveReview
from workflows.archive import FIRST_ITEMS, archive_items
from workflows.entitlement import entitlement_of
from workflows.steps import Step

APPROVE = "approve"


class ArchiveReviewForm(StepForm):
    """Shows the file and what the tables say; asks whether the file is complete."""

    record = ArchiveReview
    lead = "核对档案资料,确认无误后提交审批。"
    may_be_taken_back = True

    reckoned = ShownField("核定情况")
    file = ShownField("档案资料")
    file_complete = YesNoField("档案资料齐全、真实", [Needed("请核对档案资料。")])

    def prepare(self, step: Step) -> None:
        """Everything the officer checks, reckoned from the tables of the case."""
        self.entitlement = entitlement_of(step)
        show_entitlement(self.reckoned, self.entitlement)
        self.items = archive_items(step, FIRST_ITEMS)
        for name, is_there in self.items.items():
            self.file.show(name, "有" if is_there else "缺", attention=not is_there)

    def check(self, step: Step, outcome: str) -> None:
        """What can never be approved is not handed on; an open amount is the approver's matter."""
        if outcome != APPROVE:
            return
        if not self.file_complete.data:
            self.fail("file_complete", "档案不齐全的,请退回补正。")
        for sentence in self.entitlement.refusals(amount=False):
            self.fail("comment", sentence)

    def row(self, step: Step, outcome: str) -> dict[str, Any]:
        """What was missing when it was looked at."""
        missing = [name for name, is_there in self.items.items() if not is_there]
        return super().row(step, outcome) | {"missing": missing}
