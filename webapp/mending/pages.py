"""补正 page by page: its task list, one page, and what was mended beside what it replaces."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.fields.nations import NATIONS
from forms.fields.roster import MAX_ROWS, Row
from forms.intake_groups import HEAD_ROW, Group
from forms.mending import OPTIONAL, SIGNATURE, Mending, kept_of
from forms.registry import TASK_FORMS
from forms.roster_questions import RosterForm
from forms.step_form import COMMON_FIELDS, StepForm
from models.document import Document
from webapp import transactions
from webapp.cases.frame import load_frame
from webapp.checks.rows import warnings_of
from webapp.files.uploads import keep
from webapp.fragments import is_script, refused_fragment
from webapp.intake.files import ONE_OF_EACH
from webapp.intake.pages import sent_files
from webapp.intake.said import EMPTY
from webapp.mending.said import sections
from webapp.papers.on_task import papers_to_sign
from webapp.parts import parts
from webapp.task_documents import fragment_of, take_documents
from webapp.user import user
from webapp.wording import moment
from workflows import drafts, steps
from workflows.errors import Invalid, NotFound, Refused
from workflows.rosters import HEAD

bp = Blueprint("mending", __name__)
# In the address to which the last page sends the whole form.
BY_PAGES = "pages"


@bp.get("/tasks/<int:task_id>/pages")
def show(task_id: int) -> ResponseReturnValue:
    """The task list: what was asked for first of all, everything else may be opened too."""
    mending = _mending(task_id)
    step = mending.step
    draft = drafts.draft_of(transactions.session(), step.actor, task_id)
    return render_template(
        "mending/one.html",
        **_around(mending),
        saved_at=draft.saved_at if draft is not None else None,
        open_parts=[part for part in mending.parts if part.is_wanted],
        optional=OPTIONAL,
    )


@bp.get("/tasks/<int:task_id>/pages/<key>")
def group(task_id: int, key: str) -> ResponseReturnValue:
    """One page of questions; ``check`` shows what is still wrong with it."""
    mending = _mending(task_id)
    asked = _page_of(mending, key)
    mending.suggest()
    if "check" in request.args:
        mending.check()
    return _group_page(mending, asked)


@bp.post("/tasks/<int:task_id>/pages/<key>")
def save(task_id: int, key: str) -> ResponseReturnValue:
    """Keep what was typed and the files that came; a script sends both as they come."""
    mending = _mending(task_id)
    asked = _page_of(mending, key)
    typed = {name: values for name, values in request.form.lists() if asked.owns(name)}
    try:
        if name := request.args.get("field"):
            sent = take_documents(task_id, name)
            if is_script():
                return fragment_of(sent)
            if sent.refused is not None:
                raise sent.refused
            typed[name] = [*typed.get(name, []), *sent.numbers]
        drawn = _keep_signatures(mending, asked)
        saved_at = _save(task_id, mending, asked, typed, drawn)
    except Refused as error:
        return _refused(task_id, asked, typed, error)
    if is_script() and drawn:
        return render_template("intake/_documents.html", documents=drawn, warnings={})
    if is_script():
        return jsonify(version=0, said=f"已保存 {moment(saved_at)[-5:]}")
    again = _mending(task_id)
    again.check()
    return redirect(_next(again, asked), 303)


@bp.get("/tasks/<int:task_id>/pages-checked")
def check(task_id: int) -> ResponseReturnValue:
    """What was mended, beside what stood there before; from here the step is completed."""
    mending = _mending(task_id)
    mending.check()
    return _check_page(mending)


def check_page(form: StepForm) -> str:
    """The last page again, with the errors of the form that was sent from it."""
    mending = Mending(form.step, dict(request.form.lists()))
    assert isinstance(form, RosterForm)
    mending.form = form
    return _check_page(mending)


def _mending(task_id: int) -> Mending:
    """The form with the reader's draft. Raises as steps.view_task, NotFound for other forms."""
    session, actor = transactions.reading(), user().actor
    step = steps.view_task(session, parts().runtime, actor, task_id)
    assert step.task is not None
    if not TASK_FORMS[step.task.form_key].by_groups:
        raise NotFound
    draft = drafts.draft_of(session, actor, task_id)
    return Mending(step, draft.answers if draft is not None else None)


def _page_of(mending: Mending, key: str) -> Group:
    found = next((each for each in mending.pages if each.key == key), None)
    if found is None:
        raise NotFound
    return found


