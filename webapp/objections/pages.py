"""The page to object by, its receipt, and what became of an objection: no account, no cookie."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from forms.public_objection import PublicObjectionForm
from models.notice import PublicNotice
from webapp import transactions
from webapp.objections import throttle
from webapp.objections.intake import keep, pictures_sent, refuse_flood
from webapp.objections.progress import progress_of, receipt_for
from webapp.objections.tokens import form_token, new_form_token, receipt_of, receipt_token
from webapp.parts import parts
from webapp.public_notices.pages import no_such_notice
from webapp.public_notices.query import is_public, positions_taken_off
from webapp.public_pages import public_page
from webapp.security import csrf
from workflows import clock, notice_clock
from workflows.errors import Invalid, NotFound, Refused
from workflows.objection_codes import code_digest, typed_code

bp = Blueprint("public_objections", __name__)
# The form and its words around the photographs.
TEXT_BYTES = 200_000
STALE = "这一页打开得太久了。您写的内容还在,请核对后再提交一次;照片要重新选。"
TOO_FAST = "提交得太快了,请核对一遍再提交。"
TRAPPED = "这一件没有收下:请把“主页”一格清空后再提交。"
NO_RECEIPT = "这张回执不再显示。请用查询码查看办理情况。"
UNKNOWN = "没有查到。请对照回执上的查询码,一共十位。"
ASKED_OFTEN = "今天查错的次数太多了,请明天再试,或者到村委会、乡镇询问。"


@bp.errorhandler(NotFound)
def absent(_error: NotFound) -> Response:
    """The same words as where the notice itself would stand."""
    return no_such_notice()


@bp.get("/notices/<number>/objection")
def ask(number: str) -> Response:
    """The questions, and the token of this page."""
    notice = _notice(number)
    form = PublicObjectionForm(None, _rows(notice), about=request.args.get("about", ""))
    return _form_page(notice, form)


@bp.post("/notices/<number>/objection")
def send(number: str) -> ResponseReturnValue:
    """Take the objection in, or show the page again with all that was written."""
    limits, uploads = parts().config.objections, parts().config.uploads
    request.max_content_length = limits.photographs * uploads.file_bytes + TEXT_BYTES
    # What is too long is refused before anything else is asked.
    sent = request.form
    notice = _notice(number)
    form = PublicObjectionForm(sent, _rows(notice))
    try:
        refuse_flood(transactions.reading(), notice.id)
        token = form_token(request.form.get("token", ""))
        if token is None or token.number != number or token.age > limits.token_life:
            raise Invalid(STALE)
        if form.homepage.data:
            raise Invalid(TRAPPED)
        if token.age < limits.least_time:
            return _form_page(notice, form, TOO_FAST, 422, request.form["token"])
        if not form.validate():
            return _form_page(notice, form, "", 422)
        objection_id = keep(notice, form, token, pictures_sent(limits.photographs))
    except Refused as error:
        transactions.abandon()
        return _form_page(notice, form, error.sentence, error.status)
    return redirect(url_for(".receipt", token=receipt_token(objection_id)), 303)


csrf.exempt(send)


@bp.get("/objections/receipt/<token>")
def receipt(token: str) -> Response:
    """The receipt with its code, for a while after the objection was sent."""
    objection_id = receipt_of(token, parts().config.objections.receipt_minutes)
    if objection_id is None:
        return _private("public/objection_status.html", 404, error=NO_RECEIPT, typed="")
    return _private("public/objection_receipt.html", receipt=receipt_for(objection_id))


@bp.get("/objections")
def follow() -> Response:
    """The question for the code."""
    return _private("public/objection_status.html", typed="")


@bp.post("/objections")
def show() -> Response:
    """What became of it, or one sentence for every kind of miss.

    Nothing is changed, so that no token is needed; the code is sent in the body, for addresses are
    kept by servers and telephones.
    """
    limits, session = parts().config.objections, transactions.reading()
    typed, origin = request.form.get("code", "")[:40], throttle.address_origin("code")
    if throttle.is_full(session, origin, limits.wrong_codes, limits.notice_minutes):
        return _private("public/objection_status.html", 429, typed=typed, error=ASKED_OFTEN)
    digest = code_digest(parts().runtime.digest_key, typed_code(typed))
    found = progress_of(session, digest)
    if found is None:
        most, minutes = limits.wrong_codes, limits.notice_minutes
        note = partial(throttle.note_wrong_code, origin=origin, most=most, minutes=minutes)
        transactions.record_apart(note)
        return _private("public/objection_status.html", 422, typed=typed, error=UNKNOWN)
    return _private("public/objection_status.html", progress=found, typed="")


csrf.exempt(show)


def _notice(number: str) -> PublicNotice:
    """The notice as far as a stranger may know of it (G34).

    Raises NotFound alike for one that never was, is not for the site, or has left it.
    """
    session = transactions.reading()
    notice = session.scalars(
        select(PublicNotice)
        .where(PublicNotice.number == number, is_public())
        .order_by(PublicNotice.id)
        .limit(1),
        {"now": clock.now()},
    ).first()
    if notice is None:
        raise NotFound
    # It is still read when the transaction that writes has begun.
    session.expunge(notice)
    return notice


def _rows(notice: PublicNotice) -> list[dict[str, Any]]:
    """The households that the sheet still shows: what was corrected is nobody's to read."""
    gone = positions_taken_off(transactions.reading(), notice.id)
    return [row for row in notice.content["rows"] if row["position"] not in gone]


def _form_page(
    notice: PublicNotice,
    form: PublicObjectionForm,
    error: str = "",
    status: int = 200,
    token: str = "",
) -> Response:
    last_day = notice_clock.last_day_of(notice.ends_at) if notice.ends_at else None
    return _private(
        "public/objection.html",
        status,
        notice=notice,
        form=form,
        error=error,
        token=token or new_form_token(notice.number),
        last_day=last_day,
        is_late=last_day is not None and clock.today() > last_day,
        limits=parts().config.objections,
        uploads=parts().config.uploads,
    )


def _private(template: str, status: int = 200, **facts: object) -> Response:
    """A page of one reader alone: kept nowhere, and its address told to nobody."""
    response = public_page(template, status, **facts)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
