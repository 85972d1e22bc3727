"""What can be wrong with a table, and what can be wrong with a fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One mistake: the file, the id of the element (a rule, an input, a table), the reason."""

    file: str
    element: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.element}: {self.reason}"


class DecisionError(Exception):
    """The tables may not be used; ``problems`` lists every mistake that was found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class UnknownDecision(LookupError):
    """No table has this id."""


class ImpossibleValue(ValueError):
    """A fact has a value that no household can have; ``sentence`` says so to the reader."""

    def __init__(self, fact: str, value: object, sentence: str) -> None:
        super().__init__(sentence)
        self.fact = fact
        self.value = value
        self.sentence = sentence


class NotKnown(Exception):
    """The answer depends on ``facts``, which nobody has stated."""

    def __init__(self, facts: tuple[str, ...]) -> None:
        super().__init__(", ".join(facts))
        self.facts = facts
