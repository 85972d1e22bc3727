"""初步查看异议 (S6): does it name a household, a fault of the notice, nothing new, or neither?"""

from __future__ import annotations

from typing import Any

from forms.fields import PickField, ShownField
from forms.objection_shown import earlier_on, households_on, show_objection
from forms.step_form import StepForm
from models.notice import PublicNotice
from models.objection import ANSWERED, HOUSEHOLD, NOTICE, REPETITION, ObjectionScreening
from workflows.objection_reach import tell_households
from workflows.objections import objection_of
from workflows.steps import Step

# Outcomes of the drawing.
TO_HOUSEHOLD, TO_NOTICE, AGAIN, DIRECTLY = "household", "notice", "repetition", "answer"


class ObjectionScreeningForm(StepForm):
    """A general objection holds up nothing until this says whom it means."""

    record = ObjectionScreening
    lead = "这件异议没有指明对象,暂不影响公示。请在两个工作日内看清它说的是什么。"

    objection = ShownField("异议")
    named_id = PickField("指的是哪一户", hint="选“指明是某一户”时填写;这一户的公示等待调查。")
    repeats_id = PickField("与哪一件重复", hint="选“重复异议”时填写;提出人可以看到那一件的答复。")

    def load(self, step: Step) -> dict[str, Any]:
        """The objection and the sheet that it is about."""
        self.filed = objection_of(step)
        self.sheet = step.session.get_one(PublicNotice, self.filed.notice_id)
        return {}

    def prepare(self, step: Step) -> None:
        """Offer the households of the sheet, and what was said before."""
        show_objection(step, self.objection)
        # Each is asked for by one outcome alone; the page that is only shown has both.
        if self.outcome in ("", TO_HOUSEHOLD):
            self.named_id.offer(households_on(step.session, self.sheet))
        if self.outcome in ("", AGAIN):
            self.repeats_id.offer(earlier_on(step.session, self.filed))

    def check(self, step: Step, outcome: str) -> None:
        """Each outcome says of whom, or of which, it speaks."""
        if outcome == TO_HOUSEHOLD and not self.named_id.data:
            self.fail("named_id", "请选择指的是哪一户。")
        if outcome == AGAIN and not self.repeats_id.data:
            self.fail("repeats_id", "请选择与哪一件重复。")

    def save(self, step: Step, outcome: str) -> None:
        """What it is about, from now on; a fault of the notice holds up all its households."""
        named = self.named_id.data if outcome == TO_HOUSEHOLD else None
        repeated = self.repeats_id.data if outcome == AGAIN else None
        told = {
            **self.row(step, outcome),
            "named_id": int(named) if named else None,
            "repeats_id": int(repeated) if repeated else None,
        }
        step.session.add(ObjectionScreening(**told, objection_id=self.filed.id))
        if outcome == TO_HOUSEHOLD:
            self.filed.application_id, self.filed.aims_at = told["named_id"], HOUSEHOLD
        elif outcome == TO_NOTICE:
            self.filed.aims_at, self.filed.blocks = NOTICE, True
            entry = {"objection": self.filed.id, "notice": self.sheet.number}
            tell_households(step, self.sheet.id, "objection_holds_notice", entry)
        elif outcome == AGAIN:
            self.filed.repeats_id, self.filed.finding = told["repeats_id"], REPETITION
        elif outcome == DIRECTLY:
            self.filed.finding = ANSWERED
