"""Reads DMN 1.3 files. What our small dialect does not have is refused, with its place."""

from __future__ import annotations

import hashlib
from pathlib import Path

from lxml import etree

from workflows.decisions.errors import Problem
from workflows.decisions.feel import (
    Cell,
    Equals,
    Expression,
    FeelError,
    parse_cell,
    parse_expression,
)
from workflows.decisions.table import Input, Output, Row, Table

_DMN = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
_HIT_POLICIES = ("UNIQUE", "FIRST", "COLLECT")
_TYPES = ("string", "boolean", "number")
_BOOLEAN = Cell((Equals(True), Equals(False)))


class _File:
    """One file under reading; problems are gathered so that all are shown at once."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.ref = path.stem
        self.content = path.read_bytes()
        self.problems: list[Problem] = []

    def refuse(self, element: str, reason: str) -> None:
        self.problems.append(Problem(self.name, element, reason))

    def table(self) -> Table | None:
        try:
            root = etree.fromstring(self.content, _safe_parser())
        except etree.XMLSyntaxError as error:
            self.refuse("-", f"is no XML: {error}")
            return None
        if root.tag != f"{_DMN}definitions":
            self.refuse("-", "is no DMN 1.3 file")
            return None
        decisions = root.findall(f"{_DMN}decision")
        if len(decisions) != 1 or decisions[0].get("id") != self.ref:
            self.refuse("-", f"must hold one decision, with the id {self.ref!r}")
            return None
        grid = decisions[0].find(f"{_DMN}decisionTable")
        if grid is None:
            self.refuse(self.ref, "has no decision table")
            return None
        return self._grid(decisions[0], grid)

    def _grid(self, decision: etree._Element, grid: etree._Element) -> Table:
        element = grid.get("id") or self.ref
        hit_policy = grid.get("hitPolicy", "UNIQUE")
        if hit_policy not in _HIT_POLICIES:
            self.refuse(element, f"hit policy {hit_policy!r} is not one of {_HIT_POLICIES}")
        if grid.get("aggregation"):
            self.refuse(element, "aggregation is not supported")
        inputs = tuple(self._input(node) for node in grid.findall(f"{_DMN}input"))
        outputs = tuple(self._output(node) for node in grid.findall(f"{_DMN}output"))
        rows = tuple(self._row(node, inputs, outputs) for node in grid.findall(f"{_DMN}rule"))
        self._once(element, [column.name for column in inputs], "input")
        self._once(element, [column.name for column in outputs], "output")
        self._once(element, [row.id for row in rows], "rule id")
        if not rows or not outputs:
            self.refuse(element, "has no rules or no outputs")
        return Table(
            ref=self.ref,
            name=decision.get("name", self.ref),
            file=self.name,
            hit_policy=hit_policy,
            inputs=inputs,
            outputs=outputs,
            rows=rows,
            version=hashlib.sha256(self.content).hexdigest()[:16],
            element=element,
        )

    def _once(self, element: str, names: list[str], what: str) -> None:
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.refuse(element, f"{what} {name!r} stands twice")

    def _input(self, node: etree._Element) -> Input:
        element = node.get("id") or "input"
        expression = node.find(f"{_DMN}inputExpression")
        name = _text(expression)
        if not name.isidentifier():
            self.refuse(element, f"input expression {name!r} is not the name of a fact")
        kind = expression.get("typeRef") if expression is not None else None
        if kind not in _TYPES:
            self.refuse(element, f"type {kind!r} is not one of {_TYPES}")
        values = node.find(f"{_DMN}inputValues")
        domain = _BOOLEAN if values is None and kind == "boolean" else self._cell(element, values)
        if domain.is_any or domain.negated:
            self.refuse(element, "has no inputValues: what values can this fact have?")
        return Input(element, name, node.get("label", name), domain)

    def _output(self, node: etree._Element) -> Output:
        element = node.get("id") or "output"
        name = node.get("name", "")
        if not name.isidentifier():
            self.refuse(element, f"output name {name!r} is not a name")
        return Output(element, name, node.get("label", name))

    def _row(
        self, node: etree._Element, inputs: tuple[Input, ...], outputs: tuple[Output, ...]
    ) -> Row:
        element = node.get("id") or "rule"
        entries = node.findall(f"{_DMN}inputEntry")
        answers = node.findall(f"{_DMN}outputEntry")
        cells = [self._cell(entry.get("id") or element, entry) for entry in entries]
        expressions = [self._expression(entry.get("id") or element, entry) for entry in answers]
        if len(cells) != len(inputs) or len(expressions) != len(outputs):
            self.refuse(element, "has not one entry for each column")
            cells += [Cell()] * (len(inputs) - len(cells))
        note = _text(node.find(f"{_DMN}description"), own=True)
        row = Row(element, tuple(cells[: len(inputs)]), tuple(expressions), note)
        if not row.rules:
            self.refuse(element, "its annotation names no rule number")
        return row

    def _cell(self, element: str, node: etree._Element | None) -> Cell:
        try:
            return parse_cell(_text(node))
        except FeelError as error:
            self.refuse(element, str(error))
            return Cell()

    def _expression(self, element: str, node: etree._Element) -> Expression:
        try:
            return parse_expression(_text(node))
        except FeelError as error:
            self.refuse(element, str(error))
            return parse_expression("null")


def _safe_parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _text(node: etree._Element | None, *, own: bool = False) -> str:
    if node is None:
        return ""
    if own:
        return (node.text or "").strip()
    return (node.findtext(f"{_DMN}text") or "").strip()


def read_table(path: Path) -> tuple[Table | None, list[Problem]]:
    """The table of a file, or None with the problems that forbid it."""
    file = _File(path)
    table = file.table()
    return (None if file.problems else table), file.problems
