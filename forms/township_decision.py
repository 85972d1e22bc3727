"""审定 (S10, R101): the township's leader decides on file and visit."""

from __future__ import annotations

from sqlalchemy import select

from forms.fields import ShownField
from forms.step_form import StepForm
from models.township import HouseholdVisit
from workflows.steps import Step


class TownshipDecisionForm(StepForm):
    """Asks for the decision alone, beside what the visit found."""

    row_fields = ()
    lead = "依据上报材料和入户调查审定;合格的由乡镇公示。"
    may_be_taken_back = True

    visit = ShownField("入户调查")

    def prepare(self, step: Step) -> None:
        """Show the newest visit."""
        found = step.session.scalars(
            select(HouseholdVisit)
            .where(HouseholdVisit.application_id == step.application.id)
            .order_by(HouseholdVisit.id.desc())
            .limit(1)
        ).first()
        if found is None:
            self.visit.show("入户调查", "没有记录", attention=True)
            return
        self.visit.show("入户日期", found.happened_on)
        self.visit.show("入户人员", [found.first_visitor, found.second_visitor])
        self.visit.show("长期居住在农村", found.long_term_rural)
        self.visit.show("住房情况", found.dwelling)
        self.visit.show("家庭成员一致", found.members_agree)
        self.visit.show("建房确有困难", found.building_difficulty)
        if found.building_difficulty:
            self.visit.show("困难情况", found.difficulty_reason)
        if found.comment:
            self.visit.show("调查意见", found.comment)
