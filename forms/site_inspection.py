"""现场巡查: one look at the site; what is wrong is named with a day to mend it (R120, R125)."""

from __future__ import annotations

from sqlalchemy import select

from forms.fields import (
    ChoiceField,
    DayField,
    DocumentsField,
    LongTextField,
    Needed,
    ShownField,
)
from forms.step_form import StepForm
from models.construction import NEW_BUILD_STAGES, REPAIR_STAGES, SiteInspection
from models.method import REPAIR
from workflows.steps import Step

FINDING = "finding"


class SiteInspectionForm(StepForm):
    """The stages of a new house, or the parts of a repaired one."""

    record = SiteInspection
    lead = "到现场查看质量和安全,拍照留存。"

    seen = ShownField("已查部位")
    stage = ChoiceField("查看部位", (), [Needed("请选择查看的部位。", always=True)])
    findings = LongTextField("查看情况", max_length=2000, hint="发现问题的,写明问题和整改要求。")
    rectify_by = DayField("整改期限", hint="发现问题时填写。")
    photo_ids = DocumentsField("施工照片", ("施工照片",), [Needed("请上传现场照片。", always=True)])

    def prepare(self, step: Step) -> None:
        """Offer what this method builds, and tell what was looked at before."""
        is_repair = step.application.method == REPAIR
        self.stage.offer(REPAIR_STAGES if is_repair else NEW_BUILD_STAGES)
        self.seen.show_later(lambda: self._show_earlier(step))

    def check(self, step: Step, outcome: str) -> None:
        """A finding says what is wrong and until when it must be mended."""
        if outcome != FINDING:
            return
        if not self.findings.data:
            self.fail("findings", "请写明发现的问题。")
        if self.rectify_by.data is None:
            self.fail("rectify_by", "请填写整改期限。")
        elif self.rectify_by.data < self.happened_on.data:
            self.fail("rectify_by", "整改期限不能早于办理日期。")

    def _show_earlier(self, step: Step) -> None:
        earlier = step.session.execute(
            select(SiteInspection.happened_on, SiteInspection.stage)
            .where(SiteInspection.application_id == step.application.id)
            .order_by(SiteInspection.id)
        ).all()
        for day, stage in earlier:
            self.seen.show(f"{day:%Y-%m-%d}", stage)
