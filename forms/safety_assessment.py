"""入户鉴定 and 复鉴 (R30, R111, N14-N18): the agency's own result with the graded parts."""

from __future__ import annotations

from typing import Any

from forms.fields import ChoiceField, DocumentsField, Needed, PickField, TextField, YesNoField
from forms.step_form import StepForm
from models.grading import PARTS, SafetyAssessment
from workflows.facts import evaluate
from workflows.identity import identity_passed_on
from workflows.personal_names import compared
from workflows.steps import Step

REGRADING = "regrade_house"
LEVELS = (("a", "a 无危险点"), ("b", "b 有危险点"), ("c", "c 局部危险"), ("d", "d 整体危险"))
ABSENT = "none"
MAYBE_LEVELS = (*LEVELS, (ABSENT, "没有这一部位"))
GRADES = (
    ("A", "A级 没有危险部位"),
    ("B", "B级 个别部位有危险点"),
    ("C", "C级 局部危险"),
    ("D", "D级 整栋危险"),
)


class SafetyAssessmentForm(StepForm):
    """Site, parts, grade, report. The overall grade is the agency's own and never reckoned."""

    record = SafetyAssessment
    lead = "须实地入户鉴定。整栋等级由鉴定机构认定,系统不代为计算。"
    groups = (
        ("鉴定报告", ("report_number", "standard", "first_assessor", "second_assessor")),
        ("场地和部位", ("site_is_safe", *PARTS)),
        ("鉴定结论", ("grade", "photos", "reports")),
    )

    report_number = TextField("报告编号", [Needed("请填写报告编号。")], max_length=60)
    standard = PickField("鉴定依据", (), [Needed("请选择鉴定依据。")])
    first_assessor = TextField("鉴定人员一", [Needed("请填写鉴定人员。")], max_length=40)
    second_assessor = TextField("鉴定人员二", [Needed("请填写第二名鉴定人员。")], max_length=40)
    site_is_safe = YesNoField("场地是否安全", [Needed("请回答场地是否安全。")])
    foundation = ChoiceField("地基基础", LEVELS, [Needed("请评定地基基础。")])
    walls = ChoiceField("承重墙", MAYBE_LEVELS, [Needed("请评定承重墙。")])
    frame = ChoiceField("柱、梁、木构架", MAYBE_LEVELS, [Needed("请评定柱、梁、木构架。")])
    floors_and_roof = ChoiceField("楼盖、屋盖", LEVELS, [Needed("请评定楼盖、屋盖。")])
    enclosure = ChoiceField("围护结构", MAYBE_LEVELS, [Needed("请评定围护结构。")])
    grade = ChoiceField("整栋等级", GRADES, [Needed("请填写鉴定等级。")])
    photos = DocumentsField("鉴定照片", ["鉴定照片"], [Needed("请上传并勾选鉴定照片。")])
    reports = DocumentsField("鉴定报告", ["鉴定报告"], [Needed("请上传并勾选鉴定报告。")])

    def prepare(self, step: Step) -> None:
        """Offer the standards that the programme names."""
        self.happened_on.label.text = "入户鉴定日期"
        self.comment.label.text = "鉴定意见"
        self.standard.offer(step.parameters.get("grading_standards") or [])

    def check(self, step: Step, outcome: str) -> None:
        """Two assessors, identity first, and a grade that differs from the guide is explained."""
        first, second = self.first_assessor.data or "", self.second_assessor.data or ""
        if compared(first) == compared(second):
            self.fail("second_assessor", "鉴定须有两名不同的鉴定人员。")
        if self.walls.data == self.frame.data == ABSENT:
            self.fail("walls", "承重墙和柱、梁、木构架至少有一项,请评定。")
        self._check_order(step)
        guide = self.guide_grade
        if guide is not None and guide != self.grade.data and not self.comment.data:
            self.fail(
                "grade",
                f"按技术导则,最危险的部位对应{guide}级,与所填等级不一致;"
                "以所填等级为准的,请在鉴定意见中说明理由。",
            )

    def _check_order(self, step: Step) -> None:
        """R32, R112: a visit before the identity was verified is no grading."""
        passed_on = identity_passed_on(step)
        order = evaluate(
            step,
            "grading_order",
            identity_passed_on=passed_on,
            appraisal_on=self.happened_on.data,
        ).outputs
        if order.get("order_ok") is not True:
            self.fail("happened_on", f"{order.get('order_outcome') or '身份审核尚未通过'}。")

    @property
    def parts(self) -> dict[str, str | None]:
        """The level of each part that the house has."""
        levels = {name: self[name].data for name in PARTS}
        return {name: None if level == ABSENT else level for name, level in levels.items()}

    @property
    def guide_grade(self) -> str | None:
        """What the guide reckons: a dangerous site is D, else the worst part governs (N14)."""
        if self.site_is_safe.data is False:
            return "D"
        levels = [level for level in self.parts.values() if level]
        return max(levels).upper() if levels else None

    def row(self, step: Step, outcome: str) -> dict[str, Any]:
        """The parts that exist, and beside them what the guide reckons."""
        assert step.task is not None
        return super().row(step, outcome) | {
            **self.parts,
            "guide_grade": self.guide_grade,
            "agency_id": step.application.agency_id,
            "is_regrading": step.task.node_id == REGRADING,
        }

    def save(self, step: Step, outcome: str) -> None:
        """The newest grade stands."""
        super().save(step, outcome)
        step.application.grade = self.grade.data
