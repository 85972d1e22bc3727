"""签订建房协议: village and household agree on every clause before work begins (S19, R116)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.fields import (
    ChecklistField,
    ChoiceField,
    DocumentsField,
    LongTextField,
    Needed,
    NumberField,
    Question,
    TextField,
    YesNoField,
)
from forms.fields.checklist import Kind
from forms.signing import SIGNING_GROUP, SignedPaperForm
from models.construction import OTHER, SITE_TYPES, ConstructionAgreement
from models.method import MUTUAL_AID_HOME, REPAIR
from workflows.decisions import papers
from workflows.engine import JsonScalar
from workflows.entitlement import area_verdict
from workflows.projects.following import begin_with_project
from workflows.steps import Step

CLAUSE, PARTY = "条款", "签约方"
# Clauses that are days; the others are told in words.
DAYS = {"进度": "主体完工日期", "竣工时限": "竣工日期"}
NO_PROJECT = "互助院由乡镇按工程统一建设:请乡镇经办先在“工程”里把这一户加入工程,再签协议。"
PLAN_CHECKS = ("fits_land_plan", "fits_township_plan", "fits_design_rules")
SITE = ("site_type", "site_reason", *PLAN_CHECKS)
GROUPS = (
    ("协议条款", ("clauses",)),
    (
        "签约双方和施工方",
        ("village_party", "household_party", "builder_name", "builder_certificate"),
    ),
    ("宅基地和规划", (*SITE, "area_m2")),
    SIGNING_GROUP,
    ("协议", ("agreement_ids",)),
)


class ConstructionAgreementForm(SignedPaperForm):
    """The clauses come from the agreement table; a repair asks for no site and no plans."""

    record = ConstructionAgreement
    lead = "村委会与改造户逐条约定,签字后上传协议。"
    groups = GROUPS

    clauses = ChecklistField("协议条款")
    village_party = TextField("村委会代表", [Needed("请填写村委会代表。")], max_length=40)
    household_party = TextField("改造户签字人", [Needed("请填写改造户签字人。")], max_length=60)
    builder_name = TextField("施工队伍或建筑工匠", [Needed("请填写施工方。")], max_length=60)
    builder_certificate = TextField(
        "培训合格证编号", [Needed("请填写施工队伍或工匠的培训合格证编号。")], max_length=60
    )
    site_type = ChoiceField("建房用地", SITE_TYPES, [Needed("请选择建房用地。")])
    site_reason = LongTextField("选择其他用地的理由", max_length=500)
    fits_land_plan = YesNoField("符合土地利用总体规划", [Needed("请核对土地利用总体规划。")])
    fits_township_plan = YesNoField("符合乡镇规划", [Needed("请核对乡镇规划。")])
    fits_design_rules = YesNoField("符合农房设计要求", [Needed("请核对农房设计要求。")])
    area_m2 = NumberField(
        "约定建筑面积",
        [Needed("请填写约定的建筑面积。")],
        minimum=1,
        maximum=300,
        places=2,
        unit="㎡",
    )
    agreement_ids = DocumentsField(
        "建房协议", ("建房协议",), [Needed("请上传双方签字的建房协议。")]
    )

    def load(self, step: Step) -> dict[str, Any]:
        """The head signs as a rule, and the area is the one approved."""
        application = step.application
        return super().load(step) | {
            "household_party": application.head_name,
            "village_party": step.actor.name,
            "area_m2": application.planned_area_m2,
        }

    def prepare(self, step: Step) -> None:
        """Ask each clause of the table; drop what this method does not need."""
        super().prepare(step)
        self._ask_clauses(step)
        if step.application.method == REPAIR:
            for name in SITE:
                del self[name]
        if area_verdict(step).cap_m2 is None:
            del self["area_m2"]

    def _ask_clauses(self, step: Step) -> None:
        deadline = step.parameters.get("completion_deadline")
        self.clauses.offer(
            [
                Question(
                    item.name,
                    f"{item.name}({DAYS[item.name]})" if item.name in DAYS else item.name,
                    _kind(item.name),
                    f"今年要求 {deadline} 前完工。" if deadline and item.name == "竣工时限" else "",
                )
                for item in papers.agreement_items(step.runtime.tables)
                if item.kind == CLAUSE
            ]
        )

    def check(self, step: Step, outcome: str) -> None:
        """No clause and no party may be missing; the site fits; the area keeps to the cap."""
        super().check(step, outcome)
        if step.application.method == MUTUAL_AID_HOME and step.application.project_id is None:
            # It is never built by one household (R50, G30).
            self.fail("comment", NO_PROJECT)
        self._check_clauses(step)
        if self.site_type is not None:
            self._check_site()
        if self.area_m2 is not None:
            verdict = area_verdict(step, area_m2=float(self.area_m2.data), area_kind="计划")
            if verdict.ok is False:
                self.fail("area_m2", f"超过面积上限 {verdict.cap_m2} ㎡,请改小。")

    def save(self, step: Step, outcome: str) -> None:
        """With the agreement a household begins whose project is under way."""
        super().save(step, outcome)
        begin_with_project(step)

    def routing(self, step: Step, outcome: str) -> Mapping[str, JsonScalar]:
        """Whether the house is built with others (工程); nobody joins or leaves meanwhile."""
        return {"in_project": step.application.project_id is not None}

    def _check_clauses(self, step: Step) -> None:
        told = [name for name, answer in self.clauses.data.items() if answer]
        parties = [
            party
            for party, signer in (
                ("村", self.village_party.data),
                ("危房改造户", self.household_party.data),
            )
            if signer
        ]
        if missing := papers.agreement_missing(step.runtime.tables, told, parties):
            self.fail("clauses", f"协议还缺:{'、'.join(missing)}。")
        built, finished = (self.clauses.data.get(name) for name in DAYS)
        if built and finished and built > finished:
            self.fail("clauses", "主体完工日期不能晚于竣工日期。")

    def _check_site(self) -> None:
        if self.site_type.data == OTHER and not self.site_reason.data:
            self.fail("site_reason", "请写明选择其他用地的理由。")
        for name in PLAN_CHECKS:
            if self[name].data is False:
                self.fail(name, "新建房屋须符合规划和设计要求,请先调整再签协议。")


def _kind(clause: str) -> Kind:
    return "day" if clause in DAYS else "text"
