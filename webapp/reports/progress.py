"""进度: how far the programmes are, place by place; every number opens the cases behind it."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp import transactions
from webapp.readers import case_reader
from webapp.reports.choices import programmes_of
from webapp.reports.filters import Filters
from webapp.reports.progress_table import progress_table
from workflows.progress import MEASURES

bp = Blueprint("progress", __name__)


@bp.get("/progress")
def show() -> ResponseReturnValue:
    """The table as of today, or as of the evening of an earlier day."""
    session, actor = transactions.session(), case_reader()
    asked = Filters.parse(request.args)
    programmes = programmes_of(session, actor)
    programme = asked.programme
    if "programme" not in request.args and programmes:
        # One programme first: aims by grade are its own and cannot be added to another's (R14).
        programme = programmes[0].id
    # What else an address may say of a case is for the roster.
    filters = Filters(area=asked.area, programme=programme, until=asked.until)
    return render_template(
        "reports/progress.html",
        table=progress_table(session, actor, filters, programmes),
        filters=filters,
        measures=MEASURES,
        programmes=programmes,
    )
