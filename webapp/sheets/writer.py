"""Writing a workbook that an office can fill in and send back."""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

# Excel refuses a longer list of choices inside a cell; such a list goes to a sheet of its own.
LONGEST_CHOICES = 250
FONT = "宋体"


@dataclass(frozen=True)
class Column:
    """One column: its head, its width in characters, and what may be put there.

    A column that is not ``asked`` is shown in grey; ``choices`` become a drop-down; a hidden column
    carries keys that the office need not see.
    """

    label: str
    width: float = 12
    choices: tuple[str, ...] = ()
    asked: bool = False
    hidden: bool = False
    hint: str = ""


@dataclass(frozen=True)
class Sheet:
    """A table under a title and a few lines of text; every cell is text, also numbers and dates."""

    title: str
    lines: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    # (row, column) of the table's cells that must be put right.
    marked: Collection[tuple[int, int]] = ()

    @property
    def head_row(self) -> int:
        """The row of the column heads, counted from 0."""
        return 1 + len(self.lines)


def workbook(sheet: Sheet, *, name: str = "名单") -> bytes:
    """The bytes of an .xlsx with ``sheet``: A4 landscape, heads repeated on every page."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    page = book.add_worksheet(name)
    formats = _formats(book)
    last, marks = max(len(sheet.columns) - 1, 1), frozenset(sheet.marked)
    page.merge_range(0, 0, 0, last, sheet.title, formats["title"])
    for number, line in enumerate(sheet.lines, start=1):
        page.merge_range(number, 0, number, last, line, formats["line"])
    _write_columns(book, page, sheet, formats)
    for number, row in enumerate(sheet.rows, start=sheet.head_row + 1):
        for position, (column, text) in enumerate(zip(sheet.columns, row, strict=True)):
            # Never write(): a text that begins with = must not become a formula.
            kind = "asked" if column.asked else "fixed"
            if (number - sheet.head_row - 1, position) in marks:
                kind = "wrong"
            page.write_string(number, position, text, formats[kind])
    page.freeze_panes(sheet.head_row + 1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(sheet.head_row)
    page.set_footer("&C第 &P 页 共 &N 页")
    book.close()
    return target.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    cell = {"font_name": FONT, "font_size": 11, "border": 1, "num_format": "@", "valign": "vcenter"}
    return {
        "title": book.add_format(
            {"font_name": FONT, "font_size": 16, "bold": True, "align": "center"}
        ),
        "line": book.add_format({"font_name": FONT, "font_size": 11, "text_wrap": True}),
        "head": book.add_format({**cell, "bold": True, "align": "center", "text_wrap": True}),
        "fixed": book.add_format({**cell, "bg_color": "#F2F2F2"}),
        "asked": book.add_format({**cell, "text_wrap": True}),
        "wrong": book.add_format({**cell, "text_wrap": True, "bg_color": "#FFD9A0"}),
        # A cell that nobody has written yet is text too: an account of 19 digits stays whole.
        "column": book.add_format({"num_format": "@", "font_name": FONT, "font_size": 11}),
    }


def _write_columns(book: Any, page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    head, first = sheet.head_row, sheet.head_row + 1
    last = max(first, head + len(sheet.rows))
    for position, column in enumerate(sheet.columns):
        page.write_string(head, position, column.label, formats["head"])
        page.set_column(
            position, position, column.width, formats["column"], {"hidden": column.hidden}
        )
        if column.choices:
            page.data_validation(
                first, position, last, position, _validation(book, column, position)
            )


def _validation(book: Any, column: Column, position: int) -> dict[str, Any]:
    source: Any = list(column.choices)
    if len(",".join(column.choices)) > LONGEST_CHOICES or any("," in c for c in column.choices):
        name = f"选项{position + 1}"
        page = book.add_worksheet(name)
        page.write_column(0, 0, column.choices)
        page.hide()
        source = f"='{name}'!$A$1:$A${len(column.choices)}"
    return {
        "validate": "list",
        "source": source,
        "input_title": column.label[:32],
        "input_message": (column.hint or "请从下拉列表里选择。")[:255],
        "error_title": "请从列表里选择",
        "error_message": "这一格只能填下拉列表里的内容。",
    }
