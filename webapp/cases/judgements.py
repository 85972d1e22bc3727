"""What a decision table said, as words: answers, the rules behind them, what it used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workflows.decisions import DecisionTables
from workflows.fact_labels import LABELS, spoken
from workflows.rule_sources import RuleSource, said, sources_of

# Answers that only the drawings read, as people say them.
CODES = {
    "passed": "通过",
    "pass": "通过",
    "failed": "不通过",
    "fail": "不通过",
    "settled": "已定",
    "waiting": "等待",
    "payable": "应付",
    "nothing": "无应付",
    "open": "待定",
    "clear": "无异议",
    "upheld": "异议成立",
}
_labels: dict[str, Mapping[str, str]] = {}


@dataclass(frozen=True)
class Judgement:
    """One evaluation; each pair is (label, words)."""

    name: str
    answers: list[tuple[str, str]]
    inputs: list[tuple[str, str]]
    grounds: list[str]
    sources: list[RuleSource]
    missing: list[str]

    @property
    def text(self) -> str:
        """The answers in one line."""
        spoken_answers = ";".join(f"{label}:{words}" for label, words in self.answers)
        return spoken_answers or "暂不能判定"

    @property
    def places(self) -> str:
        """Where the rules are written, in one line."""
        return "、".join(dict.fromkeys(source.place for source in self.sources))


def judgement(tables: DecisionTables, payload: Mapping[str, Any]) -> Judgement:
    """Read a ``decision_made`` entry; an answer that is null says nothing and is left out."""
    ref = payload["decision"]
    known = tables.by_ref.get(ref)
    labels = column_labels(tables)
    answers = [
        (labels.get(name, name), _words(name, value))
        for name, value in payload.get("outputs", {}).items()
        if value is not None
    ]
    return Judgement(
        name=known.name if known else ref,
        answers=answers,
        inputs=[
            (labels.get(name, name), _words(name, value))
            for name, value in payload.get("inputs", {}).items()
        ],
        grounds=_grounds(tables, payload.get("rows", ())),
        sources=sources_of(payload.get("rules", ())),
        missing=[labels.get(name, name) for name in payload.get("missing_facts", ())],
    )


def column_labels(tables: DecisionTables) -> Mapping[str, str]:
    """The Chinese name of every fact that a table asks or answers."""
    if tables.version not in _labels:
        labels: dict[str, str] = {}
        for table in tables.by_ref.values():
            labels |= {column.name: column.label for column in table.inputs if column.label}
            labels |= {column.name: column.label for column in table.outputs if column.label}
        _labels[tables.version] = {**labels, **LABELS}
    return _labels[tables.version]


def _grounds(tables: DecisionTables, rows: Iterable[str]) -> list[str]:
    """What the deciding rows say, each sentence once; a row no longer there says nothing."""
    sentences = (tables.words_of_rows.get(row, "") for row in rows)
    return [words for words in dict.fromkeys(sentences) if words]


def _words(name: str, value: Any) -> str:
    if isinstance(value, str) and value in CODES:
        return CODES[value]
    if name.endswith("_open_question") and isinstance(value, str):
        return said(value)
    return spoken(name, value)
