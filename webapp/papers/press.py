"""From a filled paper to its page: one template for the screen and for wkhtmltopdf."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from flask import Response, current_app, render_template
from markupsafe import Markup

from webapp import transactions
from webapp.papers.filled import Filled
from webapp.parts import parts
from webapp.printing import Printer
from webapp.printing.typeface import typeface

FONT_UNKNOWN = "没有找到打印用的字体,生僻字无法检查"


def body_of(filled: Filled, facts: dict[str, object]) -> Markup:
    """The inside of the paper; whatever people typed is escaped."""
    return Markup(render_template(f"papers/{filled.paper.key}.html", p=filled, **facts))


def characters_of(body: Markup) -> list[str]:
    """Characters of a paper that the font lacks, so that they would print as nothing."""
    face = typeface()
    return [FONT_UNKNOWN] if face is None else face.missing(body.striptags())


def pdf_of(body: Markup, title: str, printer: Printer) -> bytes:
    """The PDF of a paper. Raises CannotPrint."""
    page = render_template(
        "papers/print.html",
        title=title,
        body=body,
        zoom=printer.zoom,
        style=Markup(_static("paper.css")),
        script=Markup(_static("paper.js")),
    )
    return printer.print(page, title)


def pdf_answer(body: Markup, title: str, filename: str) -> Response:
    """The PDF to be looked at; nothing is held open in the database while it is set."""
    transactions.end_reading()
    response = Response(pdf_of(body, title, parts().printer), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    return response


@cache
def _static(name: str) -> str:
    assert current_app.static_folder is not None
    return (Path(current_app.static_folder) / name).read_text(encoding="utf-8")
