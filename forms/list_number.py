"""The 文号 of a list (名单): typed on the draft, and a document from when the list is sent off."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from forms.official_document import OfficialDocumentForm
from forms.registry import TASK_FORMS
from models.case_list import CaseList
from models.role import Role
from workflows import official_documents
from workflows.errors import Invalid
from workflows.official_documents import Paper
from workflows.rights import Actor

# The questions of the list's own head, for steps that ask for no number themselves.
NUMBER, DATED = "list_document_number", "list_dated"


def asks_number(form_key: str) -> bool:
    """Whether the step itself asks for the document, so that the list's head does not."""
    return issubclass(TASK_FORMS[form_key], OfficialDocumentForm)


def step_answers(case_list: CaseList) -> dict[str, Any]:
    """The shared answers to the step's own questions."""
    return {k: v for k, v in case_list.answers.items() if k not in (NUMBER, DATED)}


def number_of(case_list: CaseList) -> str:
    """The 文号, as typed until the list is sent off."""
    name = "document_number" if asks_number(case_list.form_key) else NUMBER
    return _first(case_list, name) or case_list.document_number


def date_of(case_list: CaseList) -> dt.date | None:
    """The date beside it."""
    name = DATED
    if asks_number(case_list.form_key):
        name = "document_date" if "document_date" in case_list.answers else "happened_on"
    try:
        return dt.date.fromisoformat(_first(case_list, name))
    except ValueError:
        return case_list.document_date


def register_number(session: Session, actor: Actor, case_list: CaseList) -> None:
    """Write the document of a list down before its first row is done.

    Raises Invalid for a number without a date, and for one that is another paper's.
    """
    if case_list.done_count:
        return
    number, dated = number_of(case_list), date_of(case_list)
    case_list.official_document = None
    if not number:
        return
    if dated is None:
        raise Invalid("写了文号的,请填写名单日期。", DATED)
    form = TASK_FORMS[case_list.form_key]
    kind = f"{case_list.step_name}名单"
    if issubclass(form, OfficialDocumentForm):
        kind = form.document_kind
    paper = Paper(
        role=Role(case_list.role),
        area_code=case_list.area_code,
        kind=kind,
        number=number,
        dated=dated,
    )
    case_list.official_document = official_documents.register(session, actor, paper)
    case_list.answers = step_answers(case_list)


def _first(case_list: CaseList, name: str) -> str:
    return next(iter(case_list.answers.get(name, [])), "").strip()
