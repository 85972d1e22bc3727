"""The sheet on which answers are written: value, the row and rules behind it, what was lacking."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workflows.decisions.errors import NotKnown
from workflows.decisions.inquiry import Decision, Inquiry


class Unanswered:
    """The facts do not decide the question; neither true nor false nor null."""

    def __bool__(self) -> bool:
        raise TypeError("an unanswered question is neither true nor false")


UNANSWERED = Unanswered()


class Answers:
    """Question -> answer, in the words of the worked cases."""

    def __init__(self, inquiry: Inquiry) -> None:
        self.inquiry = inquiry
        self.values: dict[str, Any] = {}
        self.decided_by: dict[str, dict[str, Any]] = {}
        self.missing: dict[str, None] = {}

    def ask(
        self,
        question: str,
        ref: str,
        output: str = "",
        *,
        null: bool = False,
        of: Inquiry | None = None,
    ) -> Any:
        """Ask one output of a table and write it down; null only where ``null`` says that it
        is an answer. ``of`` asks about other facts. Returns the value or UNANSWERED."""
        decision = (of or self.inquiry).decide(ref)
        name = output or question
        if name not in decision.outputs:
            self.lacks(decision.missing_facts)
            return UNANSWERED
        value = decision.outputs[name]
        if value is not None or null:
            self.write(question, value, decision)
        return value

    def write(self, question: str, value: Any, *decisions: Decision) -> None:
        """Write an answer; the first answer to a question stands."""
        if question in self.values:
            return
        self.values[question] = value
        rows = [row for decision in decisions for row in decision.rows]
        rules = dict.fromkeys(rule for decision in decisions for rule in decision.rules)
        self.decided_by[question] = {"row": " ".join(rows), "rules": list(rules)}

    def write_list(self, question: str, values: Iterable[str], rows: Iterable[str]) -> None:
        """Write a list, or add to it: two lists of what is missing are one."""
        self.values[question] = [*self.values.get(question, ()), *dict.fromkeys(values)]
        self.explain(question, rows)

    def explain(self, question: str, rows: Iterable[str]) -> None:
        """Name the rows behind an answer that no single table gives."""
        found = list(rows)
        before = self.decided_by.get(question, {"row": "", "rules": []})
        self.decided_by[question] = {
            "row": " ".join(filter(None, [before["row"], *found])),
            "rules": list(dict.fromkeys([*before["rules"], *self._rules_of(found)])),
        }

    def lacks(self, facts: Iterable[str]) -> None:
        self.missing |= dict.fromkeys(facts)

    def fact(self, name: str) -> Any:
        """A fact, or UNANSWERED, which is noted as lacking."""
        try:
            return self.inquiry.value(name)
        except NotKnown as gap:
            self.lacks(gap.facts)
            return UNANSWERED

    def _rules_of(self, rows: Iterable[str]) -> list[str]:
        tables = self.inquiry.tables
        return [
            rule
            for row_id in rows
            for row in tables[row_id.rpartition("-")[0]].rows
            if row.id == row_id
            for rule in row.rules
        ]
