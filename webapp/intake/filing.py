"""The whole application in plain words, filing it, and the receipt."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.grouped_form import Fault
from forms.intake_draft import DraftForm, form_of_draft
from forms.intake_filing import NotComplete, file_draft
from forms.intake_groups import group_of
from forms.submission import InvalidForm
from webapp import transactions
from webapp.cases.frame import load_frame
from webapp.intake.pages import closed
from webapp.intake.said import sections
from webapp.keys import key_in
from webapp.parts import parts
from webapp.status.state import state_of
from webapp.user import user
from workflows.errors import AlreadyDone, NotFound
from workflows.intake_drafts import draft_in_the_making
from workflows.slips import may_replace_slip

bp = Blueprint("intake_filing", __name__)
receipts = Blueprint("receipt", __name__)


@bp.get("/intake/<int:draft_id>/check")
def check(draft_id: int) -> ResponseReturnValue:
    """Everything that was answered, with a way back to each answer."""
    try:
        return _page(_checked(draft_id))
    except AlreadyDone as error:
        return closed(draft_id, error)


@bp.post("/intake/<int:draft_id>/file")
def file(draft_id: int) -> ResponseReturnValue:
    """File the application as it was shown; a second click leads to the same receipt."""
    version = key_in(request.form.get("version", ""))
    number = -1 if version is None else version
    session, actor = transactions.session(), user().actor
    try:
        step = file_draft(session, parts().runtime, actor, draft_id, version=number)
    except NotComplete:
        transactions.abandon()
        return _page(_checked(draft_id), is_refused=True), 422
    except InvalidForm as error:
        transactions.abandon()
        found = [Fault("", name, each) for name, all_ in error.form.errors.items() for each in all_]
        return _page(_checked(draft_id), refused=found), 422
    except AlreadyDone as error:
        return _overtaken(draft_id, error)
    return redirect(url_for("receipt.show", application_id=step.application.id), 303)


@receipts.get("/cases/<int:application_id>/receipt")
def show(application_id: int) -> ResponseReturnValue:
    """What the household is told: its number, what comes next, by whom and until when."""
    session = transactions.session()
    frame = load_frame(session, parts().runtime, user().actor, application_id)
    if frame.application.number is None:
        raise NotFound
    return render_template(
        "intake/receipt.html",
        case=frame,
        state=state_of(session, application_id),
        may_replace=may_replace_slip(user().actor, frame.application.village_code),
    )


def _checked(draft_id: int) -> DraftForm:
    session, actor = transactions.session(), user().actor
    draft = draft_in_the_making(session, actor, draft_id)
    form = form_of_draft(session, parts().runtime, actor, draft)
    form.check()
    return form


def _overtaken(draft_id: int, error: AlreadyDone) -> ResponseReturnValue:
    """Filed or set aside by somebody; or changed since it was shown, then it is shown again."""
    transactions.abandon()
    try:
        form = _checked(draft_id)
    except AlreadyDone as refused:
        return closed(draft_id, refused)
    return _page(form, sentence=error.sentence), error.status


def _page(
    form: DraftForm,
    *,
    is_refused: bool = False,
    refused: list[Fault] | None = None,
    sentence: str = "",
) -> str:
    return render_template(
        "intake/check.html",
        form=form,
        draft=form.draft,
        sections=sections(form),
        hindering=form.hindering,
        missing=form.missing,
        is_refused=is_refused,
        refused=[(fault, group_of(fault.label)) for fault in refused or []],
        sentence=sentence,
    )
