"""交付入住: the key of an accepted dwelling goes to its household (R52, R67, Y6)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from forms.completion_report import AFTER_PHOTO, old_house_disposal
from forms.fields import DocumentsField, Needed, ShownField, TextField, YesNoField
from forms.step_form import StepForm
from models.project import DwellingHandover, Project, ProjectHousehold
from workflows.facts import evaluate
from workflows.steps import Step


class DwellingHandoverForm(StepForm):
    """What an acceptance asks of each household by itself and a project's cannot."""

    record = DwellingHandover
    lead = "工程验收合格后,把房屋交给农户,拍下改造后的房屋和户主。"

    dwelling = ShownField("这一户的房屋")
    received_by = TextField("接收人", [Needed("请填写接收钥匙的人。")], max_length=60)
    old_house_demolished = YesNoField("旧房已拆除", [Needed("请查看旧房是否拆除。")])
    photo_ids = DocumentsField(
        AFTER_PHOTO, (AFTER_PHOTO,), [Needed("请上传改造后房屋和户主的照片。")]
    )

    def load(self, step: Step) -> dict[str, Any]:
        """The head as a rule, and pictures that are there already."""
        photos = [each.id for each in step.documents if each.kind == AFTER_PHOTO]
        return {"received_by": step.application.head_name, "photo_ids": photos}

    def prepare(self, step: Step) -> None:
        """Which dwelling it is; the old house is asked where it must go."""
        self.project, self.member = _place(step)
        self.happened_on.label.text = "交付日期"
        self.dwelling.show("工程", f"{self.project.title}({self.project.number})")
        self.dwelling.show("房号", self.member.dwelling_number)
        self.dwelling.show("竣工验收合格", step.application.accepted_on)
        self.dwelling.show("实测建筑面积(㎡)", step.application.measured_area_m2)
        if evaluate(step, "demolition").outputs.get("must_demolish_old"):
            self.dwelling.show_later(
                lambda: self.dwelling.show("旧房处置", old_house_disposal(step))
            )
        else:
            del self["old_house_demolished"]

    def check(self, step: Step, outcome: str) -> None:
        """Nobody keeps two houses (R52)."""
        if self.old_house_demolished is not None and not self.old_house_demolished.data:
            self.fail("old_house_demolished", "旧房必须拆除后才能交付入住。")

    def row(self, step: Step, outcome: str) -> dict[str, Any]:
        """With the project and the dwelling as they stand now."""
        return super().row(step, outcome) | {
            "project_number": self.project.number,
            "dwelling_number": self.member.dwelling_number,
        }


def _place(step: Step) -> tuple[Project, ProjectHousehold]:
    rows = step.session.execute(
        select(Project, ProjectHousehold)
        .join(ProjectHousehold, ProjectHousehold.project_id == Project.id)
        .where(
            ProjectHousehold.application_id == step.application.id,
            ProjectHousehold.left_on.is_(None),
        )
    )
    return rows.one()
