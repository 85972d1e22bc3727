"""整改: what was done about a finding or a defect, with pictures (R125, R129)."""

from __future__ import annotations

from sqlalchemy import select

from forms.fields import DocumentsField, LongTextField, Needed, ShownField
from forms.step_form import StepForm
from models.acceptance import DefectRectification, FinalAcceptance, PreliminaryAcceptance
from models.construction import FindingRecheck, FindingRectification, SiteInspection
from workflows.steps import Step


class RectificationForm(StepForm):
    """Shows what was found and asks what was done."""

    lead = "按要求整改,写明做法并拍照。"

    asked = ShownField("整改要求")
    work_done = LongTextField("整改做法", [Needed("请写明怎样整改的。")], max_length=2000)
    photo_ids = DocumentsField("整改照片", ("整改照片",), [Needed("请上传整改后的照片。")])


class FindingRectificationForm(RectificationForm):
    """Of a finding on the site."""

    record = FindingRectification

    def prepare(self, step: Step) -> None:
        """The newest finding."""
        self.asked.show_later(lambda: self._show_finding(step))

    def _show_finding(self, step: Step) -> None:
        found = step.session.scalars(
            select(SiteInspection)
            .where(SiteInspection.application_id == step.application.id)
            .order_by(SiteInspection.id.desc())
            .limit(1)
        ).first()
        if found is not None:
            self.asked.show("部位", found.stage)
            self.asked.show("问题", found.findings)
            self.asked.show("整改期限", found.rectify_by)


class DefectRectificationForm(RectificationForm):
    """Of defects at an acceptance, or of an area above the cap."""

    record = DefectRectification

    def prepare(self, step: Step) -> None:
        """What failed at the newest acceptance; the final one comes after the preliminary."""
        self.asked.show_later(lambda: self.asked.show("不合格项目", _failed(step)))


class FindingRecheckForm(StepForm):
    """Whether the mended work is good."""

    record = FindingRecheck
    lead = "到现场复查整改情况。"

    seen = LongTextField("复查情况", [Needed("请写明复查情况。", always=True)], max_length=2000)
    photo_ids = DocumentsField("复查照片", ("整改照片", "施工照片"))


def _failed(step: Step) -> list[str]:
    newest: list[tuple[int, list[str]]] = []
    for table in (PreliminaryAcceptance, FinalAcceptance):
        row = step.session.execute(
            select(table.task_id, table.failed)
            .where(table.application_id == step.application.id)
            .order_by(table.id.desc())
            .limit(1)
        ).first()
        if row is not None:
            newest.append((row.task_id, list(row.failed)))
    return max(newest, default=(0, []))[1]
