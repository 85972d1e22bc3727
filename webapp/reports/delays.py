"""逾期 and 缺件 of an area, for those who answer for it: by village, and as a list to print."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from models.role import CODE_LENGTH, Level
from webapp import transactions
from webapp.readers import area_reader
from webapp.reports.choices import programmes_of
from webapp.reports.cursor import Cursor
from webapp.reports.delays_query import (
    Concern,
    by_township,
    missing,
    overdue,
    page_of,
    villages_of,
)
from webapp.reports.filters import Filters
from webapp.reports.what_lacks import supplying_steps, words_of
from webapp.wording import deadline_badge
from workflows import clock, working_days
from workflows.parameters import near_days

bp = Blueprint("delays", __name__)


@bp.get("/overdue")
def show_overdue() -> ResponseReturnValue:
    """What waits beyond its last day."""
    return _page("reports/overdue.html", overdue(clock.today()))


@bp.get("/missing")
def show_missing() -> ResponseReturnValue:
    """What has not been supplied, or has not come back signed."""
    return _page("reports/missing.html", missing(supplying_steps()))


def _page(template: str, concern: Concern) -> str:
    session, actor = transactions.session(), area_reader()
    area = Filters.parse(request.args).area
    after = Cursor.parse(request.args.get("after", ""))
    villages = villages_of(session, actor, area, concern)
    is_county = not area and any(
        len(authority.area_code) == CODE_LENGTH[Level.COUNTY] for authority in actor.authorities
    )
    rows, following = page_of(session, actor, area, concern, after)
    calendar = working_days.exceptions(session)
    near = near_days(session, programmes_of(session, actor))
    return render_template(
        template,
        places=by_township(session, villages) if is_county else villages,
        is_by_township=is_county,
        total=sum(village.count for village in villages),
        counts={village.code: village.count for village in villages},
        rows=rows,
        badge_of=lambda task: deadline_badge(task.due_on, calendar, near),
        lacking=words_of(session, [task for row in rows for task in row.tasks]),
        following=str(following) if following else None,
        is_first=after is None,
        area=area,
    )
