"""Where a household's case stands, without an account: by number and digits, or by its slip."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from webapp import transactions
from webapp.parts import parts
from webapp.security import csrf
from webapp.status.asking import (
    find_case,
    is_throttled,
    note_failure,
    typed_digits,
    typed_number,
)
from webapp.status.slip import replace_slip, slip
from webapp.status.state import State, state_of
from webapp.status.tokens import case_of

bp = Blueprint("status", __name__)
bp.add_url_rule("/cases/<int:application_id>/slip", view_func=slip)
bp.add_url_rule("/cases/<int:application_id>/slip", view_func=replace_slip, methods=["POST"])
NOT_FOUND = "没有查到。请对照回执上的编号,再核对户主身份证号的最后四位。"
TOO_OFTEN = "今天查错的次数太多了。请扫回执上的二维码查,或者明天再试,也可以到村委会询问。"
NO_SLIP = "这个二维码不能用了。请用编号和身份证号最后四位查,或者到村委会询问。"


@bp.get("/status")
def ask() -> ResponseReturnValue:
    """The two questions."""
    return _page(None)


@bp.post("/status")
def answer() -> ResponseReturnValue:
    """The state of the case, or one sentence for every kind of miss.

    Nothing is changed, so that no token and no cookie are needed; the four digits are sent in the
    body, for addresses are kept by servers and telephones.
    """
    limits, address = parts().config.status_throttle, request.remote_addr or ""
    number = typed_number(request.form.get("number", ""))
    digits = typed_digits(request.form.get("digits", ""))
    session = transactions.reading()
    if is_throttled(session, limits, number, address):
        return _page(None, number=number, error=TOO_OFTEN, status=429)
    application_id = find_case(session, number, digits)
    state = state_of(session, application_id) if application_id is not None else None
    if state is None:
        transactions.record_apart(lambda own: note_failure(own, limits, number, address))
        return _page(None, number=number, error=NOT_FOUND, status=422)
    return _page(state)


csrf.exempt(answer)


@bp.get("/s/<token>")
def by_slip(token: str) -> ResponseReturnValue:
    """The same from the QR code of the slip."""
    named = case_of(parts().runtime.digest_key, token)
    session = transactions.reading()
    state = state_of(session, named[0]) if named is not None else None
    # One that was reported lost reads as one that was never made.
    if state is None or named is None or named[1] != state.slip_edition:
        return _page(None, error=NO_SLIP, status=404)
    return _page(state)


def _page(state: State | None, *, number: str = "", error: str = "", status: int = 200) -> Response:
    page = render_template("status/show.html", state=state, number=number, error=error)
    response = make_response(page, status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    # The address of a slip opens it: it must not be told to anybody else.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
