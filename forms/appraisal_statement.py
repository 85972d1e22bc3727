"""说明评议情况 (S4, F17, G32): the township on a meeting of the past without a quorum."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forms.fields import DocumentsField, LongTextField, Needed, ShownField
from forms.step_form import StepForm
from models.document import APPRAISAL_STATEMENT
from models.village import Appraisal, AppraisalStatement
from workflows.steps import Step


class AppraisalStatementForm(StepForm):
    """With a stamped statement and a reason the meeting counts; else the village meets again."""

    record = AppraisalStatement
    lead = (
        "这次评议是事后补录的,到会人数不足。向村里核实以后,予以认可的,写明情况并上传盖章的情况说明;"
        "不能认可的,请村里重新召开评议。"
    )

    meeting = ShownField("评议会")
    finding = LongTextField("核实情况和认可的理由", [Needed("请写明核实情况和认可的理由。")])
    document_ids = DocumentsField(
        "盖章的情况说明", (APPRAISAL_STATEMENT,), [Needed("请上传乡镇盖章的情况说明。")]
    )

    def load(self, step: Step) -> dict[str, Any]:
        """The appraisal that is to be judged."""
        appraisal = step.session.scalar(
            select(Appraisal)
            .where(Appraisal.application_id == step.application.id)
            .options(joinedload(Appraisal.meeting))
            .order_by(Appraisal.id.desc())
            .limit(1)
        )
        assert appraisal is not None
        self.appraisal = appraisal
        return {}

    def prepare(self, step: Step) -> None:
        """Show who came and how they voted, beside what the programme asks."""
        held, votes = self.appraisal.meeting, self.appraisal
        share = step.parameters["quorum_present_share"]
        self.meeting.show("会议", f"{held.held_on:%Y-%m-%d} {held.meeting_kind},{held.place}")
        came = f"应到{held.due_count}人,实到{held.present_count}人;到会须不少于应到的{share}"
        self.meeting.show("到会", came, attention=True)
        self.meeting.show(
            "表决", f"赞成{votes.in_favour},反对{votes.against},弃权{votes.abstained}"
        )
        self.meeting.show("主持人、记录人", f"{held.chair}、{held.minute_taker}")
