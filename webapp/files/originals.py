"""原件已核对: one original that was seen, written down on the papers of its case."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp import transactions
from webapp.acts.offered import may_upload
from webapp.cases.frame import load_frame
from webapp.cases.pages import papers_page
from webapp.parts import parts
from webapp.user import user
from workflows.errors import Forbidden, Invalid
from workflows.originals import record_original

bp = Blueprint("originals", __name__)


@bp.post("/cases/<int:application_id>/originals")
def add(application_id: int) -> ResponseReturnValue:
    """Who saw which original and when; a wrong answer comes back with its sentence."""
    actor, runtime = user().actor, parts().runtime
    frame = load_frame(transactions.reading(), runtime, actor, application_id)
    if not may_upload(frame):
        raise Forbidden("您现在不能为这一件登记原件。")
    told = {name: request.form.get(name, "") for name in ("kind", "seen_by", "seen_on")}
    try:
        seen = record_original(transactions.session(), actor, application_id, told)
    except Invalid as error:
        transactions.abandon()
        frame = load_frame(transactions.session(), runtime, actor, application_id)
        return papers_page(frame, told, {error.field: error.sentence}), 422
    flash(f"已登记:{seen.kind}原件已核对。")
    return redirect(url_for("cases.papers", application_id=application_id) + "#originals", 303)
