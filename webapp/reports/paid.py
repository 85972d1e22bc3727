"""发放公开: after the payment a village looks up who received what, and posts it on its board."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.region import Region
from models.role import CODE_LENGTH, Level
from webapp import transactions
from webapp.papers.press import characters_of, pdf_answer
from webapp.parts import parts
from webapp.readers import area_reader
from webapp.reports.choices import places_of, programmes_of
from webapp.reports.cursor import Cursor
from webapp.reports.filters import Filters
from webapp.reports.paid_query import MOST_ON_SHEET, PAGE, clauses_of, page_of, sum_of
from workflows import clock, rights
from workflows.authorities import villagers_committee
from workflows.errors import Invalid, NotFound
from workflows.parameters import COMPLAINT_LINE, county_parameter
from workflows.rights import AREA_READERS

bp = Blueprint("paid", __name__)
VILLAGE, COUNTY = CODE_LENGTH[Level.VILLAGE], CODE_LENGTH[Level.COUNTY]


@bp.get("/paid")
def show() -> ResponseReturnValue:
    """Fifty households at a time, by village."""
    session, actor = transactions.session(), area_reader()
    filters, programmes = Filters.parse(request.args), programmes_of(session, actor)
    after = Cursor.parse(request.args.get("after", ""))
    chosen = [each for each in programmes if filters.programme in (None, each.id)]
    clauses = clauses_of(session, actor, chosen, filters.area)
    number, yuan = sum_of(session, clauses)
    rows = page_of(session, clauses, after, PAGE + 1)
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return render_template(
        "reports/paid.html",
        rows=rows[:PAGE],
        number=number,
        yuan=yuan,
        following=str(Cursor(last.village_code, last.application_id)) if last else None,
        is_first=after is None,
        filters=filters,
        village=_village_of(filters.area),
        places=places_of(session, actor),
        programmes=programmes,
    )


@bp.get("/paid/sheet")
def sheet() -> ResponseReturnValue:
    """The list of one village as it will be posted."""
    told = _sheet(transactions.session())
    body = _body(told)
    return render_template(
        "reports/paid_sheet_shown.html",
        **told,
        body=body,
        rare=characters_of(body),
        why_not=parts().printer.why_not,
        back=url_for("paid.show", **told["filters"].address()),
    )


@bp.get("/paid/sheet.pdf")
def sheet_pdf() -> ResponseReturnValue:
    """The same as a PDF."""
    told = _sheet(transactions.session())
    return pdf_answer(_body(told), told["title"], "paid.pdf")


def _village_of(area: str) -> str:
    """The one village that is looked at, of which a sheet can be printed."""
    if len(area) == VILLAGE:
        return area
    own = {each.area_code for each in area_reader().authorities}
    only = next(iter(own)) if len(own) == 1 else ""
    return only if not area and len(only) == VILLAGE else ""


def _sheet(session: Session) -> dict[str, Any]:
    actor, filters = area_reader(), Filters.parse(request.args)
    village = _village_of(filters.area)
    if not village:
        raise Invalid("请先选择一个村,再打印张贴用的名单。")
    if rights.covers_village(actor, village, *AREA_READERS) is None:
        raise NotFound
    chosen = [
        each for each in programmes_of(session, actor) if filters.programme in (None, each.id)
    ]
    clauses = clauses_of(session, actor, chosen, village)
    rows = page_of(session, clauses, None, MOST_ON_SHEET)
    name = session.scalar(select(Region.name).where(Region.code == village)) or ""
    return {
        "title": f"{name}农村危房改造补助资金发放情况",
        "committee": villagers_committee(name),
        "rows": rows,
        "yuan": sum(row.yuan for row in rows),
        "has_groups": any(row.group for row in rows),
        "printed_on": clock.today(),
        "telephone": county_parameter(session, village[:COUNTY], COMPLAINT_LINE) or "",
        "filters": filters,
    }


def _body(told: dict[str, Any]) -> Markup:
    return Markup(render_template("reports/paid_sheet.html", **told))
