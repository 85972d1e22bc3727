"""The list of notices, one notice, and what tells search engines to stay away."""

from __future__ import annotations

from flask import Blueprint, Response, request

from webapp import transactions
from webapp.keys import key_in
from webapp.public_notices.drawing import list_page, sheet_page
from webapp.public_notices.query import (
    notices_page,
    positions_taken_off,
    programmes,
    sheet_of,
    townships,
)
from webapp.public_notices.wanted import Cursor, Wanted
from webapp.public_pages import public_answer, public_page
from workflows import clock

bp = Blueprint("public_notices", __name__)
ROBOTS = "User-agent: *\nDisallow: /\n"


@bp.get("/notices")
def show() -> Response:
    """Notices that hang or hung lately: by level, place and programme."""
    session, wanted = transactions.reading(), Wanted.parse(request.args)
    after = Cursor.parse(request.args.get("after", ""))
    rows, following = notices_page(session, wanted, after)
    choices = townships(session), programmes(session)
    return public_answer(list_page(wanted, after, rows, following, *choices, clock.today()))


@bp.get("/notices/<number>")
def show_one(number: str) -> Response:
    """One notice: what its sheet says, and where to object."""
    session = transactions.reading()
    sheet = sheet_of(session, number)
    part = key_in(request.args.get("part", "1"))
    if sheet is None or not part:
        return no_such_notice()
    page = sheet_page(sheet, positions_taken_off(session, sheet.id), part - 1, clock.today())
    return no_such_notice() if page is None else public_answer(page)


@bp.get("/robots.txt")
def robots() -> Response:
    """No index of names: nothing here is for search engines."""
    return Response(ROBOTS, content_type="text/plain; charset=utf-8")


def no_such_notice() -> Response:
    """One answer for a notice that never was, that is not for the site, and that has left it."""
    return public_page("public/absent.html", 404)
