"""Proves that a table answers every case once; what it cannot prove it refuses with facts."""

from __future__ import annotations

from collections.abc import Mapping

from workflows.decisions.errors import Problem
from workflows.decisions.feel import Scalar, plain
from workflows.decisions.table import Table


def prove(table: Table) -> list[Problem]:
    """Gaps, overlaps, rows that never fire and cells outside the domain of their column."""
    return _outside(table) or (_gaps_and_overlaps(table) + _never_fired(table))


def witnesses(table: Table) -> dict[str, dict[str, Scalar]]:
    """For every row, facts under which it decides."""
    found: dict[str, dict[str, Scalar]] = {}
    for matching, facts in table.partition():
        for row in table.fired(matching):
            found.setdefault(table.rows[row].id, _filled(table, facts))
    return found


def _outside(table: Table) -> list[Problem]:
    problems = []
    for i, column in enumerate(table.inputs):
        for row in table.rows:
            cell = row.cells[i]
            strangers = [v for v in cell.literals() if not column.domain.accepts(v)]
            if strangers:
                reason = f"{column.name} cannot be {plain(strangers[0])!r}: not in its inputValues"
                problems.append(Problem(table.file, row.id, reason))
            elif not any(cell.accepts(value) for value in table.atoms[i]):
                reason = f"the cell for {column.name} matches no value of its inputValues"
                problems.append(Problem(table.file, row.id, reason))
    return problems


def _gaps_and_overlaps(table: Table) -> list[Problem]:
    if table.hit_policy == "COLLECT":
        return []
    problems = []
    for matching, facts in table.partition():
        if not matching:
            reason = f"no row answers {_shown(_filled(table, facts))}"
            problems.append(Problem(table.file, table.element, reason))
        elif len(matching) > 1 and table.hit_policy == "UNIQUE":
            first, second, *_ = (table.rows[i].id for i in matching)
            reason = f"overlaps with {second}: both answer {_shown(facts)}"
            problems.append(Problem(table.file, first, reason))
    return problems


def _never_fired(table: Table) -> list[Problem]:
    alive = witnesses(table)
    return [
        Problem(table.file, row.id, "never decides: earlier rows answer all its cases")
        for row in table.rows
        if row.id not in alive
    ]


def _filled(table: Table, facts: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """The walk stops early where nothing matters any more; any value will do there."""
    return {
        column.name: facts.get(column.name, table.atoms[i][0])
        for i, column in enumerate(table.inputs)
    }


def _shown(facts: Mapping[str, Scalar]) -> str:
    return ", ".join(f"{name} = {plain(value)!r}" for name, value in facts.items())
