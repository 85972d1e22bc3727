"""The page of an act that is no task: shown, done in one transaction, or shown again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import Form

from forms.fields import ChecklistField
from forms.fields.paper import PaperField
from webapp import transactions
from webapp.cases import overview
from webapp.cases.frame import CaseFrame, load_frame
from webapp.complaints import complain
from webapp.files.held import held, take_papers
from webapp.files.uploads import keep
from webapp.parts import parts
from webapp.user import user
from workflows.errors import Invalid
from workflows.steps import locked_step

ENVELOPE = frozenset({"csrf_token"})


def case_of(application_id: int) -> CaseFrame:
    """The case as the reader may see it, before a POST begins to write. Raises NotFound."""
    return load_frame(transactions.reading(), parts().runtime, user().actor, application_id)


def typed() -> MultiDict[str, str] | None:
    """What was sent, or None for a page that is only opened."""
    return request.form if request.method == "POST" else None


def act_page(
    frame: CaseFrame,
    form: Form,
    act: Callable[..., object],
    *,
    title: str,
    lead: str,
    button: str,
    done: str,
    is_final: bool = False,
    leads_to: Callable[[], str] | None = None,
) -> ResponseReturnValue:
    """Show the form of an act, or do it; a refusal of the rules stands beside the form.

    ``act`` gets the locked step, and the number of the document for each paper of the form.  What
    is done leads to the case, unless ``leads_to`` knows another address.
    """
    # What was read is out of reach once the transaction that writes has begun.
    status, application_id = 200, frame.id
    if request.method == "POST":
        if is_done(form, lambda papers: act(*_begun(application_id, papers))):
            flash(done)
            if leads_to is not None:
                return redirect(leads_to(), 303)
            return redirect(url_for("cases.show", application_id=application_id), 303)
        status = 422
        frame = case_of(application_id)
    return shown(frame, form, title=title, lead=lead, button=button, is_final=is_final), status


def is_done(form: Form, act: Callable[[list[PaperField]], object]) -> bool:
    """Do what was sent, unless the form or the rules refuse it: then that stands beside its field.

    ``act`` gets the questions for papers, whose files are stored by then. Raises whatever else it
    raises, and Invalid for an answer to a question that the form does not ask.
    """
    accept(form)
    papers = [field for field in form if isinstance(field, PaperField)]
    take_papers(papers)
    if not form.validate():
        return False
    try:
        act(papers)
    except Invalid as error:
        transactions.abandon()
        complain(form, error)
        return False
    return True


def told_in(form: Form) -> dict[str, Any]:
    """What was answered, but for the papers, which have become documents."""
    return {field.short_name: field.data for field in form if not isinstance(field, PaperField)}


def shown(
    frame: CaseFrame,
    form: Form,
    *,
    title: str,
    lead: str,
    button: str,
    cancel: str = "不登记了",
    is_final: bool = False,
) -> str:
    """The page with the questions of an act."""
    return render_template(
        "acts/act.html",
        case=frame,
        form=form,
        title=title,
        lead=lead,
        button=button,
        cancel=cancel,
        is_final=is_final,
        house=overview.house_in_short(frame.house, frame.application),
    )


def _begun(application_id: int, papers: list[PaperField]) -> Iterator[Any]:
    """The locked step, then the document of each paper that was sent."""
    session, actor = transactions.session(), user().actor
    yield locked_step(session, parts().runtime, actor, application_id)
    for field in papers:
        if field.data:
            yield keep(session, actor, application_id, field.kind, held(field.data)).id


def accept(form: Form) -> None:
    """Refuse an answer to a question that the form does not ask. Raises Invalid."""
    parts_of = tuple(f"{field.name}-" for field in form if isinstance(field, ChecklistField))
    for key in request.form:
        is_asked = key in form._fields or key.startswith(parts_of)
        if not is_asked and key not in ENVELOPE:
            raise Invalid(f"这里没有“{key[:40]}”这一项,请刷新页面后重试。")
