"""Reading an uploaded workbook in a child process with limits: no sheet hurts the server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import FileStorage

from webapp.confined import runner
from workflows.errors import Invalid

MAX_BYTES = 2 * 1024 * 1024
ZIP_SIGNATURE = b"PK\x03\x04"
UNREADABLE = "这个文件读不出来。请用本系统下载的表格填写,另存为 .xlsx 后再上传。"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text and its address (D7).

    ``is_rounded`` says that the sheet held a number so long that Excel has lost its last digits.
    """

    text: str
    address: str
    is_rounded: bool = False


@dataclass(frozen=True)
class SheetRead:
    """The first visible sheet of a workbook, and what of the workbook was left aside.

    ``has_formulas``: only their last values were read; ``has_links``: other files it names.
    """

    rows: list[list[Cell]]
    has_formulas: bool = False
    has_links: bool = False


def receive_sheet(file: FileStorage | None, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of an uploaded workbook. Raises Invalid for none, an empty and a too big one."""
    if file is None or not file.filename:
        raise Invalid("请先选择填好的 Excel 表格。", "sheet")
    data = file.stream.read(max_bytes + 1)
    if not data:
        raise Invalid("这个文件是空的,请重新选择。", "sheet")
    if len(data) > max_bytes:
        raise Invalid(f"表格超过 {max_bytes >> 20} MB,请删去图片后再上传。", "sheet")
    return data


def read_rows(data: bytes, *, max_rows: int, max_columns: int) -> list[list[Cell]]:
    """Every row of the first visible sheet; raises as :func:`read_sheet`."""
    return read_sheet(data, max_rows=max_rows, max_columns=max_columns).rows


def read_sheet(data: bytes, *, max_rows: int, max_columns: int) -> SheetRead:
    """The first visible sheet, from row 1 and column A on; blank cells are "".

    Dates read 2019-06-04, whole numbers have no point.  Raises Invalid when it is no workbook, has
    more than ``max_rows`` rows, or needs more time or memory than a filled-in list can need.
    """
    if not data.startswith(ZIP_SIGNATURE):
        raise Invalid("请上传 .xlsx 表格;其他格式请先另存为 .xlsx。", "sheet")
    answer = _answer_of_child(data, max_rows, max_columns)
    if len(answer["rows"]) > max_rows:
        raise Invalid(f"表格超过 {max_rows} 行,请分开上传。", "sheet")
    letters = [_letters(column) for column in range(max_columns)]
    rows = [
        [
            Cell(text, f"{letter}{number}", is_rounded)
            for letter, (text, is_rounded) in zip(letters, row, strict=False)
        ]
        for number, row in enumerate(answer["rows"], start=1)
    ]
    return SheetRead(rows, answer["has_formulas"], answer["has_links"])


def address(row: int, column: int) -> str:
    """The name of a cell, counted from 0: (6, 3) is D7."""
    return f"{_letters(column)}{row + 1}"


def _letters(column: int) -> str:
    """The name of a column, counted from 0: 3 is D, 26 is AA."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _answer_of_child(data: bytes, max_rows: int, max_columns: int) -> dict[str, Any]:
    try:
        answer, _ = runner.run("sheet", data, max_rows=max_rows, max_columns=max_columns)
    except runner.Lost:
        raise Invalid(UNREADABLE, "sheet") from None
    return answer
