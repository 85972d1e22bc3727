"""Refusals, named by what happened and worded for the clerk who reads them."""

from __future__ import annotations

from collections.abc import Sequence

from workflows.fact_labels import label_of


class Refused(Exception):
    """The act is not done; ``sentence`` says why, ``status`` is the HTTP status that fits."""

    status = 400

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotFound(Refused):
    """There is no such thing, or not for this reader: both read the same."""

    status = 404

    def __init__(self, sentence: str = "没有这一件,或者不在您的办理范围内。") -> None:
        super().__init__(sentence)


class Forbidden(Refused):
    """The reader may see it but may not do this."""

    status = 403


class TooMany(Refused):
    """So much at once is more than the work needs."""

    status = 429


class AlreadyDone(Refused):
    """Somebody was first; ``by_same_person`` tells a double click from a collision."""

    status = 409

    def __init__(self, sentence: str, *, by_same_person: bool = False) -> None:
        super().__init__(sentence)
        self.by_same_person = by_same_person


class CaseSuspended(Exception):
    """What the machine would do for a suspended case waits until the case goes on."""


class Invalid(Refused):
    """A value is not acceptable; ``field`` names it."""

    status = 422

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class LacksFacts(Refused):
    """A gateway of the drawing cannot go on: the decision before it lacks facts."""

    status = 422

    def __init__(self, facts: Sequence[str]) -> None:
        names = "、".join(label_of(fact) for fact in facts) or "前面步骤的结果"
        super().__init__(f"还缺少:{names}。补全以后才能往下办理。")
        self.facts = tuple(facts)
