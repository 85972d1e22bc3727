"""Reading an uploaded workbook in a child process with limits: no sheet hurts the server."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

import orjson
from werkzeug.datastructures import FileStorage

from workflows.errors import Invalid

MAX_BYTES = 2 * 1024 * 1024
WAIT_SECONDS = 20
CHILD = Path(__file__).with_name("child.py")
ZIP_SIGNATURE = b"PK\x03\x04"
UNREADABLE = "这个文件读不出来。请用本系统下载的表格填写,另存为 .xlsx 后再上传。"
# Each child may take its whole allowance of memory: never more than these at once.
_places = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Cell:
    """One cell: its text and its address (D7).

    ``is_rounded`` says that the sheet held a number so long that Excel has lost its last digits.
    """

    text: str
    address: str
    is_rounded: bool = False


def receive_sheet(file: FileStorage | None) -> bytes:
    """The bytes of an uploaded workbook. Raises Invalid for none, an empty and a too big one."""
    if file is None or not file.filename:
        raise Invalid("请先选择填好的 Excel 表格。", "sheet")
    data = file.stream.read(MAX_BYTES + 1)
    if not data:
        raise Invalid("这个文件是空的,请重新选择。", "sheet")
    if len(data) > MAX_BYTES:
        raise Invalid("表格超过 2 MB,请删去图片后再上传。", "sheet")
    return data


def read_rows(data: bytes, *, max_rows: int, max_columns: int) -> list[list[Cell]]:
    """Every row of the first visible sheet, from row 1 and column A on; blank cells are "".

    Dates read 2019-06-04, whole numbers have no point.  Raises Invalid when it is no workbook, has
    more than ``max_rows`` rows, or needs more time or memory than a filled-in list can need.
    """
    if not data.startswith(ZIP_SIGNATURE):
        raise Invalid("请上传 .xlsx 表格;其他格式请先另存为 .xlsx。", "sheet")
    rows = _answer_of_child(data, max_rows, max_columns)
    if len(rows) > max_rows:
        raise Invalid(f"表格超过 {max_rows} 行,请分开上传。", "sheet")
    return [
        [
            Cell(text, address(number, column), is_rounded)
            for column, (text, is_rounded) in enumerate(row)
        ]
        for number, row in enumerate(rows)
    ]


def address(row: int, column: int) -> str:
    """The name of a cell, counted from 0: (6, 3) is D7."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def _answer_of_child(data: bytes, max_rows: int, max_columns: int) -> list[list[tuple[str, bool]]]:
    # By path and isolated: the child needs nothing of ours and must not see our environment.
    command = [sys.executable, "-I", str(CHILD), str(max_rows), str(max_columns)]
    with _places:
        try:
            child = subprocess.run(
                command, input=data, capture_output=True, timeout=WAIT_SECONDS, env={}, check=False
            )
        except subprocess.TimeoutExpired:
            raise Invalid(UNREADABLE, "sheet") from None
    if child.returncode != 0:
        raise Invalid(UNREADABLE, "sheet")
    rows: list[list[tuple[str, bool]]] = orjson.loads(child.stdout)["rows"]
    return rows
