"""审核材料 (S8, R99): the township checks the papers that the village sent."""

from __future__ import annotations

from forms.fields import ShownField
from forms.step_form import StepForm
from models.township import FileReview
from workflows.required_documents import RequiredDocument, required_documents
from workflows.steps import Step


class FileReviewForm(StepForm):
    """Shows each required paper as here or missing; a file that lacks one cannot be approved."""

    record = FileReview
    lead = "核对村委会上报的材料;缺件的退回补正,一次告知所缺的全部材料。"
    may_be_taken_back = True

    papers = ShownField("申请材料")
    documents: list[RequiredDocument]

    def prepare(self, step: Step) -> None:
        """List the papers by the required_documents table."""
        self.documents = required_documents(step)
        for each in self.documents:
            self.papers.show(
                each.name, "已收到" if each.is_present else "缺", attention=not each.is_present
            )

    def check(self, step: Step, outcome: str) -> None:
        """Approve only a complete file (R99)."""
        if outcome == "approve" and (missing := self.names(present=False)):
            self.fail("papers", f"还缺:{'、'.join(missing)}。请选择“退回补正”。")

    def save(self, step: Step, outcome: str) -> None:
        """Record what was here and what was not on the day of the review."""
        present, missing = self.names(present=True), self.names(present=False)
        step.session.add(FileReview(**self.row(step, outcome), present=present, missing=missing))

    def names(self, *, present: bool) -> list[str]:
        """The papers that are here, or those that are not."""
        return [each.name for each in self.documents if each.is_present is present]
