"""Printing a sheet: A4 with its seal, a poster in large type, the words for the loudspeaker."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webapp import transactions
from webapp.notice_prints.loudspeaker import text_of
from webapp.notice_prints.printed import PrintedNotice, printed
from webapp.papers.press import characters_of, pdf_answer
from webapp.parts import parts
from webapp.user import user
from workflows import notice_sheets

bp = Blueprint("notice_prints", __name__)
TITLES = {"sheet": "公示(A4)", "poster": "大字公示"}
NUMBER = "/notice-lists/<string(maxlength=20):number>"
FORM = "<any(sheet, poster):form>"


@bp.get(f"{NUMBER}/{FORM}")
def show(number: str, form: str) -> ResponseReturnValue:
    """The paper as it will be printed."""
    notice = _printed(number)
    body = _body_of(notice, form)
    return render_template(
        "notice_prints/show.html",
        notice=notice,
        form=form,
        titles=TITLES,
        body=body,
        rare=characters_of(body),
        why_not=parts().printer.why_not,
        back=url_for("notice_lists.show_one", number=number),
    )


@bp.get(f"{NUMBER}/{FORM}.pdf")
def pdf(number: str, form: str) -> ResponseReturnValue:
    """The same as a PDF."""
    notice = _printed(number)
    title = f"{TITLES[form]} · {notice.title}"
    return pdf_answer(_body_of(notice, form), title, f"{notice.number}-{form}.pdf")


@bp.get(f"{NUMBER}/loudspeaker")
def loudspeaker(number: str) -> ResponseReturnValue:
    """The text to read aloud, in large type."""
    notice = _printed(number)
    return render_template(
        "notice_prints/loudspeaker.html", notice=notice, text=text_of(notice), titles=TITLES
    )


@bp.get(f"{NUMBER}/loudspeaker.txt")
def loudspeaker_text(number: str) -> Response:
    """The same as plain text, for a speaking machine or a message to the village."""
    notice = _printed(number)
    response = Response(text_of(notice), content_type="text/plain; charset=utf-8")
    name = f"{notice.number}-loudspeaker.txt"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _printed(number: str) -> PrintedNotice:
    session = transactions.reading()
    return printed(notice_sheets.own_sheet(session, user().actor, number))


def _body_of(notice: PrintedNotice, form: str) -> Markup:
    """The inside of the sheet or of the poster."""
    return Markup(render_template(f"papers/notice_{form}.html", n=notice))
