"""花名册: the households behind a number of the table of progress, or behind any filter."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from models.method import METHODS
from webapp import transactions
from webapp.readers import case_reader
from webapp.readings import log_reading
from webapp.reports.choices import places_of, programmes_of, stages
from webapp.reports.cursor import Cursor
from webapp.reports.filters import GRADES, STANDSTILLS, Filters
from webapp.reports.roster_query import MOST_ROWS, PAGE, all_of, number_of, page_of
from webapp.reports.roster_sheet import roster_sheet, words
from webapp.sheets.download import sheet_answer
from workflows import clock
from workflows.errors import Invalid
from workflows.progress import MEASURES

bp = Blueprint("roster", __name__)


@bp.get("/roster")
def show() -> ResponseReturnValue:
    """Twenty households at a time, by village."""
    session, actor = transactions.session(), case_reader()
    filters = Filters.parse(request.args)
    after = Cursor.parse(request.args.get("after", ""))
    rows = page_of(session, actor, filters, after)
    last = rows[PAGE - 1].application if len(rows) > PAGE else None
    return render_template(
        "reports/roster.html",
        rows=rows[:PAGE],
        number=number_of(session, actor, filters),
        most=MOST_ROWS,
        following=str(Cursor(last.village_code, last.id)) if last else None,
        is_first=after is None,
        filters=filters,
        measures=MEASURES,
        places=places_of(session, actor),
        programmes=programmes_of(session, actor),
        stages=[*stages(), *STANDSTILLS.items()],
        grades=GRADES,
        methods=METHODS,
    )


@bp.get("/roster.xlsx")
def export() -> ResponseReturnValue:
    """The same households as a sheet; who took it, of whom and how many is on the record."""
    session, actor = transactions.session(), case_reader()
    filters = Filters.parse(request.args)
    number = number_of(session, actor, filters)
    if number > MOST_ROWS:
        raise Invalid(f"符合条件的超过 {MOST_ROWS:,} 户,请先选择乡镇或方案,分次导出。")
    said = words(filters, places_of(session, actor), programmes_of(session, actor), stages())
    content = roster_sheet(said, all_of(session, actor, filters))
    log_reading("导出花名册", f"{said},{number} 户")
    return sheet_answer(content, f"农村危房改造花名册-{clock.today().isoformat()}.xlsx")
