"""复查不予受理 (S3): a village's refusal to receive is looked at by the township."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.acceptance_check import naming_all
from forms.fields import LongTextField, Needed, ShownField
from forms.step_form import StepForm
from models.village import DeclinedReview
from workflows import supplements
from workflows.engine import JsonScalar
from workflows.required_documents import missing_documents
from workflows.steps import Step

RETURN = "return"


class DeclinedReviewForm(StepForm):
    """Either the village receives the application, or the household is told what is missing."""

    record = DeclinedReview
    lead = "村委会不予受理。核实理由后,责令受理,或者要求农户补正。"
    may_be_taken_back = True

    declined = ShownField("不予受理")
    found = LongTextField(
        "复查情况",
        [Needed("请写明向村委会和农户了解到的情况。", always=True)],
        max_length=2000,
    )

    def load(self, step: Step) -> dict[str, Any]:
        """The opinion begins with what is missing."""
        self.missing = missing_documents(step)
        return {"comment": f"请补交:{'、'.join(self.missing)}。"} if self.missing else {}

    def prepare(self, step: Step) -> None:
        """Show the village's reason."""
        assert step.task is not None
        self.declined.show("来自", step.task.came_from)
        self.declined.show("理由", step.task.asked_because, attention=True)
        self.declined.show("还缺", self.missing or "不缺材料", attention=bool(self.missing))

    def save(self, step: Step, outcome: str) -> None:
        """Record the review; a request for papers names all that are missing."""
        is_return = outcome == RETURN
        if is_return:
            self.comment.data = naming_all(self.comment.data or "", self.missing)
        until = supplements.end_of(supplements.last_day(step)) if is_return else None
        row = self.row(step, outcome) | {"missing": self.missing, "supplement_due": until}
        step.session.add(DeclinedReview(**row))

    def routing(self, step: Step, outcome: str) -> Mapping[str, JsonScalar]:
        """Until when the supplement may come."""
        if outcome != RETURN:
            return {}
        return {"supplement_due": supplements.end_of(supplements.last_day(step)).isoformat()}
