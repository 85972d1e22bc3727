"""Where a numbered rule is written and what it says, for readers; from ``bpmn/rules.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from workflows.programmes import PROGRAMMES

RULES = PROGRAMMES.parent / "rules.toml"


@dataclass(frozen=True)
class RuleSource:
    """One rule: its number (R62, G3), the place it stands in, and its sentence."""

    number: str
    place: str
    words: str


@cache
def rule_sources() -> Mapping[str, RuleSource]:
    """Every rule that tables and parameters cite, by number."""
    content = tomllib.loads(RULES.read_text(encoding="utf-8"))
    return {
        number: RuleSource(number, place["name"], words)
        for place in content["places"]
        for number, words in place["rules"].items()
    }


def sources_of(numbers: Iterable[str]) -> list[RuleSource]:
    """The rules of ``numbers``; what a county typed itself (a 文号) stands as it is."""
    known = rule_sources()
    return [known.get(number) or RuleSource("", number, "") for number in numbers]


def places_of(numbers: Iterable[str]) -> list[str]:
    """The places of ``numbers``, each once, in their order."""
    return list(dict.fromkeys(source.place for source in sources_of(numbers)))


def said(number: str) -> str:
    """What a rule says; what is no number of a rule stands as it is."""
    known = rule_sources().get(number)
    return known.words if known else number


def cite(numbers: Iterable[str]) -> str:
    """``(方案“补助标准”)``, or nothing."""
    places = "、".join(places_of(numbers))
    return f"({places})" if places else ""
