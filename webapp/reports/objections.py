"""异议统计: notices nobody objected to, objections upheld, days to answer, by township and year."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from models.role import ROLE_LEVEL, Level
from webapp import transactions
from webapp.keys import key_in, region_code_in
from webapp.reports.objections_query import PAGE, lines_of, sheets_of, total_of, years_of
from webapp.sentences import LEVELS
from webapp.sheets.download import sheet_answer
from webapp.sheets.report import ReportColumn, report
from webapp.user import user
from workflows import clock
from workflows.errors import Forbidden
from workflows.rights import AREA_READERS, Actor

bp = Blueprint("objection_figures", __name__)
READERS = frozenset(role for role in AREA_READERS if ROLE_LEVEL[role] is not Level.VILLAGE)
COLUMNS = (
    ReportColumn("地区", 22),
    ReportColumn("公示", 8, is_number=True),
    ReportColumn("公示户数", 10, is_number=True),
    ReportColumn("无异议的公示", 14, is_number=True),
    ReportColumn("异议", 8, is_number=True),
    ReportColumn("异议成立", 10, is_number=True),
    ReportColumn("已答复", 8, is_number=True),
    ReportColumn("平均答复天数", 14),
    ReportColumn("整年没有异议", 14),
)


@bp.get("/objection-figures")
def show() -> ResponseReturnValue:
    """The table of one year; a place opens the sheets behind its numbers."""
    session, actor = transactions.session(), _reader()
    years = years_of(session, actor)
    year, area = _year(years), region_code_in(request.args.get("area", ""))
    before = key_in(request.args.get("before", ""))
    sheets = sheets_of(session, actor, year, area, before) if area else []
    lines = lines_of(session, actor, year)
    return render_template(
        "reports/objections.html",
        years=years,
        year=year,
        area=area,
        place=next((line.name for line in lines if line.code == area), ""),
        lines=lines,
        total=total_of(lines),
        sheets=sheets[:PAGE],
        following=sheets[PAGE - 1].notice.id if len(sheets) > PAGE else None,
        is_first=before is None,
        silence=_silence(year),
        levels=LEVELS,
    )


@bp.get("/objection-figures.xlsx")
def export() -> ResponseReturnValue:
    """The same table as a sheet; it names no person."""
    session, actor = transactions.session(), _reader()
    year = _year(years_of(session, actor))
    lines = lines_of(session, actor, year)
    rows = [
        (
            line.name,
            line.notices,
            line.households,
            line.quiet,
            line.objections,
            line.upheld,
            line.answered,
            line.mean_days,
            _silence(year) if line.is_silent else "",
        )
        for line in [*lines, total_of(lines)]
    ]
    said = f"{year} 年张贴的公示,截至 {clock.today().isoformat()}"
    content = report("公示异议统计", said, COLUMNS, rows)
    return sheet_answer(content, f"公示异议统计-{year}.xlsx")


def _reader() -> Actor:
    actor = user().actor
    if not actor.holds(*READERS):
        raise Forbidden("异议统计供乡镇和市级的经办、领导、审计查看。")
    return actor


def _silence(year: int) -> str:
    """How it is told that nobody objected: a year that runs may still bring somebody."""
    return "至今无异议" if year >= clock.today().year else "全年无异议"


def _year(years: list[int]) -> int:
    """The year asked for where there is one, else the newest."""
    asked = key_in(request.args.get("year", ""))
    return asked if asked in years else (years or [clock.today().year])[0]
