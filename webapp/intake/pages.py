"""A draft page by page: its task list, one group of questions a page, and what two clerks wrote."""

from __future__ import annotations

import io
from dataclasses import replace

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from forms.fields.nations import NATIONS
from forms.fields.roster import MAX_ROWS, Row
from forms.intake_draft import DONE, LOCKED, DraftForm, form_of_draft, keep_states
from forms.intake_groups import BY_KEY, GROUPS, Group, after
from models.document import DRAWN_SIGNATURE, Document
from models.intake_draft import IntakeDraft
from webapp import transactions
from webapp.checks.rows import warnings_of
from webapp.errors import page
from webapp.files.capture import capture_sent
from webapp.files.uploads import Upload, note_used, receive
from webapp.fragments import is_script, refused_fragment
from webapp.intake.files import ONE_OF_EACH, keep_for_draft, leave_out
from webapp.intake.said import overtaken_words
from webapp.intake.strokes import picture_of
from webapp.keys import key_in
from webapp.parts import parts
from webapp.user import user
from webapp.wording import moment
from workflows import checks
from workflows.checks import Checked
from workflows.errors import AlreadyDone, Invalid, NotFound, Refused
from workflows.intake_drafts import (
    ChangedMeanwhile,
    Overtaken,
    draft_in_the_making,
    load_draft,
    save_answers,
    set_aside,
)
from workflows.required_documents import may_be_ticked

bp = Blueprint("intake", __name__)
STROKES = "strokes"
FILE = "-file"


@bp.get("/intake/<int:draft_id>")
def show(draft_id: int) -> ResponseReturnValue:
    """The task list."""
    try:
        form = _form(draft_id)
    except AlreadyDone as error:
        return closed(draft_id, error)
    form.check()
    states = form.states()
    return render_template(
        "intake/one.html",
        form=form,
        draft=form.draft,
        groups=[(group, states[group.key]) for group in GROUPS],
        left=sum(state != DONE for state in states.values()),
        locked=LOCKED,
        done=DONE,
    )


@bp.get("/intake/<int:draft_id>/<key>")
def group(draft_id: int, key: str) -> ResponseReturnValue:
    """One group of questions; ``check`` shows what is still wrong with it."""
    asked = _group(key)
    try:
        form = _form(draft_id)
    except AlreadyDone as error:
        return closed(draft_id, error)
    if "check" in request.args:
        form.check()
    return _page(form, asked)


@bp.post("/intake/<int:draft_id>/<key>")
def save(draft_id: int, key: str) -> ResponseReturnValue:
    """Keep what was typed, and go on where nothing has to be mended.

    What is wrong is kept, too: it is a draft. A script sends what is typed while it is typed, and
    each file as it is chosen.
    """
    asked = _group(key)
    try:
        draft_in_the_making(transactions.reading(), user().actor, draft_id)
        uploads = sent_files(asked)
        if is_script() and uploads:
            return _keep_files(draft_id, asked, uploads)
        draft = _save(draft_id, asked, uploads)
    except ChangedMeanwhile as error:
        return _changed(error, asked)
    except Refused as error:
        return _refused(draft_id, asked, error)
    if is_script():
        return jsonify(version=draft.version, said=f"已保存 {moment(draft.saved_at)[-5:]}")
    form = form_of_draft(transactions.session(), parts().runtime, user().actor, draft)
    keep_states(form, asked.key)
    if asked.shares_roster:
        _keep_refused(form)
    return redirect(_next(form, asked), 303)


@bp.route("/intake/<int:draft_id>/set-aside", methods=["GET", "POST"])
def aside(draft_id: int) -> ResponseReturnValue:
    """Put a draft away, once it is said why."""
    actor, error = user().actor, ""
    try:
        if request.method == "POST":
            try:
                set_aside(transactions.session(), actor, draft_id, request.form.get("reason", ""))
            except Invalid as refused:
                transactions.abandon()
                error = refused.sentence
            else:
                flash("已搁置,没有删除。要接着办,在“已搁置”里恢复。")
                return redirect(url_for("intake_index.show"), 303)
        draft = draft_in_the_making(transactions.session(), actor, draft_id)
    except AlreadyDone as refused:
        return closed(draft_id, refused)
    return render_template("intake/aside.html", draft=draft, error=error), 422 if error else 200


def closed(draft_id: int, error: AlreadyDone) -> ResponseReturnValue:
    """What to say of a draft that is filed or set aside; a double click gets its receipt."""
    transactions.abandon()
    draft = load_draft(transactions.session(), user().actor, draft_id)
    number = draft.filed_application_id
    if number is not None and error.by_same_person:
        return redirect(url_for("receipt.show", application_id=number), 303)
    if number is None:
        return page(error.status, error.sentence)
    body = render_template("intake/filed.html", sentence=error.sentence, application_id=number)
    return body, error.status


def _form(draft_id: int, answers: dict[str, list[str]] | None = None) -> DraftForm:
    session, actor = transactions.session(), user().actor
    draft = draft_in_the_making(session, actor, draft_id)
    return form_of_draft(session, parts().runtime, actor, draft, answers)


def _group(key: str) -> Group:
    if key not in BY_KEY:
        raise NotFound
    return BY_KEY[key]


def sent_files(asked: Group) -> list[tuple[str, Upload]]:
    """(kind, file) for each file that was sent, stored before anything is written."""
    storage = parts().storage
    sent = [
        (kind, file)
        for number, kind in enumerate(asked.kinds)
        for file in request.files.getlist(f"kind-{number}{FILE}")
        if file.filename
    ]
    capture = capture_sent() if len(sent) == 1 else None
    found = [(kind, replace(receive(file, storage), capture=capture)) for kind, file in sent]
    strokes = request.form.get(STROKES, "")
    if strokes and DRAWN_SIGNATURE in asked.kinds:
        drawn = FileStorage(io.BytesIO(picture_of(strokes)), "签字.png")
        found.append((DRAWN_SIGNATURE, receive(drawn, storage)))
    return found


