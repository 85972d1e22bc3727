"""A decision table as it is after reading, and the partition of its inputs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from workflows.decisions.feel import Cell, Expression, Scalar

_RULE_NUMBER = re.compile(r"\b[A-Z]\d{1,3}\b")


@dataclass(frozen=True)
class Input:
    """A column that asks for one fact; ``domain`` are all the values the fact can have."""

    element: str
    name: str
    label: str
    domain: Cell


@dataclass(frozen=True)
class Output:
    """A column that answers."""

    element: str
    name: str
    label: str


@dataclass(frozen=True)
class Row:
    """One rule; ``note`` is its annotation, which begins with the rule numbers it rests on."""

    id: str
    cells: tuple[Cell, ...]
    outputs: tuple[Expression, ...]
    note: str

    @cached_property
    def rules(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_RULE_NUMBER.findall(self.note)))

    @cached_property
    def words(self) -> str:
        """The annotation without its numbers: what the row says to a reader."""
        return " ".join(_RULE_NUMBER.sub("", self.note).split())


@dataclass(frozen=True)
class Table:
    """One DMN decision. ``version`` is the digest of its file; ``file`` names it in errors."""

    ref: str
    name: str
    file: str
    hit_policy: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rows: tuple[Row, ...]
    version: str
    element: str = field(default="")

    @cached_property
    def atoms(self) -> tuple[tuple[Scalar, ...], ...]:
        """For each input, one value of every region that its cells tell apart."""
        return tuple(
            tuple(regions(column.domain, [row.cells[i] for row in self.rows]))
            for i, column in enumerate(self.inputs)
        )

    def fired(self, candidates: tuple[int, ...]) -> tuple[int, ...]:
        """Of the rows that match, those that decide (the first one under FIRST)."""
        return candidates[:1] if self.hit_policy == "FIRST" else candidates

    def reachable(self, known: Mapping[str, Scalar]) -> frozenset[tuple[int, ...]]:
        """Every set of rows that can decide when the inputs not in ``known`` may be anything."""
        rows = tuple(
            i
            for i, row in enumerate(self.rows)
            if all(
                cell.accepts(known[column.name])
                for column, cell in zip(self.inputs, row.cells, strict=True)
                if column.name in known
            )
        )
        unknown = [i for i, column in enumerate(self.inputs) if column.name not in known]
        return frozenset(hits for hits, _ in self._walk(rows, unknown))

    def partition(self) -> Iterator[tuple[tuple[int, ...], dict[str, Scalar]]]:
        """Each way in which rows can match, once, with facts that show it."""
        return self._walk(tuple(range(len(self.rows))), list(range(len(self.inputs))), decide=False)

    def _walk(
        self, rows: tuple[int, ...], columns: list[int], *, decide: bool = True
    ) -> Iterator[tuple[tuple[int, ...], dict[str, Scalar]]]:
        # The same rows at the same column have the same future, so each pair is walked once:
        # that keeps a product of ten columns as small as the number of rows that differ.
        seen: set[tuple[int, tuple[int, ...]]] = set()

        def visit(
            at: int, alive: tuple[int, ...], facts: dict[str, Scalar]
        ) -> Iterator[tuple[tuple[int, ...], dict[str, Scalar]]]:
            if (at, alive) in seen:
                return
            seen.add((at, alive))
            if at == len(columns) or not alive:
                yield (self.fired(alive) if decide else alive), dict(facts)
                return
            column = columns[at]
            name = self.inputs[column].name
            for value in self.atoms[column]:
                left = tuple(i for i in alive if self.rows[i].cells[column].accepts(value))
                yield from visit(at + 1, left, {**facts, name: value})

        return visit(0, rows, {})


def regions(domain: Cell, cells: Iterable[Cell]) -> list[Scalar]:
    """One value for each atomic region that ``cells`` cut the domain into, in a stable order."""
    found = [value for value in domain.literals() if not _is_number(value)]
    ends = sorted({end for cell in (domain, *cells) for end in cell.ends()})
    numbers: list[Scalar] = []
    for i, end in enumerate(ends):
        if i == 0:
            numbers.append(end - 1)
        numbers.append(end)
        numbers.append((end + ends[i + 1]) / 2 if i + 1 < len(ends) else end + 1)
    return found + [number for number in numbers if domain.accepts(number)]


def _is_number(value: Scalar) -> bool:
    return value is not None and not isinstance(value, bool | str)
