"""What a check is, what it is about, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.application import Application
from models.check_result import BLOCK, FAIL, FLAG, HOLD, PASS, UNKNOWN

# Steps that say yes to a case: none of them does while a hold of the case is open.
REVIEWING = frozenset(
    {
        "decide_case",
        "approve_case",
        "accept_preliminary",
        "accept_final",
        "review_subsidy",
        "approve_subsidy",
    }
)


@dataclass(frozen=True)
class Check:
    """One automatic control; ``source`` is its number in the list of controls or a rule.

    ``effect`` is what a failure does unless the answer says otherwise.  ``version`` rises whenever
    the same facts could be answered differently.
    """

    id: str
    version: int
    title: str
    source: str
    effect: str
    gates: frozenset[str] = REVIEWING
    # What a failure that nobody can clear asks for.
    mend: str = "换掉有问题的材料以后才能往下办理。"


@dataclass(frozen=True)
class Found:
    """Something else that was hit; ``why`` is a sentence for those who may read that case."""

    why: str
    application_id: int | None = None
    document_id: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The row's way of keeping it."""
        return {
            "application_id": self.application_id,
            "document_id": self.document_id,
            "why": self.why,
        }


@dataclass(frozen=True)
class Answer:
    """What a check says this time: pass, fail or unknown, with what it was asked of.

    ``inputs`` are digests, measures and masked values; ``why`` is one sentence in plain words that
    names no other case.  ``effect`` is for a check whose failures are of different weight.
    """

    check: Check
    result: str
    why: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    found: Sequence[Found] = ()
    effect: str = ""
    is_for_county: bool = False

    @property
    def weight(self) -> str:
        """What the answer does: a check that could not tell is only shown."""
        return (self.effect or self.check.effect) if self.result == FAIL else FLAG

    @property
    def is_barring(self) -> bool:
        """Whether somebody has to act before the case may go on."""
        return self.result == FAIL and self.weight in (BLOCK, HOLD)


@dataclass(frozen=True)
class Checked:
    """What was checked: a case or the draft of one, and perhaps one document of it."""

    village_code: str
    application: Application | None = None
    intake_draft_id: int | None = None
    document_id: int | None = None


__all__ = [
    "BLOCK",
    "FAIL",
    "FLAG",
    "HOLD",
    "PASS",
    "REVIEWING",
    "UNKNOWN",
    "Answer",
    "Check",
    "Checked",
    "Found",
]
