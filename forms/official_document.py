"""A step that rests on an official document (文号): which number it has, of what day it is."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from forms.fields import TextField
from forms.step_form import StepForm
from models.case_list import RUNNING
from models.official_document import LONGEST_NUMBER, OfficialDocument
from models.role import Role
from workflows import official_documents
from workflows.official_documents import Paper
from workflows.steps import Step


class OfficialDocumentForm(StepForm):
    """Base of the forms that ask for a 文号; its row is ``models.official_document.Numbered``.

    ``document_kind`` says what the document is. Without a question ``document_date`` it is of the
    day on which the step happened.
    """

    document_kind: ClassVar[str]
    document_number = TextField("文号", max_length=LONGEST_NUMBER)

    # Looked for once.
    _claimed: OfficialDocument | None = None

    def check(self, step: Step, outcome: str) -> None:
        """The same number is the same paper: of its kind and of its day."""
        paper, document = self._paper(step), self.claimed_document(step)
        if paper is None or document is None:
            return
        if fault := official_documents.fault_of(step.session, paper, document):
            self.fail("document_number", fault)

    def claimed_document(self, step: Step) -> OfficialDocument | None:
        """The document that is named, as it is known; None where none is named."""
        if self._claimed is None:
            self._claimed = document_of_list(step)
        if self._claimed is None and (paper := self._paper(step)) is not None:
            self._claimed = official_documents.found(step.session, step.actor, paper)
        return self._claimed

    def row(self, step: Step, outcome: str) -> dict[str, Any]:
        """The document by its id."""
        paper, document = self._paper(step), self.claimed_document(step)
        if paper is not None and document is not None:
            official_documents.settle(step.actor, document, paper)
        return super().row(step, outcome) | {"official_document_id": document and document.id}

    def document_of(self, number: str, day: dt.date) -> OfficialDocument | None:
        """The document of this desk with ``number``, which else would be of ``day``."""
        return official_documents.known(self.step.session, self._named(number, day))

    def _paper(self, step: Step) -> Paper | None:
        asked = self._fields.get("document_date")
        dated: dt.date | None = asked.data if asked is not None else self.happened_on.data
        number = self.document_number.data
        return self._named(number, dated) if number and dated is not None else None

    def _named(self, number: str, dated: dt.date) -> Paper:
        task = self.step.task
        assert task is not None
        return Paper(Role(task.role), task.area_code, self.document_kind, number, dated)


def document_of_list(step: Step) -> OfficialDocument | None:
    """The document that the step's list got when it was sent off."""
    case_list = step.case_list
    is_sent = case_list is not None and case_list.state == RUNNING
    return case_list.official_document if case_list is not None and is_sent else None
