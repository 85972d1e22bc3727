"""填表上报 (S7, R96): the approval form is filled only after the notice, signed and sealed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from forms.fields import DayField, DocumentsField, Needed, ShownField, YesNoField
from forms.signing import SIGNING_GROUP, SignedPaperForm
from models.document import ARCHIVE_PAPERS
from models.notice import NoticedHousehold
from models.role import Level
from models.village import VillageReport
from workflows import clock, notice_clock
from workflows.facts import evaluate
from workflows.steps import Step

APPROVAL_FORM = ARCHIVE_PAPERS["危房改造申请表"]
MAY_REPORT = "批准农户填写"
UPHELD = "upheld"


class VillageReportForm(SignedPaperForm):
    """《农村危房改造农户申请审批表》, filled by the household, goes to the township."""

    record = VillageReport
    row_fields = ()
    lead = "公示期满且无异议(或异议已排除)后,由农户填写审批表,户主签字、村委会盖章,再上报乡镇。"
    groups = (
        ("审批表", ("notice", "filled_on", "is_signed_by_head", "is_sealed")),
        SIGNING_GROUP,
        ("扫描件", ("document_ids",)),
    )

    notice = ShownField("村级公示")
    filled_on = DayField("审批表填写日期", [Needed("请填写审批表的填写日期。")])
    is_signed_by_head = YesNoField("户主已签字", [Needed("请选择。")])
    is_sealed = YesNoField("村委会已盖章", [Needed("请选择。")])
    document_ids = DocumentsField(
        "审批表扫描件", (APPROVAL_FORM,), [Needed("请上传签字盖章的审批表。")]
    )

    def load(self, step: Step) -> dict[str, Any]:
        """The notice on which the report rests."""
        self.newest = step.session.scalar(
            select(NoticedHousehold)
            .where(
                NoticedHousehold.application_id == step.application.id,
                NoticedHousehold.level == Level.VILLAGE,
            )
            .order_by(NoticedHousehold.id.desc())
            .limit(1)
        )
        return super().load(step) | {"filled_on": clock.today()}

    def prepare(self, step: Step) -> None:
        """Show when the notice hung and how it ended."""
        super().prepare(step)
        if self.newest is not None and self.newest.ends_at is not None:
            last = notice_clock.last_day_of(self.newest.ends_at)
            self.notice.show("张贴日期", self.newest.posted_on)
            self.notice.show("期满", f"{last:%Y-%m-%d} 24时")

    def check(self, step: Step, outcome: str) -> None:
        """Filled after the notice and not after the report; signed and sealed (TC66, TC68)."""
        super().check(step, outcome)
        filled_on = self.filled_on.data
        if filled_on > self.happened_on.data:
            self.fail("filled_on", "填表日期不能晚于上报日期。")
        verdict = self._verdict(step, filled_on)
        if not verdict.startswith(MAY_REPORT):
            self.fail("filled_on", f"{verdict}。")
        for field in (self.is_signed_by_head, self.is_sealed):
            if not field.data:
                self.fail(field.short_name, "签字、盖章齐全后再上报。")

    def save(self, step: Step, outcome: str) -> None:
        """The day it was reported, as the table of progress counts it."""
        step.application.reported_on = self.happened_on.data
        super().save(step, outcome)

    def _verdict(self, step: Step, filled_on: dt.date) -> str:
        notice = self.newest
        is_over = (
            notice is not None
            and notice.ends_at is not None
            and clock.start_of(filled_on) >= notice.ends_at
        )
        is_upheld = notice is not None and notice.result == UPHELD
        facts = {"recheck": "不符合补助条件"} if is_upheld else {}
        outputs = evaluate(
            step,
            "village_outcome",
            review="评议通过",
            notice_complete=is_over,
            objection=is_upheld,
            form_filled=True,
            **facts,
        ).outputs
        return str(outputs["village_outcome"])
