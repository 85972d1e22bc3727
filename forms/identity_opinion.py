"""身份审核 (S13, R27-R29, R34-R38, G22, G24, F06): one department's answer on the household."""

from __future__ import annotations

from forms.fields import (
    DayField,
    DocumentsField,
    Needed,
    ShownField,
    TextField,
    YesNoField,
)
from forms.official_document import OfficialDocumentForm
from models.application import Application
from models.identity import IdentityOpinion
from models.role import Role
from models.task import Task
from workflows import clock
from workflows.facts import NO_HOUSE, evaluate
from workflows.steps import Step

DEPARTMENTS = {
    Role.POVERTY_ALLEVIATION_OFFICE: "扶贫",
    Role.CIVIL_AFFAIRS_BUREAU: "民政",
    Role.DISABLED_PERSONS_FEDERATION: "残联",
}
ANSWERS = {"pass": True, "fail": False, "mismatch": None}
NO_HOUSE_FACTS = ("whole_household_no_house", "marked_in_archive", "no_house_confirmed")
REGISTER_FACTS = ("in_relocation_plan", "stable_out_of_poverty", *NO_HOUSE_FACTS)


class IdentityOpinionForm(OfficialDocumentForm):
    """What the departments' own lists say; the 扶贫办 also answers what only its files know."""

    record = IdentityOpinion
    document_kind = "身份审核名单"
    row_fields = REGISTER_FACTS
    lead = "以本部门名单为准;名单上的姓名、证件与申报不一致的,退回补正。"
    may_be_taken_back = True
    groups = (
        ("申报情况", ("declared",)),
        ("依据名单", ("document_number", "document_date", "lists")),
        ("扶贫档案", REGISTER_FACTS),
    )

    declared = ShownField("申报情况")
    document_number = TextField(
        "名单文号或批次",
        [Needed("请填写依据的名单文号或批次。")],
        max_length=60,
        hint="写名单的文件号、函号或批次号。",
    )
    document_date = DayField("名单日期", [Needed("请填写名单日期。")])
    lists = DocumentsField("名单扫描件", ["身份审核名单"])
    in_relocation_plan = YesNoField(
        "是否已纳入易地扶贫搬迁计划", [Needed("请比对易地扶贫搬迁计划后回答。")]
    )
    stable_out_of_poverty = YesNoField(
        "是否标注稳定脱贫",
        [Needed("请回答是否标注稳定脱贫。")],
        hint="稳定脱贫户不能选择政府兜底房,其他方式不受影响。",
    )
    whole_household_no_house = YesNoField(
        "整户贫困人口名下是否都没有住房", [Needed("请回答整户名下是否没有住房。")]
    )
    marked_in_archive = YesNoField(
        "建档立卡档案是否标注无房户", [Needed("请回答档案是否标注无房户。")]
    )
    no_house_confirmed = YesNoField(
        "档案未标注的,是否个案认定为无房户", hint="档案已标注的不用答。"
    )

    def prepare(self, step: Step) -> None:
        """The 扶贫办 is asked about its own files; nobody else is."""
        application = step.application
        self.declared.show("户主", application.head_name)
        self.declared.show("申报身份", application.identities)
        self.declared.show("证件号码", application.certificate_number)
        self.declared.show("住房情况", application.dwelling)
        self.declared.show("家庭人口", application.household_size)
        assert step.task is not None
        asked = self.asked_in_row(step.task, application)
        for name in REGISTER_FACTS:
            if name not in asked:
                del self[name]

    @classmethod
    def asked_in_row(cls, task: Task, application: Application) -> tuple[str, ...]:
        """What only the files of the 扶贫办 know; nobody else is asked."""
        if DEPARTMENTS[Role(task.role)] != "扶贫":
            return ()
        if application.programme.plan != "A":
            return ("in_relocation_plan",)
        no_house = NO_HOUSE_FACTS if application.dwelling == NO_HOUSE else ()
        return ("in_relocation_plan", "stable_out_of_poverty", *no_house)

    @staticmethod
    def department(step: Step) -> str:
        """The department whose task this is."""
        assert step.task is not None
        return DEPARTMENTS[Role(step.task.role)]

    def check(self, step: Step, outcome: str) -> None:
        """The list is not of the future; the files decide who cannot pass."""
        super().check(step, outcome)
        if self.document_date.data and self.document_date.data > clock.today():
            self.fail("document_date", "名单日期不能晚于今天。")
        if outcome == "pass":
            self._check_relocation(step)
            if self.whole_household_no_house is not None:
                self._check_no_house()

    def _check_relocation(self, step: Step) -> None:
        """R36 bars in plan A; in plan B a hit is shown and answered in words (G24, F04)."""
        if self.in_relocation_plan is None or not self.in_relocation_plan.data:
            return
        if step.application.programme.plan == "A":
            self.fail(
                "in_relocation_plan",
                "已纳入易地扶贫搬迁计划的,不得列为农村危房改造对象,请选择“不通过”。",
            )
        elif not self.comment.data:
            decision = evaluate(step, "relocation_warning", in_relocation_plan=True)
            self.fail(
                "in_relocation_plan",
                f"{decision.outputs.get('relocation_warning')}。"
                "仍要通过的,请在办理意见中写明核实情况。",
            )

    def _check_no_house(self) -> None:
        """R34 must hold; a household that the files do not mark needs a reasoned finding (R35)."""
        if not self.whole_household_no_house.data:
            self.fail(
                "whole_household_no_house",
                "整户贫困人口名下有住房的,不是无房户,请选择“不通过”。",
            )
        if self.marked_in_archive.data:
            return
        if not self.no_house_confirmed.data:
            self.fail(
                "no_house_confirmed",
                "档案未标注无房户,请回答是否个案认定;不认定的,请选择“不通过”。",
            )
        elif not self.comment.data:
            self.fail("comment", "档案未标注而个案认定为无房户的,请在办理意见中写明理由。")

    def save(self, step: Step, outcome: str) -> None:
        """Write the opinion; what the files said become facts of the case."""
        row = self.row(step, outcome)
        row |= {"department": self.department(step), "passed": ANSWERS[outcome]}
        step.session.add(IdentityOpinion(**row))
        for name in REGISTER_FACTS:
            field = self._fields.get(name)
            if field is not None and field.data is not None:
                setattr(step.application, name, field.data)
