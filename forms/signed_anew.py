"""Whether what the village mends is signed by the household once more, where the programme asks."""

from __future__ import annotations

from forms.fields import DocumentsField
from forms.step_form import StepForm
from models.document import SIGNATURES
from workflows.step import Step

SIGNED_ANEW = "mended_signed_again"


def require_signed_anew(form: StepForm, step: Step, papers: DocumentsField) -> None:
    """Fail without a signature among ``papers`` that came since the step was opened (R88)."""
    if form.relaxed or papers.is_attested or not step.parameters[SIGNED_ANEW]:
        return
    assert step.task is not None
    opened = step.task.opened_at
    signed = (each for each in papers.chosen if each.kind in SIGNATURES)
    if not any(each.uploaded_at >= opened for each in signed):
        form.fail(papers.name, "这个方案要求补正后由农户重新签字,请补上签字。")
