"""Filling a task's form and completing the task with it: the one way, for page, list and demo."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from forms.registry import TASK_FORMS
from forms.step_form import StepForm
from workflows import steps
from workflows.errors import Invalid
from workflows.rights import Actor
from workflows.runtime import Runtime
from workflows.steps import Step


class InvalidForm(Exception):
    """The form has errors; it is shown again with everything that was typed."""

    def __init__(self, form: StepForm, step: Step) -> None:
        super().__init__(str(form.errors))
        self.form = form
        self.step = step


def open_form(session: Session, runtime: Runtime, actor: Actor, task_id: int) -> StepForm:
    """The form of an open task, filled with what is known. Raises as steps.view_task."""
    step = steps.view_task(session, runtime, actor, task_id)
    assert step.task is not None
    return TASK_FORMS[step.task.form_key](None, step)


def submit(
    session: Session, runtime: Runtime, actor: Actor, task_id: int, answers: MultiDict[str, Any]
) -> Step:
    """Complete a task with ``answers``; ``answers["outcome"]`` is the button pressed.

    Raises InvalidForm with the form as typed, Invalid for an outcome or field the step does not
    have, and what steps.begin raises.  Nothing is committed.
    """
    step = steps.begin(session, runtime, actor, task_id)
    submit_begun(step, answers)
    return step


def submit_begun(step: Step, answers: MultiDict[str, Any]) -> None:
    """Complete the task of a step that is locked already; raises as :func:`submit`."""
    assert step.task is not None
    form = TASK_FORMS[step.task.form_key](answers, step)
    outcome = form.outcome
    if outcome not in {each.id for each in step.outcomes}:
        raise Invalid("这一步没有这个选项,请刷新页面后重试。")
    form.accepts(answers)
    if not form.is_valid(step):
        raise InvalidForm(form, step)
    day, handled_by = form.happened_on.data, form.handled_by.data or ""
    step.outcome, step.happened_on, step.handled_by = outcome, day, handled_by
    step.papers_given |= form.papers_given
    form.save(step, outcome)
    form.keep_late_proof()
    form.bind_typed_paper(step)
    steps.complete(
        step,
        outcome=outcome,
        happened_on=day,
        handled_by=handled_by,
        comment=form.comment.data or "",
        routing=form.routing(step, outcome),
        late_reason=(form.late_reason.data or "") if form.is_late else "",
        # A sheet of cases in mid-course goes on by itself from where each stands.
        may_be_taken_back=form.may_be_taken_back and step.statement is None,
    )
