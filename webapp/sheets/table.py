"""Finding the table in a sheet as townships send it: titles above, heads of two lines, sums below.

A merged cell has its text in its first cell and blanks in the others, as files keep it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from webapp.sheets.cells import compact
from webapp.sheets.reader import Cell

HIGHEST_HEAD = 15
_NOTE = re.compile(
    "合计|总计|共计|小计|累计|本页|制表|填表|审核|负责人|单位|日期|备注|说明|注:|注意"
)
_IN_BRACKETS = re.compile(r"[((].*?[))]|[*※\d.、:]")
Line = Mapping[str, Cell]


@dataclass(frozen=True)
class Table:
    """``lines`` are the rows below the head: column key -> cell, only cells that hold something.

    ``unknown`` are heads that nobody asked for; their columns are left out.
    """

    lines: list[dict[str, Cell]]
    unknown: tuple[str, ...]


def find_table(
    cells: Sequence[Sequence[Cell]], labels: Mapping[str, str], needed: Sequence[str]
) -> Table | None:
    """The table whose head has all ``needed`` keys; ``labels`` are heads -> key. None for none.

    Rows of sums and notes, and those of which only the running number was written, are left out.
    """
    for number, row in enumerate(cells[:HIGHEST_HEAD]):
        below = cells[number + 1] if number + 1 < len(cells) else []
        places, unknown, has_two = _head(row, below, labels)
        if all(key in places for key in needed):
            first = number + (2 if has_two else 1)
            return Table(_lines(cells[first:], places, needed), unknown)
    return None


def head_of(text: str) -> str:
    """A head as it is compared: without blanks, stars, numbers and what stands in brackets."""
    return _IN_BRACKETS.sub("", compact(text))


def _head(
    row: Sequence[Cell], below: Sequence[Cell], labels: Mapping[str, str]
) -> tuple[dict[str, int], tuple[str, ...], bool]:
    own = [labels.get(head_of(cell.text)) for cell in row]
    under = [labels.get(head_of(cell.text)) for cell in below]
    # A second line of heads holds heads alone, under a merged one.
    has_two = any(under) and all(
        key or not cell.text for key, cell in zip(under, below, strict=True)
    )
    ranks = {label: rank for rank, label in enumerate(labels)}
    places: dict[str, tuple[int, int]] = {}
    unknown = []
    for position in range(max(len(own), len(under) if has_two else 0)):
        upper = own[position] if position < len(own) else None
        lower = under[position] if has_two and position < len(under) else None
        key = lower or upper
        if key is not None:
            # Of two heads for one thing the one that stands first among the labels is meant.
            head = head_of((below if lower else row)[position].text)
            places[key] = min(places.get(key, (len(ranks), 0)), (ranks[head], position))
        elif position < len(row) and row[position].text:
            unknown.append(row[position].text)
    return {key: place for key, (_, place) in places.items()}, tuple(unknown), has_two


def _lines(
    rows: Sequence[Sequence[Cell]], places: Mapping[str, int], needed: Sequence[str]
) -> list[dict[str, Cell]]:
    lines = []
    for row in rows:
        line = {
            key: row[position]
            for key, position in places.items()
            if position < len(row) and row[position].text
        }
        if not any(key in line for key in needed) and _is_note(row):
            continue
        if not line or _is_sum(row, line, needed):
            continue
        lines.append(line)
    return lines


def _is_note(row: Sequence[Cell]) -> bool:
    """Nothing of what was asked: a note, or only the running number of a row nobody filled."""
    words = [compact(cell.text) for cell in row if cell.text]
    return len(words) <= 1 or any(_NOTE.match(word) for word in words)


def _is_sum(row: Sequence[Cell], line: Line, needed: Sequence[str]) -> bool:
    """合计, and how many stand under which head: never all that a person needs."""
    first = next((compact(cell.text) for cell in row if cell.text), "")
    return bool(_NOTE.match(first)) and not all(key in line for key in needed)
