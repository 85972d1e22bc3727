"""``anju decide`` without the command line: JSON text in, JSON text out; needs no database."""

from __future__ import annotations

import json
from typing import Any

from workflows.decisions.collection import DecisionTables, load_directory
from workflows.decisions.errors import ImpossibleValue
from workflows.decisions.questions import answer
from workflows.programmes import load_programmes


class UnusableFacts(ValueError):
    """The text holds no facts that can be answered; ``sentence`` says why and names the value."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def answer_text(text: str, tables: DecisionTables | None = None) -> str:
    """Answer one JSON object of facts, or a list of them, with JSON of the same shape.

    An object with ``input`` (and ``plan``) is a worked case: its facts are the input and the plan.
    Raises UnusableFacts; of a list nothing is answered then.
    """
    facts = _read(text)
    known = tables or load_directory()
    programmes = load_programmes()
    if isinstance(facts, dict):
        result: Any = _answered(known, programmes, facts, "")
    else:
        result = [
            _answered(known, programmes, item, f"第{i}户:") for i, item in enumerate(facts, 1)
        ]
    return json.dumps(result, ensure_ascii=False, indent=1)


def _answered(tables: DecisionTables, programmes: Any, item: Any, place: str) -> dict[str, Any]:
    if not isinstance(item, dict):
        raise UnusableFacts(f"{place}每一户的事实应是一个JSON对象。")
    facts = item
    if isinstance(item.get("input"), dict):
        facts = {**item["input"], **({"plan": item["plan"]} if "plan" in item else {})}
    try:
        return answer(tables, facts, programmes)
    except ImpossibleValue as error:
        raise UnusableFacts(place + error.sentence) from error


def _read(text: str) -> dict[str, Any] | list[Any]:
    try:
        facts = json.loads(text, parse_constant=_no_number, object_pairs_hook=_each_once)
    except RecursionError:
        raise UnusableFacts("JSON嵌套过深。") from None
    except json.JSONDecodeError as error:
        raise UnusableFacts(f"不是JSON:第{error.lineno}行第{error.colno}列读不懂。") from None
    except UnusableFacts:
        raise
    except ValueError:
        raise UnusableFacts("有一个数长得读不懂。") from None
    if not isinstance(facts, dict | list):
        raise UnusableFacts("事实应是一个JSON对象,或由对象组成的列表。")
    return facts


def _no_number(word: str) -> None:
    raise UnusableFacts(f"“{word}”不是数。")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UnusableFacts(f"“{twice}”写了两次。")
    return found
