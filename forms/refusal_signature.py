"""村级签认 (X1, R17): the village signs and seals its evidence of the refusal."""

from __future__ import annotations

from typing import Any

from forms.fields import DocumentsField, LongTextField, Needed, ShownField, YesNoField
from forms.step_form import StepForm
from models.document import REFUSAL_FINDINGS
from models.refusal import Refusal, RefusalSignature
from workflows.refusals import facts_of_visits, visits_of
from workflows.steps import Step


class RefusalSignatureForm(StepForm):
    """What one level has found, under its seal; both levels sign the same way."""

    record = RefusalSignature
    lead = "核对入户记录和佐证,由村委会签字盖章。"
    level = "村"

    work = ShownField("已做的工作")
    finding = LongTextField("认定意见", [Needed("请写明认定意见。")], max_length=2000)
    is_sealed = YesNoField("已签字盖章", [Needed("请选择。")])
    document_ids = DocumentsField(
        "签认材料", (REFUSAL_FINDINGS["村"],), [Needed("请上传签字盖章的材料。")]
    )

    def load(self, step: Step) -> dict[str, Any]:
        """The refusal and what was done about it."""
        refusal = step.session.get(Refusal, step.subject.id)
        assert refusal is not None
        self.refusal, self.visits = refusal, visits_of(step)
        return {}

    def prepare(self, step: Step) -> None:
        """Show the reason and the visits."""
        facts = facts_of_visits(self.refusal, self.visits)
        self.work.show("拒绝原因", f"{self.refusal.reason_kind}:{self.refusal.reason}")
        self.work.show("入户日期", [f"{each.day} {each.level}" for each in self.visits])
        self.work.show("已有佐证", facts["evidence_levels"])

    def check(self, step: Step, outcome: str) -> None:
        """An unsealed paper proves nothing."""
        if self.is_sealed.data is False and not self.relaxed:
            self.fail("is_sealed", "签字盖章后再办理。")

    def save(self, step: Step, outcome: str) -> None:
        """Record the signature of this level."""
        row = self.row(step, outcome) | {
            "is_sealed": bool(self.is_sealed.data),
            "finding": self.finding.data or "",
        }
        step.session.add(
            RefusalSignature(**row, refusal_id=self.refusal.id, signed_level=self.level)
        )
