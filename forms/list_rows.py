"""Steps done by list (A.21): a row completes its case through the same function as the page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from wtforms import Form

from forms.list_number import step_answers
from forms.registry import TASK_FORMS
from forms.step_form import StepForm
from forms.submission import InvalidForm, submit_begun
from models.application import Application
from models.case_list import CaseList, CaseListRow
from models.document import Document
from models.task import Task
from workflows import clock, list_papers, steps
from workflows.errors import Invalid, Refused
from workflows.rights import Actor
from workflows.runtime import Runtime
from workflows.steps import Step

# So many rows are looked at before the part that all rows share is called wrong.
SAMPLE = 3


def is_listable(form_key: str) -> bool:
    """Whether the step may be done by list; visits, gradings and acceptances never are."""
    form = TASK_FORMS.get(form_key)
    return form is not None and form.row_fields is not None


def complete_row(
    session: Session, runtime: Runtime, actor: Actor, case_list: CaseList, row: CaseListRow
) -> None:
    """Do the task of ``row`` as ``actor``; raises what steps.begin raises, and Invalid in words."""
    step = steps.begin(session, runtime, actor, row.task_id)
    step.case_list = case_list
    list_papers.share_documents(step, case_list)
    try:
        submit_begun(step, answers_of(step, case_list, row))
    except InvalidForm as refused:
        raise Invalid(in_words(refused.form)) from refused


def answers_of(step: Step, case_list: CaseList, row: CaseListRow) -> MultiDict[str, Any]:
    """What the single page would send: the shared answers, and the row's where it is asked."""
    assert step.task is not None
    answers: MultiDict[str, Any] = MultiDict(step_answers(case_list))
    for name in TASK_FORMS[case_list.form_key].asked_in_row(step.task, step.application):
        if any(values := row.answers.get(name, [])):
            answers.setlist(name, values)
    if row.comment:
        answers["comment"] = row.comment
    answers["outcome"] = row.outcome
    return answers


def in_words(form: StepForm) -> str:
    """Every error of a form in one line."""
    return " ".join(
        f"{form[name].label.text}:{sentence}"
        for name, sentences in form.errors.items()
        for sentence in sentences
    )


def shared_form(
    session: Session,
    runtime: Runtime,
    actor: Actor,
    case_list: CaseList,
    rows: Sequence[CaseListRow],
    papers: Sequence[Document],
) -> StepForm | None:
    """The form with the list's shared answers, on the first case that still waits; None if none.

    The documents it offers are those of the list.
    """
    for row in rows:
        step = _view(session, runtime, actor, case_list, row, papers)
        if step is not None:
            known = step_answers(case_list)
            answers = MultiDict(known) if known else None
            return TASK_FORMS[case_list.form_key](answers, step)
    return None


def check_shared(
    session: Session,
    runtime: Runtime,
    actor: Actor,
    case_list: CaseList,
    rows: Sequence[CaseListRow],
    papers: Sequence[Document],
) -> StepForm | None:
    """The form with the errors of the shared part; None when there are none.

    A fault is the shared part's when each of the rows looked at complains of it; what only some
    complain of is said beside those rows when they are done.
    """
    faulty: StepForm | None = None
    for row in rows[:SAMPLE]:
        step = _view(session, runtime, actor, case_list, row, papers)
        if step is None:
            continue
        form = TASK_FORMS[case_list.form_key](answers_of(step, case_list, row), step)
        form.is_valid(step)
        _keep_shared_errors(form)
        if not form.errors:
            return None
        faulty = faulty or form
    return faulty


def _view(
    session: Session,
    runtime: Runtime,
    actor: Actor,
    case_list: CaseList,
    row: CaseListRow,
    papers: Sequence[Document],
) -> Step | None:
    try:
        step = steps.view_task(session, runtime, actor, row.task_id)
    except Refused:
        # What became of this row is said when its turn comes.
        return None
    step.case_list, step.documents = case_list, list(papers)
    return step


def _keep_shared_errors(form: StepForm) -> None:
    own = {*(form.row_fields or ()), "comment"}
    day = form.happened_on.data
    if day is not None and day <= clock.today():
        # Whether the day fits what came before is for each case to say.
        own.add("happened_on")
    for field in form:
        if field.short_name in own:
            field.errors = []


def shared_fields(form: StepForm) -> list[Any]:
    """The step's own questions that all rows share, in their order."""
    own = set(form.row_fields or ())
    return [
        each for each in form.own_fields if each.short_name not in own and each.type != "ShownField"
    ]


@cache
def row_form(form_key: str) -> type[Form]:
    """A form of the questions that differ from row to row."""
    step_form = TASK_FORMS[form_key]
    fields = {name: getattr(step_form, name) for name in step_form.row_fields or ()}
    return type("RowForm", (Form,), fields)


def asked(form_key: str, task: Task, application: Application) -> tuple[str, ...]:
    """The questions of the row form that this case is asked."""
    return TASK_FORMS[form_key].asked_in_row(task, application)
