"""整改: what was done about a finding or a defect, with pictures (R125, R129)."""

from __future__ import annotations

from forms.fields import DocumentsField, LongTextField, Needed, ShownField
from forms.step_form import StepForm
from models.acceptance import DefectRectification
from models.construction import FindingRecheck, FindingRectification
from workflows.steps import Step


class RectificationForm(StepForm):
    """Shows what was found and asks what was done."""

    lead = "按要求整改,写明做法并拍照。"

    asked = ShownField("整改要求")
    work_done = LongTextField("整改做法", [Needed("请写明怎样整改的。")], max_length=2000)
    photo_ids = DocumentsField("整改照片", ("整改照片",), [Needed("请上传整改后的照片。")])

    def prepare(self, step: Step) -> None:
        """The reason for which the case came here."""
        assert step.task is not None
        self.asked.show("原因", step.task.asked_because)


class FindingRectificationForm(RectificationForm):
    """Of a finding on the site."""

    record = FindingRectification


class DefectRectificationForm(RectificationForm):
    """Of a defect at acceptance, or of an area above the cap."""

    record = DefectRectification


class FindingRecheckForm(StepForm):
    """Whether the mended work is good."""

    record = FindingRecheck
    lead = "到现场复查整改情况。"

    seen = LongTextField("复查情况", [Needed("请写明复查情况。", always=True)], max_length=2000)
    photo_ids = DocumentsField("复查照片", ("整改照片", "施工照片"))
