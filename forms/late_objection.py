"""处理逾期异议 (S6): the township says whether what came too late still stops the case."""

from __future__ import annotations

from forms.fields import ShownField
from forms.objection_shown import show_objection
from forms.step_form import StepForm
from models.objection import LateObjectionJudgement
from workflows.objections import objection_of
from workflows.steps import Step


class LateObjectionForm(StepForm):
    """Kept on file, or looked into while the case waits at its next gate; a reason either way."""

    record = LateObjectionJudgement
    lead = (
        "公示期满以后收到的异议。可能影响结果的,暂停往下办并调查;明显不影响的,存档备查。"
        "都要写明理由,提出人看得到。"
    )

    objection = ShownField("异议")

    def prepare(self, step: Step) -> None:
        """Show what was objected."""
        show_objection(step, self.objection)

    def save(self, step: Step, outcome: str) -> None:
        """Record the judgement."""
        row = self.row(step, outcome)
        step.session.add(self.record(**row, objection_id=objection_of(step).id))
