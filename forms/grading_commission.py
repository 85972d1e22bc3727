"""委托鉴定 and 委托复鉴 (S14, R31, R32, R112, F22, F24, X9): the office hires an agency."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from forms.fields import Needed, PickField, TextField
from forms.official_document import OfficialDocumentForm
from models.grading import GradingCommission
from models.organisation import Organisation
from workflows.facts import evaluate
from workflows.steps import Step

KIND = "assessment_agency"
REGRADING = "commission_regrading"


class GradingCommissionForm(OfficialDocumentForm):
    """Which agency, under which number."""

    record = GradingCommission
    document_kind = "鉴定委托书"
    row_fields = ()
    lead = "委托第三方鉴定机构入户鉴定。"

    agency_id = PickField("鉴定机构", (), [Needed("请选择鉴定机构。")])
    document_number = TextField("委托书编号", [Needed("请填写委托书编号。")], max_length=60)

    def prepare(self, step: Step) -> None:
        """Offer the agencies in force; a second grading goes to another one (X9)."""
        self.happened_on.label.text = "委托日期"
        self.is_regrading = step.task is not None and step.task.node_id == REGRADING
        barred = step.application.agency_id if self.is_regrading else None
        if self.is_regrading:
            self.agency_id.description = "复鉴须由另一家机构进行。"
        self.agency_id.offer(
            [(str(each.id), each.name) for each in agencies(step) if each.id != barred]
        )

    def check(self, step: Step, outcome: str) -> None:
        """No grading of a household that is not on the audited list (R32, R112)."""
        super().check(step, outcome)
        if not evaluate(step, "appraisal_start").outputs.get("may_start_appraisal"):
            self.fail("agency_id", "身份审核尚未通过,不能委托鉴定。")

    def row(self, step: Step, outcome: str) -> dict[str, Any]:
        """The agency by its number."""
        return super().row(step, outcome) | {
            "agency_id": int(self.agency_id.data),
            "is_regrading": self.is_regrading,
        }

    def save(self, step: Step, outcome: str) -> None:
        """The next task goes to this agency."""
        super().save(step, outcome)
        step.application.agency_id = int(self.agency_id.data)


def agencies(step: Step) -> list[Organisation]:
    """Agencies in force in the county, by name."""
    return list(
        step.session.scalars(
            select(Organisation)
            .where(
                Organisation.kind == KIND,
                Organisation.is_active,
                Organisation.area_code == step.application.village_code[:6],
            )
            .order_by(Organisation.name)
        )
    )
