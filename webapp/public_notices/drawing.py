"""The pages as bytes: functions of what they show and of the day, so that they may be remembered.

Whatever changes on a page is an argument here; a remembered page cannot be out of date.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache, lru_cache

import orjson
from markupsafe import Markup, escape

from webapp.notice_columns import Column, Line, columns_of
from webapp.public_notices.query import Choice, Row, Sheet
from webapp.public_notices.standing import SUBJECTS, standing
from webapp.public_notices.wanted import Cursor, Wanted
from webapp.public_pages import drawn

# Of some tens of kilobytes each.
REMEMBERED = 300
# A page of a long sheet stays small enough for an old telephone.
ROWS = 100


@lru_cache(REMEMBERED)
def list_page(
    wanted: Wanted,
    after: Cursor | None,
    rows: tuple[Row, ...],
    following: Cursor | None,
    townships: tuple[Choice, ...],
    programmes: tuple[Choice, ...],
    today: dt.date,
) -> bytes:
    """The list of notices."""
    return drawn(
        "public/notices.html",
        rows=rows,
        wanted=wanted,
        is_first=after is None,
        following=following,
        townships=townships,
        programmes=programmes,
        names=dict(programmes),
        subjects=SUBJECTS,
        standing=standing,
        today=today,
    )


@lru_cache(REMEMBERED)
def sheet_page(sheet: Sheet, taken_off: tuple[int, ...], part: int, today: dt.date) -> bytes | None:
    """The ``part``-th hundred rows of one notice; None where there are none."""
    content = orjson.loads(sheet.content)
    rows = content["rows"][part * ROWS : (part + 1) * ROWS]
    if not rows:
        return None
    columns = columns_of(content["rows"])
    return drawn(
        "public/notice.html",
        sheet=sheet,
        content=content,
        rows=[(row["position"], _cells(columns, row)) for row in rows],
        part=part,
        parts=(len(content["rows"]) + ROWS - 1) // ROWS,
        taken_off=taken_off,
        columns=columns,
        standing=standing(sheet.ends_at, today),
    )


def _cells(columns: Sequence[Column], row: Line) -> Markup:
    """The cells of one line: strangers come in crowds, and a template would ask for each anew."""
    cells = (f"<td{_opened(column)}>{escape(column.cell(row))}</td>" for column in columns)
    return Markup("".join(cells))


@cache
def _opened(column: Column) -> str:
    """What stands within the tag of a cell."""
    kind = "number" if column.is_number else "who" if column.key == "name" else ""
    label = f' data-label="{escape(column.label)}"' if column.is_told else ""
    return (f' class="{kind}"' if kind else "") + label
