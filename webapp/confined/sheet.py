"""Reads the cells of one workbook, inside a confined process."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from python_calamine import CalamineWorkbook, SheetVisibleEnum

LONGEST_TEXT = 2000
PIECE = 1 << 20
# Excel keeps fifteen digits of a number and makes the rest zeros.
EXACT_BELOW = 10**15


def read(content: bytes, arguments: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """{"rows": [[[text, is_rounded], …], …], …} of the first visible sheet.

    ``arguments`` are max_rows and max_columns; one row more tells that there are too many.
    ``has_formulas`` and ``has_links`` tell of what only the last values were read.
    """
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    visible = [
        each.name for each in book.sheets_metadata if each.visible is SheetVisibleEnum.Visible
    ]
    sheet = book.get_sheet_by_name(visible[0])
    rows = sheet.to_python(skip_empty_area=False, nrows=arguments["max_rows"] + 1)
    width = arguments["max_columns"]
    cells = [[text_of(value) for value in row[:width]] for row in rows]
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        has_links = any(name.startswith("xl/externalLinks/") for name in parts.namelist())
        told = {"has_formulas": has_formulas(parts), "has_links": has_links}
    return {"rows": cells, **told}, []


def has_formulas(book: zipfile.ZipFile) -> bool:
    """Whether a cell of any sheet is a formula; parts are read piece by piece, never whole."""
    for name in book.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            tail = b""
            with book.open(name) as part:
                while piece := part.read(PIECE):
                    if b"<f>" in tail + piece or b"<f " in tail + piece:
                        return True
                    tail = piece[-2:]
    return False


def text_of(value: Any) -> tuple[str, bool]:
    """(a cell as people read it, whether Excel may have lost digits of it)."""
    if isinstance(value, bool):
        return ("是" if value else "否"), False
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**30:
        return str(int(value)), abs(value) >= EXACT_BELOW
    if isinstance(value, int | float):
        return str(value), abs(value) >= EXACT_BELOW
    if hasattr(value, "isoformat"):
        text = value.isoformat()
        return text.removesuffix("T00:00:00"), False
    return str(value).strip()[:LONGEST_TEXT], False
