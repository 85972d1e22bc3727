"""The one dictionary of task forms: form key of a drawing -> form class."""

from __future__ import annotations

from forms.letter import LetterForm
from forms.step_form import StepForm

TASK_FORMS: dict[str, type[StepForm]] = {
    "no_report": LetterForm,
}
