"""Writing a workbook to read and print: long, and never whole in memory."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter

from webapp.sheets.writer import FONT

# What a spreadsheet, or a text file saved from it, may take for a formula.
LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
A4 = 9


@dataclass(frozen=True)
class ReportColumn:
    """One column: its head and its width in characters; ``is_number`` sums in a spreadsheet."""

    label: str
    width: float = 10
    is_number: bool = False


def report(
    title: str,
    line: str,
    columns: Sequence[ReportColumn],
    rows: Iterable[Sequence[str | int | Decimal | None]],
) -> bytes:
    """The bytes of an .xlsx: A4 landscape, heads repeated on every page, numbers as numbers.

    A text that begins like a formula is marked as text, so that it stays one when it is edited.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    page = book.add_worksheet("花名册")
    formats = _formats(book)
    for position, column in enumerate(columns):
        page.set_column(position, position, column.width)
    page.set_row(0, 28)
    page.write_string(0, 0, title, formats["title"])
    page.write_string(1, 0, line, formats["line"])
    for position, column in enumerate(columns):
        page.write_string(2, position, column.label, formats["head"])
    for number, row in enumerate(rows, start=3):
        for position, (column, value) in enumerate(zip(columns, row, strict=True)):
            _write(page, number, position, column, value, formats)
    page.freeze_panes(3, 0)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)
    page.set_footer("&C第 &P 页 共 &N 页")
    book.close()
    return target.getvalue()


def _write(
    page: Any,
    row: int,
    position: int,
    column: ReportColumn,
    value: str | int | Decimal | None,
    formats: dict[str, Any],
) -> None:
    if value is None or value == "":
        page.write_blank(row, position, None, formats["text"])
    elif column.is_number:
        page.write_number(row, position, value, formats["number"])
    else:
        text = str(value)
        kind = "marked" if text.startswith(LIKE_A_FORMULA) else "text"
        page.write_string(row, position, text, formats[kind])


def _formats(book: Any) -> dict[str, Any]:
    cell = {"font_name": FONT, "font_size": 10, "border": 1, "valign": "vcenter"}
    return {
        "title": book.add_format({"font_name": FONT, "font_size": 16, "bold": True}),
        "line": book.add_format({"font_name": FONT, "font_size": 10}),
        "head": book.add_format({**cell, "bold": True, "align": "center", "text_wrap": True}),
        "text": book.add_format({**cell, "num_format": "@"}),
        "marked": book.add_format({**cell, "num_format": "@", "quote_prefix": True}),
        "number": book.add_format({**cell, "num_format": "General"}),
    }
