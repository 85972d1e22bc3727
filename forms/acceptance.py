"""What both acceptances share: checklist of the method, team, pictures, old house (S23, S24).

Passing is refused while an item of the checklist fails, while fewer than the programme's number of
people took part, or while a house that must go still stands (R52, R58–R67).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from forms.completion_report import AFTER_PHOTO, old_house_disposal
from forms.fields import (
    Answered,
    ChecklistField,
    DocumentsField,
    LongTextField,
    Needed,
    PeopleField,
    Question,
    ShownField,
    YesNoField,
)
from forms.step_form import StepForm
from models.grading import SafetyAssessment
from models.method import REPAIR
from workflows.acceptance import checklist, failed_items
from workflows.decisions.papers import CheckItem
from workflows.facts import evaluate
from workflows.steps import Step

PASS = "pass"
PART_LABELS = {
    "foundation": "地基基础",
    "walls": "墙体",
    "frame": "梁柱",
    "floors_and_roof": "楼屋盖",
    "enclosure": "围护结构",
}
SOUND = ("a", None)


class AcceptanceForm(StepForm):
    """Base of both acceptances."""

    case = ShownField("这一户")
    checklist = ChecklistField("验收项目", [Answered("请逐项验收。")])
    work_done = LongTextField(
        "修缮内容", [Needed("请写明对危险部位做了哪些修缮。")], max_length=2000
    )
    old_house_demolished = YesNoField("旧房已拆除", [Needed("请查看旧房是否拆除。")])
    members = PeopleField("验收组成员", [Needed("请填写验收组成员。", always=True)])
    photo_ids = DocumentsField(
        AFTER_PHOTO, (AFTER_PHOTO,), [Needed("请上传改造后房屋和户主的照片。")]
    )

    def load(self, step: Step) -> dict[str, Any]:
        """Pictures that came with the declaration of completion are taken over."""
        return {"photo_ids": [each.id for each in step.documents if each.kind == AFTER_PHOTO]}

    def prepare(self, step: Step) -> None:
        """The questions that fit the method and this house."""
        self.items = checklist(step)
        self.checklist.offer([question_of(item) for item in self.items])
        self.case.show("改造方式", step.application.method)
        if step.application.method == REPAIR:
            self.case.show_later(lambda: self.case.show("鉴定的危险部位", _dangerous_parts(step)))
        else:
            del self["work_done"]
        if evaluate(step, "demolition").outputs.get("must_demolish_old"):
            self.case.show_later(lambda: self.case.show("旧房处置", old_house_disposal(step)))
        else:
            del self["old_house_demolished"]

    def check(self, step: Step, outcome: str) -> None:
        """The table says whether it passes; the team is big enough and the old house gone."""
        self.failed = failed_items(self.items, self.checklist.data)
        least = int(step.parameters["acceptance_team_min"])
        if len(self.members.people) < least:
            self.fail("members", f"验收组至少 {least} 人,每行填写一人。")
        if outcome == PASS:
            self._check_pass(step)

    def row(self, step: Step, outcome: str) -> dict[str, Any]:
        """The answers by key, and the names of what failed."""
        return super().row(step, outcome) | {"failed": [item.failed_as for item in self.failed]}

    def _check_pass(self, step: Step) -> None:
        verdict = evaluate(step, "acceptance_outcome", acceptance_ok=not self.failed)
        if self.failed:
            names = "、".join(dict.fromkeys(item.failed_as for item in self.failed))
            words = verdict.outputs.get("acceptance_outcome")
            self.fail("checklist", f"不合格:{names}。{words},请选“不合格”。")
        if self.old_house_demolished is not None and not self.old_house_demolished.data:
            self.fail("old_house_demolished", "旧房必须拆除后才能通过验收。")


def question_of(item: CheckItem) -> Question:
    """An item of the acceptance table as a question."""
    if item.kind == "number":
        return Question(item.key, item.question, "number", f"不少于 {item.minimum}")
    return Question(item.key, item.question)


def _dangerous_parts(step: Step) -> list[str]:
    newest = step.session.scalars(
        select(SafetyAssessment)
        .where(SafetyAssessment.application_id == step.application.id)
        .order_by(SafetyAssessment.id.desc())
        .limit(1)
    ).first()
    if newest is None:
        return []
    graded = {label: getattr(newest, part) for part, label in PART_LABELS.items()}
    return [f"{label}({grade})" for label, grade in graded.items() if grade not in SOUND]
