"""The papers of an open task: to be printed before deciding, and where the signed scan goes."""

from __future__ import annotations

from dataclasses import dataclass

from forms.fields import DocumentsField
from forms.step_form import StepForm
from models.document import Document
from workflows.papers import Paper, needed_papers, papers_of


@dataclass(frozen=True)
class PaperToSign:
    """``asks_here`` where the form itself does not ask for the scan among its own questions."""

    paper: Paper
    is_needed: bool
    asks_here: bool
    scans: list[Document]
    error: str


def papers_to_sign(form: StepForm, wrong_key: str = "", error: str = "") -> list[PaperToSign]:
    """The papers of the step in the order of the table; ``error`` is about one of them."""
    step = form.step
    assert step.task is not None
    node, number = step.task.node_id, step.task.id
    needed = needed_papers(step.parameters, node)
    asked = {kind for each in form if isinstance(each, DocumentsField) for kind in each.kinds}
    return [
        PaperToSign(
            paper,
            paper in needed,
            paper.kind not in asked,
            [each for each in step.documents if each.task_id == number and each.kind == paper.kind],
            error if paper.key == wrong_key else "",
        )
        for paper in papers_of(node)
    ]
