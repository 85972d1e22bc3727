"""登记开工: never before approval; a named and trained supervisor (R120, F26)."""

from __future__ import annotations

from typing import Any

from forms.fields import DayField, DocumentsField, Needed, TextField, YesNoField
from forms.step_form import StepForm
from models.construction import ConstructionStart
from workflows import clock
from workflows.steps import Step


class ConstructionStartForm(StepForm):
    """First day of work, the supervisor, and a picture of the place as it was."""

    record = ConstructionStart
    lead = "登记开工日期和现场监督人员,上传施工前照片。"

    started_on = DayField("开工日期", [Needed("请填写开工日期。")])
    supervisor_name = TextField("现场监督人员", [Needed("请填写现场监督人员。")], max_length=40)
    supervisor_trained = YesNoField("监督人员接受过培训", [Needed("请选择是否接受过培训。")])
    photo_ids = DocumentsField("施工前照片", ("施工前照片",), [Needed("请上传施工前照片。")])

    def load(self, step: Step) -> dict[str, Any]:
        """Mostly it is told on the day."""
        return {"started_on": clock.today()}

    def check(self, step: Step, outcome: str) -> None:
        """Approval, then agreement, then work; R118 lets materials come earlier, not work."""
        day = self.started_on.data
        assert step.task is not None
        approved, agreed = step.application.approved_on, step.task.not_before
        if approved is None or day < approved:
            self.fail("started_on", f"批准({approved or '尚未批准'})之前不能开工。")
        elif agreed and day < agreed:
            self.fail("started_on", f"签订建房协议({agreed:%Y-%m-%d})之前不能开工。")
        if day > self.happened_on.data:
            self.fail("started_on", "开工日期不能晚于办理日期。")
        if not self.supervisor_trained.data:
            self.fail("supervisor_trained", "请委派接受过培训的技术人员或村委会人员。")

    def save(self, step: Step, outcome: str) -> None:
        """The first day of work, as the table of progress counts it."""
        step.application.started_on = self.started_on.data
        super().save(step, outcome)
