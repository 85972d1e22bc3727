"""核对鉴定结果 (S14, R114, X9): accept it, send it back, or have another agency grade once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import exists, select

from forms.fields import ChecksField, ShownField
from forms.grading_commission import agencies
from forms.step_form import StepForm
from models.grading import GradingCommission, GradingConfirmation, SafetyAssessment
from models.organisation import Organisation
from workflows.facts import evaluate
from workflows.steps import Step

ACCEPT = "accept"
PART_LABELS = {
    "foundation": "地基基础",
    "walls": "承重墙",
    "frame": "柱、梁、木构架",
    "floors_and_roof": "楼盖、屋盖",
    "enclosure": "围护结构",
}


class GradingConfirmationForm(StepForm):
    """Shows the result; plan A also asks where the copies of the report are kept."""

    record = GradingConfirmation
    lead = "核对鉴定结果。农户或危改办有异议的,可委托另一家机构复鉴一次,以复鉴结果为准。"
    may_be_taken_back = True

    result = ShownField("鉴定结果")
    report_copies = ChecksField("鉴定报告已留存于")

    def prepare(self, step: Step) -> None:
        """Show the newest result and the copies that the plan asks for (R114)."""
        self.assessment, agency = newest_assessment(step)
        if self.assessment is not None:
            self._show(self.assessment, agency)
        self.copies = evaluate(step, "report_copies").outputs.get("report_copy", [])
        self.report_copies.offer(self.copies)
        if not self.copies:
            del self.report_copies

    def _show(self, found: SafetyAssessment, agency: str) -> None:
        show = self.result.show
        differs = found.guide_grade not in (None, found.grade)
        show("鉴定等级", f"{found.grade}级")
        show("按导则推算", found.guide_grade and f"{found.guide_grade}级", attention=differs)
        show("鉴定机构", agency)
        show("报告编号", found.report_number)
        show("入户鉴定日期", found.happened_on)
        show("鉴定人员", [found.first_assessor, found.second_assessor])
        show("鉴定依据", found.standard)
        show("场地安全", found.site_is_safe, attention=not found.site_is_safe)
        for name, label in PART_LABELS.items():
            show(label, getattr(found, name) or "没有这一部位")
        if found.comment:
            show("鉴定意见", found.comment)

    def check(self, step: Step, outcome: str) -> None:
        """Every copy is kept before the result is accepted; a dispute is heard once (X9)."""
        if outcome == ACCEPT and self.copies:
            lacking = [each for each in self.copies if each not in (self.report_copies.data or [])]
            if lacking:
                self.fail("report_copies", f"鉴定报告还应留存于:{'、'.join(lacking)}。")
        if outcome == "dispute":
            self._check_dispute(step)

    def _check_dispute(self, step: Step) -> None:
        regraded = step.session.scalar(
            select(
                exists().where(
                    GradingCommission.application_id == step.application.id,
                    GradingCommission.is_regrading,
                )
            )
        )
        if regraded:
            self.fail("result", "已经复鉴过一次,以复鉴结果为准。")
        elif all(each.id == step.application.agency_id for each in agencies(step)):
            self.fail("result", "没有另一家鉴定机构可以委托,请先请系统管理员登记。")

    def save(self, step: Step, outcome: str) -> None:
        """Only a grade that was accepted counts as one in the table of progress."""
        accepted = outcome == ACCEPT
        step.application.graded_on = self.happened_on.data if accepted else None
        super().save(step, outcome)

    def row(self, step: Step, outcome: str) -> dict[str, Any]:
        """The result that was confirmed, and the copies."""
        copies = self.report_copies.data if self.copies else []
        return super().row(step, outcome) | {
            "assessment_id": self.assessment.id if self.assessment else None,
            "report_copies": list(copies or []),
        }


def newest_assessment(step: Step) -> tuple[SafetyAssessment | None, str]:
    """The grading that stands and the name of its agency."""
    found = step.session.execute(
        select(SafetyAssessment, Organisation.name)
        .outerjoin(Organisation, Organisation.id == SafetyAssessment.agency_id)
        .where(SafetyAssessment.application_id == step.application.id)
        .order_by(SafetyAssessment.id.desc())
        .limit(1)
    ).first()
    return (found[0], found[1] or "") if found else (None, "")
