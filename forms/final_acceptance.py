"""竣工验收 by the renovation office with departments and technicians (S24, R128)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from forms.acceptance import PASS, AcceptanceForm
from forms.fields import DocumentsField, Needed, NumberField
from models.acceptance import FinalAcceptance, PreliminaryAcceptance
from models.construction import CompletionReport
from models.document import COST_PAPERS
from models.method import REPAIR
from workflows.checks.duplicates import ask_again
from workflows.entitlement import area_verdict
from workflows.personal_names import compared
from workflows.steps import Step

COST = ("repair_cost_yuan", "cost_paper_ids")


class FinalAcceptanceForm(AcceptanceForm):
    """Measures the house, confirms a repair's costs, and is made by other people (F36)."""

    record = FinalAcceptance
    lead = "组织相关部门和专业技术人员竣工验收,实测建筑面积。"

    measured_area_m2 = NumberField(
        "实测建筑面积",
        [Needed("请填写实测建筑面积。")],
        minimum=1,
        maximum=1000,
        places=2,
        unit="㎡",
        hint="保留两位小数。",
    )
    repair_cost_yuan = NumberField(
        "核定改造费用",
        [Needed("请核定实际改造费用。")],
        minimum=0,
        maximum=1_000_000,
        unit="元",
    )
    cost_paper_ids = DocumentsField("决算或票据", COST_PAPERS, [Needed("请核对决算或票据。")])

    def load(self, step: Step) -> dict[str, Any]:
        """The costs that were declared, and their papers."""
        known = super().load(step)
        # What is sent counts as it stands; only a page that is opened begins with what was told.
        if step.application.method == REPAIR and not self.outcome:
            known["repair_cost_yuan"] = _declared_cost(step)
            known["cost_paper_ids"] = [
                each.id for each in step.documents if each.kind in COST_PAPERS
            ]
        return known

    def prepare(self, step: Step) -> None:
        """Costs are a repair's question, the area that of a house with a cap."""
        super().prepare(step)
        if step.application.method != REPAIR:
            for name in COST:
                del self[name]
        if area_verdict(step).cap_m2 is None:
            del self["measured_area_m2"]

    def check(self, step: Step, outcome: str) -> None:
        """Departments and technicians are named, and they are not the township's team."""
        super().check(step, outcome)
        if any(not each["unit"] for each in self.members.people):
            self.fail("members", "请在每人姓名后写明单位或专业。")
        least = int(step.parameters["acceptance_team_min"])
        if len(self._new_members(step)) < least:
            self.fail("members", f"至少 {least} 人须没有参加过初步验收。")

    def save(self, step: Step, outcome: str) -> None:
        """Area and costs are facts now; whether the area is legal the table decides next."""
        super().save(step, outcome)
        if outcome != PASS:
            return
        application = step.application
        application.accepted_on = self.happened_on.data
        ask_again(application)
        if self.measured_area_m2 is not None:
            application.measured_area_m2 = self.measured_area_m2.data
        if self.repair_cost_yuan is not None:
            application.repair_cost_yuan = self.repair_cost_yuan.data

    def _new_members(self, step: Step) -> set[str]:
        earlier = step.session.scalars(
            select(PreliminaryAcceptance.members)
            .where(PreliminaryAcceptance.application_id == step.application.id)
            .order_by(PreliminaryAcceptance.id.desc())
            .limit(1)
        ).first()
        known = {compared(each["name"]) for each in earlier or []}
        return {compared(each["name"]) for each in self.members.people} - known


def _declared_cost(step: Step) -> int | None:
    return step.session.scalars(
        select(CompletionReport.repair_cost_yuan)
        .where(CompletionReport.application_id == step.application.id)
        .order_by(CompletionReport.id.desc())
        .limit(1)
    ).first()
