"""Reads one workbook inside a process of its own; run by path, never imported by the server.

The bytes come on standard input and the cells leave as JSON on standard output.  A crafted sheet of
a few kilobytes can make the reader take gigabytes or abort its process: here it only ends this one.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from typing import Any

MEMORY_BYTES = 512 * 1024 * 1024
PROCESSOR_SECONDS = 10
LONGEST_TEXT = 2000
# Excel keeps fifteen digits of a number and makes the rest zeros.
EXACT_BELOW = 10**15


def limit() -> None:
    """Bound what this process can take from the machine."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


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


def main() -> None:
    """Write {"rows": [[[text, is_rounded], …], …]} of the first visible sheet."""
    max_rows, max_columns = int(sys.argv[1]), int(sys.argv[2])
    limit()
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    visible = [
        each.name for each in book.sheets_metadata if each.visible is SheetVisibleEnum.Visible
    ]
    sheet = book.get_sheet_by_name(visible[0])
    # One row more than allowed tells that there are too many.
    rows = sheet.to_python(skip_empty_area=False, nrows=max_rows + 1)
    cells = [[text_of(value) for value in row[:max_columns]] for row in rows]
    sys.stdout.write(json.dumps({"rows": cells}))


if __name__ == "__main__":
    main()