def _keep_refused(form: DraftForm) -> None:
    """What a check refuses of a roster that somebody meant to be complete stays (F11, F12)."""
    draft = form.draft
    checked = Checked(draft.village_code, None, draft.id)
    checks.record_refused(transactions.session(), user().actor, checked, form.form.refused_answers)


def _save(draft_id: int, asked: Group, uploads: list[tuple[str, Upload]]) -> IntakeDraft:
    session, actor = transactions.session(), user().actor
    typed = {name: values for name, values in request.form.lists() if asked.owns(name)}
    if asked.key == "applicant" and any(map(_named, ("name", "id_number"))):
        typed["members-0-relation"] = ["户主"]
    version = key_in(request.form.get("version", ""))
    if version is None:
        raise Invalid("这一页不完整,请刷新后重填。")
    draft = save_answers(session, actor, draft_id, version=version, typed=typed, owns=asked.owns)
    leave_out(session, draft, request.form.getlist("shown"), request.form.getlist("kept"))
    for kind, upload in uploads:
        keep_for_draft(session, actor, draft, kind, upload)
    return draft


def _named(column: str) -> bool:
    return bool(request.form.get(f"members-0-{column}", "").strip())


def _keep_files(
    draft_id: int, asked: Group, uploads: list[tuple[str, Upload]]
) -> ResponseReturnValue:
    """Files sent by a script as they are chosen; what is typed stays on the page."""
    session, actor = transactions.session(), user().actor
    draft = draft_in_the_making(session, actor, draft_id, lock=True)
    kept: list[Document] = [
        keep_for_draft(session, actor, draft, kind, each) for kind, each in uploads
    ]
    keep_states(form_of_draft(session, parts().runtime, actor, draft), asked.key)
    return render_template(
        "intake/_documents.html", documents=kept, warnings=warnings_of(session, kept)
    )


def _next(form: DraftForm, asked: Group) -> str:
    """Where saving leads: the same page while something is wrong or files are still to come."""
    number = form.draft.id
    back = request.args.get("back")
    if "stay" in request.form:
        return url_for("intake.group", draft_id=number, key=asked.key, back=back)
    if form.faults(asked) and "leave" not in request.form:
        return url_for("intake.group", draft_id=number, key=asked.key, check=1, back=back)
    if "leave" in request.form:
        return url_for("intake.show", draft_id=number)
    following = after(asked)
    if back == "check" or following is None:
        return url_for("intake_filing.check", draft_id=number)
    if form.states()[following.key] == LOCKED:
        return url_for("intake.show", draft_id=number)
    return url_for("intake.group", draft_id=number, key=following.key)


def _changed(error: ChangedMeanwhile, asked: Group) -> ResponseReturnValue:
    draft_id = error.draft.id
    transactions.abandon()
    if is_script():
        who = error.overtaken[0].by
        said = f"{who}刚刚也改过这一页,还没存上。请点“保存并继续”对照。"
        return jsonify(said=said), error.status
    form = _form(draft_id, error.answers)
    return _page(form, asked, overtaken=error.overtaken), error.status


def _refused(draft_id: int, asked: Group, error: Refused) -> ResponseReturnValue:
    """A file or an answer that cannot be kept: what was typed stands on the page again."""
    transactions.abandon()
    note_used(error)
    if is_script():
        return refused_fragment(error)
    if isinstance(error, AlreadyDone):
        return closed(draft_id, error)
    if not isinstance(error, Invalid):
        raise error
    draft = draft_in_the_making(transactions.session(), user().actor, draft_id)
    typed = {name: values for name, values in request.form.lists() if asked.owns(name)}
    answers = {name: values for name, values in draft.answers.items() if not asked.owns(name)}
    return _page(_form(draft_id, answers | typed), asked, error=error.sentence), error.status


def _page(
    form: DraftForm, asked: Group, *, overtaken: list[Overtaken] | None = None, error: str = ""
) -> str:
    draft = form.draft
    documents: dict[str, list[Document]] = {kind: [] for kind in asked.kinds}
    for document in form.step.documents:
        if document.kind in documents:
            documents[document.kind].append(document)
    missing = form.missing if asked.key == "papers" else []
    back = request.args.get("back")
    is_first = {kind for kind in documents if documents[kind] or kind in missing}
    return render_template(
        "intake/group.html",
        form=form,
        group=asked,
        fields=form.fields(asked),
        faults=form.faults(asked) if "check" in request.args or form.form.errors else [],
        documents=documents,
        warnings=warnings_of(transactions.session(), form.step.documents),
        single=ONE_OF_EACH,
        overtaken=overtaken_words(form, overtaken or []),
        error=error,
        name=f"{draft.head_name} 的申请" if draft.head_name else "新申请",
        home=url_for("intake.show", draft_id=draft.id),
        address=url_for("intake.save", draft_id=draft.id, key=asked.key, back=back),
        version=draft.version,
        letter=url_for("intake_letter.show", draft_id=draft.id),
        going_on="保存并去检查" if back == "check" or after(asked) is None else "保存并继续",
        place=GROUPS.index(asked) + 1,
        count=len(GROUPS),
        nations=NATIONS,
        most_rows=MAX_ROWS,
        spare=Row(),
        missing=[name for name in missing if may_be_ticked(name)],
        shown_first=is_first if asked.key == "papers" else set(documents),
    )
