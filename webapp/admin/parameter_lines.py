"""The parameters of a programme as its pages show them: named, in groups, with their sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from models.programme import Programme, ProgrammeParameter
from webapp.admin.parameter_values import PAPERS, in_words
from webapp.parts import parts
from workflows import clock
from workflows.parameter_groups import ParameterGroup, group_and_title, parameter_groups
from workflows.rule_sources import RuleSource, sources_of

LONGEST = 6


@dataclass(frozen=True)
class Line:
    """One parameter: what it is called and does, its value on the day, and the next one."""

    name: str
    title: str
    unit: str
    about: str
    group: ParameterGroup
    row: ProgrammeParameter
    coming: ProgrammeParameter | None

    @property
    def is_open(self) -> bool:
        """Whether nobody has said a value yet."""
        return self.row.value is None

    @property
    def source(self) -> RuleSource:
        """Where the value is written."""
        return sources_of([self.row.source])[0]

    def words(self, row: ProgrammeParameter) -> str:
        """A value with its unit."""
        return value_words(self.name, row, self.unit)

    @property
    def short_words(self) -> str:
        """The value for a table: of a long list the first few."""
        value = self.row.value
        if isinstance(value, list) and len(value) > LONGEST:
            return f"{in_words(value[:3])} 等 {len(value)} 项"
        return self.words(self.row)

    def holds(self, wanted: str) -> bool:
        """Whether the line speaks of ``wanted``."""
        source = self.source
        said = (self.title, self.about, self.group.name, self.name, source.place, source.words)
        return any(wanted in text for text in (*said, self.short_words))


def value_words(name: str, row: ProgrammeParameter, unit: str) -> str:
    """A value as the pages say it, with its unit."""
    if row.value is None:
        return "待定"
    if row.value == []:
        return "不要求" if name.startswith(PAPERS) else "未定"
    said = in_words(row.value)
    return f"{said} {unit}" if unit and not isinstance(row.value, bool | list) else said


def day_of(programme: Programme) -> dt.date:
    """The day whose values are shown: today, or the first of a year still to come."""
    return max(clock.today(), dt.date(programme.year, 1, 1))


def lines_of(programme: Programme, rows: Iterable[ProgrammeParameter]) -> list[Line]:
    """The lines of ``rows`` (oldest first), in the order of the groups and of the steps."""
    day, steps = day_of(programme), step_names()
    by_name: dict[str, list[ProgrammeParameter]] = {}
    for row in rows:
        by_name.setdefault(row.name, []).append(row)
    lines = []
    for name, dated in by_name.items():
        known = group_and_title(name, steps)
        valid = [row for row in dated if row.valid_from <= day]
        if known is None or not valid:
            continue
        group, title = known
        coming = next((row for row in dated if row.valid_from > day), None)
        # What it does is said by the row it came with; a later one says why it was changed.
        about = dated[0].note
        lines.append(Line(name, title.title, title.unit, about, group, valid[-1], coming))
    places = {name: at for group in parameter_groups() for at, name in enumerate(group.titles)}
    order = {group.key: at for at, group in enumerate(parameter_groups())}
    return sorted(lines, key=lambda line: (order[line.group.key], places.get(line.name, 0)))


def step_names() -> dict[str, str]:
    """Node id -> name of every step of the current drawings."""
    return {task.node_id: task.name for task in parts().runtime.library.current.user_tasks()}
