"""What a sheet of cases in mid-course is made of: columns, and steps with their columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from models.method import REPAIR
from models.role import Role
from workflows.facts import NO_HOUSE

Cells = Mapping[str, str]
YES, NO = "是", "否"
YES_NO = (YES, NO)
NOTICE_NODES = ("post_notice", "take_down_notice")
DAY_HINT = "写成 2019-01-12;办理人不同于前面填写的,写成“2019-01-12 王岚”。"


def _always(_cells: Cells) -> bool:
    return True


def has_house(cells: Cells) -> bool:
    """Whether the household has a house that was graded."""
    return cells.get("dwelling") != NO_HOUSE


def has_no_house(cells: Cells) -> bool:
    """Whether it is a 无房户."""
    return not has_house(cells)


def is_grade_d(cells: Cells) -> bool:
    """Whether the household had to leave its house."""
    return cells.get("grade") == "D"


def is_repair(cells: Cells) -> bool:
    """Whether the house is repaired, not built anew."""
    return cells.get("method") == REPAIR


def is_new_build(cells: Cells) -> bool:
    """Whether a house is built."""
    return not is_repair(cells)


@dataclass(frozen=True)
class Asked:
    """One column: the key of its cell, its head, and when it is needed.

    ``is_day`` cells are dates; ``names`` is how many persons must stand there.
    """

    key: str
    label: str
    choices: tuple[str, ...] = ()
    hint: str = ""
    needed: Callable[[Cells], bool] = _always
    is_day: bool = False
    names: int = 0
    width: float = 12


@dataclass(frozen=True)
class SheetStep:
    """One step of the main line: ``key`` is its task, for a notice with the level.

    ``handled_by`` is the column that names who handled it when the day does not.  A step that is
    not ``on_the_way`` happens beside the line and may be left blank.
    """

    key: str
    title: str
    role: Role
    handled_by: str
    fields: tuple[Asked, ...] = ()
    applies: Callable[[Cells], bool] = _always
    plans: str = "AB"
    on_the_way: bool = True

    @property
    def day_key(self) -> str:
        """The cell with the day, and the name of another who handled it."""
        return f"day_{self.key}"

    @property
    def day(self) -> Asked:
        """The column of the day."""
        return Asked(self.day_key, f"{self.title}日期", hint=DAY_HINT, is_day=True, width=14)

    @property
    def node_id(self) -> str:
        """The task's id in the drawing."""
        return next((node for node in NOTICE_NODES if self.key.startswith(node)), self.key)


def optional(_cells: Cells) -> bool:
    """For a column that may always be left blank."""
    return False
