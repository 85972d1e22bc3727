"""The table of a notice, for screen and paper alike: its columns, and what stands in a cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

Line = dict[str, Any]


class Column(NamedTuple):
    """One column; ``share`` is how much of a line of paper it takes beside the others."""

    key: str
    label: str
    share: int

    @property
    def is_number(self) -> bool:
        """Whether its cells are read from the right."""
        return self.key == "subsidy_yuan"

    @property
    def is_told(self) -> bool:
        """Whether a card says what its cell is; place and name speak for themselves."""
        return self.key not in ("position", "village", "name")

    def cell(self, line: Line) -> str:
        """What stands in it; nothing where nothing is known."""
        value = line.get(self.key)
        if self.key == "grade":
            return f"{value}级" if value else "无房"
        if value is None or value == "":
            return ""
        return f"{value:,}" if self.is_number else str(value)


COLUMNS = (
    Column("position", "序号", 7),
    Column("village", "村", 22),
    Column("name", "户主姓名", 17),
    Column("group", "组(屯)", 14),
    Column("plan", "适用方案", 12),
    Column("result", "结果", 14),
    Column("grade", "房屋等级", 12),
    Column("method", "改造方式", 14),
    Column("subsidy_yuan", "补助金额(元)", 17),
)


def columns_of(lines: Sequence[Line]) -> list[Column]:
    """Those of which some line says something; grade and method say what the result is."""
    told = {key for line in lines for key in line}
    if "method" in told:
        told.discard("result")
    return [column for column in COLUMNS if column.key in told]
