"""告知不予批准: the county's no in writing, with the approver's reason to begin with."""

from __future__ import annotations

from typing import Any

from forms.letter import LetterForm
from workflows.steps import Step


class RejectionLetterForm(LetterForm):
    """A letter that starts from the reason of the decision."""

    def load(self, step: Step) -> dict[str, Any]:
        """The reason the approver wrote."""
        assert step.task is not None
        return {"reason": step.task.asked_because}
