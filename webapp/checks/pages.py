"""待核验: what automatic checks hold up, and the decision of a named person on it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import transactions
from webapp.cases.pages import grounds_page, open_frame
from webapp.checks.rows import open_checks
from webapp.user import user
from workflows import checks
from workflows.checks.verdicts import DECIDING_POSTS
from workflows.errors import Forbidden, Invalid, NotFound

bp = Blueprint("checking", __name__)


@bp.get("/checks")
def show() -> ResponseReturnValue:
    """Holds of my area that wait for my decision, by village."""
    actor = user().actor
    if not actor.holds(*DECIDING_POSTS):
        raise Forbidden("待核验由乡镇经办和市危改办处理。")
    rows, following = open_checks(transactions.session(), actor, request.args.get("after", ""))
    return render_template(
        "checking.html", rows=rows, following=following, is_first=not request.args.get("after")
    )


@bp.post("/cases/<int:application_id>/checks/<int:result_id>")
def decide(application_id: int, result_id: int) -> ResponseReturnValue:
    """Decide one; a wrong answer comes back with its sentence and what was typed."""
    verdict, reason = request.form.get("verdict", ""), request.form.get("reason", "")
    actor = user().actor
    try:
        row = checks.decide(transactions.session(), actor, result_id, verdict, reason)
    except Invalid as error:
        transactions.abandon()
        frame = open_frame(application_id, "核验")
        typed = {"id": result_id, "verdict": verdict, "reason": reason}
        return grounds_page(frame, typed, {error.field or "verdict": error.sentence}), 422
    if row.application_id != application_id:
        # A forged address: what it decided is undone with the transaction.
        raise NotFound
    flash(f"已处理:{checks.CHECKS[row.check_id].title}。")
    back = url_for("cases.grounds", application_id=application_id)
    return redirect(f"{back}#check-{row.id}", 303)
