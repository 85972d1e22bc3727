"""The one route that shows and completes every user task."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from wtforms import Field

from forms.fields import DocumentsField
from forms.mending import whole
from forms.registry import TASK_FORMS
from forms.step_form import SIGNED_PAPER, StepForm
from forms.submission import InvalidForm, submit
from models.document import Document
from models.task import Task
from webapp import transactions
from webapp.cases import overview
from webapp.cases.frame import load_frame
from webapp.checks.rows import warnings_of
from webapp.errors import page
from webapp.files.uploads import keep, receive
from webapp.fragments import is_script, refused_fragment
from webapp.mending.pages import BY_PAGES, check_page
from webapp.news import news_since
from webapp.papers.on_task import papers_to_sign
from webapp.parts import parts
from webapp.phrases import phrases_for
from webapp.task_documents import fragment_of, take_documents
from webapp.user import user
from workflows import checks, drafts, steps
from workflows.errors import AlreadyDone, Forbidden, Invalid, NotFound
from workflows.papers import papers_of
from workflows.refused_attempts import record_attempt

bp = Blueprint("tasks", __name__)
# In the address of the one long page of a form that is asked page by page.
WHOLE = "whole"
NOT_SENT = "所选文件还没有上传,请先点“上传”,再办理。"


@bp.get("/tasks/<int:task_id>")
def show(task_id: int) -> ResponseReturnValue:
    """The form of the step beside the facts of the case."""
    actor = user().actor
    try:
        step = steps.view_task(transactions.session(), parts().runtime, actor, task_id)
    except AlreadyDone as error:
        return _already_done(task_id, error)
    assert step.task is not None
    if TASK_FORMS[step.task.form_key].by_groups and WHOLE not in request.args:
        return redirect(url_for("mending.show", task_id=task_id))
    draft = drafts.draft_of(transactions.session(), actor, task_id)
    answers = whole(step, draft.answers) if draft is not None else None
    form = TASK_FORMS[step.task.form_key](answers, step)
    return _page(form, saved_at=draft.saved_at if draft is not None else None)


@bp.post("/tasks/<int:task_id>")
def complete(task_id: int) -> ResponseReturnValue:
    """Complete the task, or show the form again with everything that was typed."""
    answers, actor = MultiDict(request.form), user().actor
    if _has_unsent_file(answers):
        return _again(task_id, answers, unsent=True)
    if not answers.get("outcome"):
        # Enter pressed in a field: nothing is decided, and nothing typed is lost.
        return _again(task_id, answers)
    try:
        submit(transactions.session(), parts().runtime, actor, task_id, answers)
    except InvalidForm as error:
        _keep_refused(error)
        return _again(task_id, answers)
    except AlreadyDone as error:
        return _already_done(task_id, error)
    except Forbidden as error:
        _record_refusal(task_id, error)
        raise
    return redirect(url_for("tasks.finished", task_id=task_id), 303)


@bp.get("/tasks/<int:task_id>/finished")
def finished(task_id: int) -> ResponseReturnValue:
    """Say what was done and go on: to the next own step of the case, else to the inbox."""
    actor = user().actor
    task = transactions.session().scalar(
        select(Task).where(Task.id == task_id, Task.done_by_id == actor.account_id)
    )
    if task is None:
        raise NotFound
    frame = load_frame(transactions.session(), parts().runtime, actor, task.application_id)
    label = next(
        (
            each.label
            for each in frame.definitions.outcomes(task.process_id, task.node_id)
            if each.id == task.outcome
        ),
        "",
    )
    said = f"已办结:{frame.application.head_name or '新申请'} · {task.name}"
    said += f"({label})。" if label else "。"
    if frame.my_tasks:
        flash(f"{said}接着办理下一步。")
        return redirect(url_for("tasks.show", task_id=frame.my_tasks[0].id))
    if frame.open_tasks:
        flash(f"{said}下一步在{'、'.join(f'{desk}({step})' for desk, step in frame.desks[:3])}。")
    else:
        flash(said + (f"{frame.waiting_for}。" if frame.waiting_for else ""))
    return redirect(url_for("inbox.show"))


@bp.post("/tasks/<int:task_id>/documents")
def add_documents(task_id: int) -> ResponseReturnValue:
    """Upload from inside a form: everything typed comes back with the new document ticked.

    A script sends only the files and gets the new check boxes.
    """
    answers, name = MultiDict(request.form), request.args.get("field", "")
    sent = take_documents(task_id, name)
    if is_script():
        return fragment_of(sent)
    if sent.refused is not None and not sent.kept:
        return _again(task_id, answers, errors={name: sent.refused.sentence}, check=False)
    answers.setlist(name, [*answers.getlist(name), *sent.numbers])
    form = _typed_form(task_id, answers)
    if sent.refused is not None:
        form.fail(name, sent.refused.sentence)
    return _page(form)


@bp.post("/tasks/<int:task_id>/phrase")
def add_phrase(task_id: int) -> ResponseReturnValue:
    """Put a chosen phrase into the opinion: everything typed comes back, nothing is decided."""
    answers = MultiDict(request.form)
    transactions.abandon()
    form = _typed_form(task_id, answers)
    chosen = answers.get("phrase", "").strip()
    if chosen:
        written = (answers.get("comment") or "").rstrip()
        answers["comment"] = f"{written}\n{chosen}".strip()
        form = _typed_form(task_id, answers)
    return _page(form)


@bp.post("/tasks/<int:task_id>/signed/<key>")
def add_paper(task_id: int, key: str) -> ResponseReturnValue:
    """Upload the signed scan of a paper from inside a form; everything typed comes back."""
    actor, answers = user().actor, MultiDict(request.form)
    step = steps.view_task(transactions.reading(), parts().runtime, actor, task_id)
    assert step.task is not None
    paper = next((each for each in papers_of(step.task.node_id) if each.key == key), None)
    if paper is None:
        raise NotFound
    application_id = step.application.id
    try:
        upload = receive(request.files.get(f"{SIGNED_PAPER}{key}-file"), parts().storage)
    except Invalid as error:
        if is_script():
            return refused_fragment(error)
        return _again(task_id, answers, paper_error=(key, error.sentence), check=False)
    session = transactions.session()
    task = session.get_one(Task, task_id)
    kept = keep(session, actor, application_id, paper.kind, upload, paper_of=task)
    if is_script():
        return render_template("papers/_scans.html", scans=[kept])
    return _page(_typed_form(task_id, answers))


def _has_unsent_file(answers: MultiDict[str, str]) -> bool:
    # A form that is no upload sends the name of a chosen file as text.
    named = any(value for key, value in answers.items() if key.endswith("-file"))
    return named or any(file.filename for file in request.files.values())


def _typed_form(task_id: int, answers: MultiDict[str, str]) -> StepForm:
    step = steps.view_task(transactions.session(), parts().runtime, user().actor, task_id)
    assert step.task is not None
    return TASK_FORMS[step.task.form_key](answers, step)


def _again(
    task_id: int,
    answers: MultiDict[str, str],
    *,
    unsent: bool = False,
    errors: dict[str, str] | None = None,
    check: bool = True,
    paper_error: tuple[str, str] = ("", ""),
) -> ResponseReturnValue:
    """The form as typed, with its errors; what was begun is rolled back and only read again."""
    transactions.abandon()
    form = _typed_form(task_id, answers)
    if check:
        form.is_valid(form.step)
    for field in form:
        if isinstance(field, DocumentsField) and unsent and answers.get(f"{field.name}-file"):
            form.fail(field.name, NOT_SENT)
    for name, sentence in (errors or {}).items():
        form.fail(name, sentence)
    if form.by_groups and request.args.get("by") == BY_PAGES:
        return check_page(form), 422
    return _page(form, paper_error), 422


def _page(
    form: StepForm,
    paper_error: tuple[str, str] = ("", ""),
    *,
    saved_at: dt.datetime | None = None,
) -> str:
    step = form.step
    task = step.task
    assert task is not None
    session = transactions.session()
    frame = load_frame(session, parts().runtime, step.actor, step.application.id)
    return render_template(
        [f"tasks/{task.form_key}.html", "tasks/task.html"],
        case=frame,
        task=task,
        form=form,
        outcomes=step.outcomes,
        groups=_groups(form),
        facts=overview.overview(frame.application, frame.house, ""),
        house=overview.house_in_short(frame.house, frame.application),
        left=frame.badge_of(task),
        saved_at=saved_at,
        phrases=phrases_for(session, step.actor, task.form_key),
        authority=step.authority,
        news=news_since(session, frame, task),
        papers=papers_to_sign(form, *paper_error),
        warnings=warnings_of(session, _offered(form)),
    )


def _offered(form: StepForm) -> list[Document]:
    """The papers and pictures that the questions of the form offer."""
    return [each for field in form if isinstance(field, DocumentsField) for each in field.offered]


def _groups(form: StepForm) -> list[tuple[str, list[Field]]]:
    """The step's own questions under their headings; what no heading names comes last."""
    own = {field.short_name: field for field in form.own_fields}
    groups: list[tuple[str, list[Field]]] = []
    for title, names in form.groups:
        fields = [own.pop(name) for name in names if name in own]
        if fields:
            groups.append((title, fields))
    if own:
        groups.append(("" if not groups else "其他", list(own.values())))
    return groups


def _already_done(task_id: int, error: AlreadyDone) -> ResponseReturnValue:
    if error.by_same_person:
        # The second click of the same person gets the page that the first one got.
        return redirect(url_for("tasks.finished", task_id=task_id), 303)
    return page(error.status, error.sentence)


def _keep_refused(error: InvalidForm) -> None:
    """What a check refused of the answers stays, although they are not kept (F11, F12)."""
    found, actor, application_id = (
        error.form.refused_answers,
        error.step.actor,
        error.step.application.id,
    )
    if found:
        transactions.record_apart(
            lambda own: checks.record_refused_of(own, actor, application_id, found)
        )


def _record_refusal(task_id: int, error: Forbidden) -> None:
    actor, runtime, sentence = user().actor, parts().runtime, error.sentence
    transactions.record_apart(lambda own: record_attempt(own, runtime, actor, task_id, sentence))
