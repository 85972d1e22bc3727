"""拆除或封存旧房 (R52, R117): the dangerous house is not lived in again."""

from __future__ import annotations

from typing import Any

from forms.fields import ChoiceField, DocumentsField, Needed
from forms.step_form import StepForm
from models.resettlement import OldHouseDisposal
from workflows.steps import Step


class OldHouseDisposalForm(StepForm):
    """Pulled down or sealed, on which day, with a photograph."""

    record = OldHouseDisposal
    lead = "原危房拆除或封存,不得继续居住使用。"

    disposal = ChoiceField(
        "处理方式",
        ("拆除", "封存"),
        [Needed("请选择处理方式。")],
        hint="建新房的,原D级危房最终必须拆除。",
    )
    photo_ids = DocumentsField(
        "拆除或封存照片", ["旧房拆除或封存照片"], [Needed("请上传并勾选拆除或封存照片。")]
    )

    def prepare(self, step: Step) -> None:
        """The day asked for is that of the demolition or sealing."""
        self.happened_on.label.text = "拆除或封存日期"

    def row(self, step: Step, outcome: str) -> dict[str, Any]:
        """The disposal of this resettlement."""
        return super().row(step, outcome) | {"resettlement_id": step.subject.id}