def _save(
    task_id: int,
    mending: Mending,
    asked: Group,
    typed: dict[str, list[str]],
    drawn: list[Document],
) -> dt.datetime:
    """Write the draft; returns when."""
    if asked.key == "applicant" and mending.asks_roster:
        typed[f"members-{HEAD_ROW}-relation"] = [HEAD]
    signed = [*mending.signed, *(str(each.id) for each in drawn)]
    if asked.key == SIGNATURE and not (is_script() and drawn):
        kept = request.form.getlist("kept")
        signed = list(dict.fromkeys([*kept, *(str(each.id) for each in drawn)]))
    kept_answers = kept_of(mending, asked, typed, [each for each in signed if each.isdecimal()])
    actor = mending.step.actor
    return drafts.save(transactions.session(), actor, task_id, kept_answers).saved_at


def _keep_signatures(mending: Mending, asked: Group) -> list[Document]:
    """Signatures that came with the page, as documents of the case."""
    if asked.key != SIGNATURE:
        return []
    actor, application_id = mending.step.actor, mending.step.application.id
    uploads = sent_files(asked)
    return [
        keep(transactions.session(), actor, application_id, kind, each) for kind, each in uploads
    ]


def _refused(
    task_id: int, asked: Group, typed: dict[str, list[str]], error: Refused
) -> ResponseReturnValue:
    """A file or an answer that cannot be kept: what was typed stands on the page again."""
    transactions.abandon()
    if is_script():
        return refused_fragment(error)
    if not isinstance(error, Invalid):
        raise error
    mending = _mending(task_id)
    again = Mending(mending.step, kept_of(mending, asked, typed, mending.signed))
    return _group_page(again, asked, error=error.sentence), error.status


def _next(mending: Mending, asked: Group) -> str:
    """Where saving leads: the same page while something is wrong, then to what is still wanted."""
    task = mending.step.task
    assert task is not None
    if "leave" in request.form:
        return url_for("mending.show", task_id=task.id)
    is_open = bool(mending.faults(asked)) and "stay" not in request.form
    if is_open or "stay" in request.form or "field" in request.args:
        wrong = 1 if is_open else None
        return url_for("mending.group", task_id=task.id, key=asked.key, check=wrong)
    if request.args.get("back") == "check":
        return url_for("mending.check", task_id=task.id)
    wanted = next((part.group.key for part in mending.parts if part.is_wanted), None)
    if wanted is None:
        return url_for("mending.check", task_id=task.id)
    return url_for("mending.group", task_id=task.id, key=wanted)


def _around(mending: Mending) -> dict[str, Any]:
    """What every page of a 补正 shows: the case, the step and why it came."""
    step = mending.step
    session = transactions.session()
    frame = load_frame(session, parts().runtime, step.actor, step.application.id)
    assert step.task is not None
    return {
        "case": frame,
        "task": step.task,
        "form": mending,
        "authority": step.authority,
        "left": frame.badge_of(step.task),
    }


def _group_page(mending: Mending, asked: Group, *, error: str = "") -> str:
    signatures: dict[str, list[Document]] = {kind: [] for kind in asked.kinds}
    for document in mending.papers.chosen:
        if document.kind in signatures and str(document.id) in mending.signed:
            signatures[document.kind].append(document)
    task = mending.step.task
    assert task is not None
    back = request.args.get("back")
    around = _around(mending)
    return render_template(
        "intake/group.html",
        **around,
        name=around["case"].title,
        version=0,
        reason=mending.reason if asked.key in mending.wanted else "",
        going_on="保存并去检查" if back == "check" else "保存并继续",
        group=asked,
        fields=mending.fields(asked),
        faults=mending.faults(asked) if mending.form.errors else [],
        documents=signatures,
        single=ONE_OF_EACH,
        shown_first=set(signatures),
        address=url_for("mending.save", task_id=task.id, key=asked.key, back=back),
        home=url_for("mending.show", task_id=task.id),
        warnings=warnings_of(transactions.session(), mending.papers.offered),
        error=error,
        nations=NATIONS,
        most_rows=MAX_ROWS,
        spare=Row(),
    )


def _check_page(mending: Mending) -> str:
    """Everything is sent from here, as it is shown: answers that are not asked here are hidden."""
    form, step = mending.form, mending.step
    hidden = [
        (name, value)
        for name, values in mending.answers.items()
        for value in values
        if name not in COMMON_FIELDS
    ]
    common = [each for each in form if each.short_name in COMMON_FIELDS]
    return render_template(
        "mending/check.html",
        **_around(mending),
        sections=sections(mending),
        empty=EMPTY,
        step_form=form,
        hidden=hidden,
        faults=[(part.group, mending.faults(part.group)) for part in mending.parts],
        common_faults=[(each, error) for each in common for error in each.errors],
        wanted=[part.group for part in mending.parts if part.is_wanted],
        papers=papers_to_sign(form),
        outcomes=step.outcomes,
        by=BY_PAGES,
    )
