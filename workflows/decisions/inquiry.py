"""Answers from the tables by what is known: asks for each fact only when a row needs it.

A fact that nobody stated is *not known*, which is not null. A table is answered when every row
that could still match gives the same answer; otherwise the facts that would decide are named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from workflows.decisions import checks
from workflows.decisions.collection import DecisionTables
from workflows.decisions.derived_facts import DERIVED
from workflows.decisions.errors import ImpossibleValue, NotKnown
from workflows.decisions.feel import Result, Scalar, plain, scalar
from workflows.decisions.table import Row, Table
from workflows.decisions.vocabulary import ABSENT_MEANS, NULL_IS_A_VALUE, STATED


@dataclass(frozen=True)
class Decision:
    """What a table said: JSON values by output name (lists for COLLECT), and on what it rests.

    ``rows`` and ``rules`` name the deciding rows first, then those of other tables whose answers
    they hand on. An output that the known facts do not decide is absent, and ``missing_facts``
    names those that would. ``inputs`` are the facts used, ``table_version`` the file's digest.
    """

    ref: str
    outputs: Mapping[str, Any]
    rows: tuple[str, ...]
    rules: tuple[str, ...]
    table_version: str
    missing_facts: tuple[str, ...]
    inputs: Mapping[str, Any]


class Inquiry:
    """One set of facts under the parameters of one programme. Raises ImpossibleValue."""

    def __init__(
        self, tables: DecisionTables, facts: Mapping[str, Any], parameters: Mapping[str, Any]
    ) -> None:
        self.tables = tables
        self.parameters = parameters
        self.unused: list[str] = []
        self._stated: dict[str, Any] = {}
        for name, value in facts.items():
            self._state(name, value)
        self._decisions: dict[str, Decision] = {}
        self._asked: list[str] = []

    @classmethod
    def of(cls, inquiry: Inquiry, **facts: Any) -> Inquiry:
        """The same household with some facts as they would be."""
        return cls(inquiry.tables, {**inquiry._stated, **facts}, inquiry.parameters)

    def _state(self, name: str, value: object) -> None:
        domain = self.tables.domains.get(name)
        if domain is None and name not in STATED:
            self.unused.append(name)
            return
        nullable = domain.accepts(None) if domain else name in NULL_IS_A_VALUE
        if value is None and not nullable:
            return
        check = checks.in_domain(domain) if domain else STATED[name]
        self._stated[name] = check(name, value)

    @cached_property
    def stated(self) -> frozenset[str]:
        return frozenset(self._stated)

    def value(self, name: str) -> Any:
        """A fact, however it is come by. Raises NotKnown."""
        if name in self._stated:
            return self._stated[name]
        if name in self._asked:
            raise RecursionError(f"{name} depends on itself: {' <- '.join(self._asked)}")
        self._asked.append(name)
        try:
            return self._find(name)
        finally:
            self._asked.pop()

    def _find(self, name: str) -> Any:
        if name in DERIVED:
            return DERIVED[name](self.value)
        if name in self.tables.producers:
            decision = self.decide(self.tables.producers[name])
            if name not in decision.outputs:
                raise NotKnown(decision.missing_facts)
            return decision.outputs[name]
        if name in self.parameters:
            return self.parameters[name]
        if name in ABSENT_MEANS:
            return ABSENT_MEANS[name]
        raise NotKnown((name,))

    def decide(self, ref: str) -> Decision:
        """Evaluate one table as far as the facts allow."""
        if ref not in self._decisions:
            self._decisions[ref] = self._evaluate(self.tables[ref])
        return self._decisions[ref]

    def _evaluate(self, table: Table) -> Decision:
        known: dict[str, Scalar] = {}
        lacking: dict[str, tuple[str, ...]] = {}
        for column in table.inputs:
            try:
                value = self.value(column.name)
            except NotKnown as gap:
                lacking[column.name] = gap.facts
                continue
            checks.in_domain(column.domain)(column.name, value)
            known[column.name] = scalar(value)
        ways = sorted(table.reachable(known))
        outputs: dict[str, Any] = {}
        missing: dict[str, None] = {}
        for i, output in enumerate(table.outputs):
            try:
                outputs[output.name] = self._answer(table, i, ways, lacking)
            except NotKnown as gap:
                missing |= dict.fromkeys(gap.facts)
        rows = [table.rows[i] for i in sorted({i for way in ways for i in way})] if outputs else []
        grounds = self._grounds(rows)
        rules = [rule for row in rows for rule in row.rules]
        rules += [rule for ground in grounds for rule in ground.rules]
        return Decision(
            ref=table.ref,
            outputs=outputs,
            rows=(*(row.id for row in rows), *(id for ground in grounds for id in ground.rows)),
            rules=tuple(dict.fromkeys(rules)),
            table_version=table.version,
            missing_facts=tuple(missing),
            inputs={name: plain(value) for name, value in known.items()},
        )

    def _grounds(self, rows: list[Row]) -> list[Decision]:
        """The tables whose answers the deciding rows hand on: an amount, a reason."""
        producers = self.tables.producers
        names = [name for row in rows for output in row.outputs for name in output.names]
        refs = dict.fromkeys(producers[name] for name in names if name in producers)
        return [self.decide(ref) for ref in refs]

    def _answer(
        self,
        table: Table,
        output: int,
        ways: list[tuple[int, ...]],
        lacking: Mapping[str, tuple[str, ...]],
    ) -> Any:
        """What every possible way of matching says in one output column."""
        results: set[tuple[Result, ...]] = set()
        gaps: dict[str, None] = {}
        for way in ways:
            try:
                results.add(tuple(self._output(table, row, output) for row in way))
            except NotKnown as gap:
                gaps |= dict.fromkeys(gap.facts)
        if len(results) == 1 and not gaps:
            values = [plain(value) for value in results.pop()]
            return values if table.hit_policy == "COLLECT" else values[0]
        if len(ways) > 1:
            gaps = dict.fromkeys(_deciding(table, ways, lacking)) | gaps
        raise NotKnown(tuple(gaps))

    def _output(self, table: Table, row: int, output: int) -> Result:
        return table.rows[row].outputs[output].evaluate(lambda name: _result(self.value(name)))


def _deciding(
    table: Table, ways: list[tuple[int, ...]], lacking: Mapping[str, tuple[str, ...]]
) -> list[str]:
    """The unknown facts on which the rows that may still match differ."""
    rows = {i for way in ways for i in way}
    return [
        fact
        for i, column in enumerate(table.inputs)
        if column.name in lacking and len({table.rows[row].cells[i] for row in rows}) > 1
        for fact in lacking[column.name]
    ]


def _result(value: Any) -> Result:
    if isinstance(value, list | tuple):
        return tuple(scalar(item) for item in value)
    return scalar(value)


def decide(
    tables: DecisionTables, ref: str, facts: Mapping[str, Any], parameters: Mapping[str, Any]
) -> Decision:
    """Evaluate the table ``ref``, and whatever other tables it rests on, by facts in the words of
    the worked cases (``hukou``, ``identities``, ``confirm``, ``grade``, ``method``, ``area_m2`` …).

    ``parameters`` are the programme's. Raises UnknownDecision and ImpossibleValue.
    """
    return Inquiry(tables, facts, parameters).decide(ref)


__all__ = ["Decision", "ImpossibleValue", "Inquiry", "NotKnown", "decide"]
