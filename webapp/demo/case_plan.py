"""What is to happen to one household of the demo: who it is, how bad its house, how it goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from webapp.demo.people import Family
from webapp.demo.pictures import Look

NO_HOUSE_LOOK = "D"
# A task of the drawing and how often it was done before.
Visit = tuple[str, int]


@dataclass(frozen=True)
class CasePlan:
    """One household's way through the process.

    ``grade`` is what the agency will find; None for a 无房户.  ``outcomes`` maps a task of the
    drawing to the buttons pressed at its first, second … visit; after them, and everywhere else,
    the case goes on.  ``until`` is the visit of a task at which the case is left open, and
    ``arrives_on`` about when it gets there, which usually takes ``usual_days``.  ``acts`` are acts
    that are no task (see ``webapp.demo.acts``), by the visit of a task before which they are done;
    ``holds`` are days before which nobody does that visit of a task.  Visits count from 0.
    ``quirks`` change answers: see ``webapp.demo.answers``.
    """

    number: int
    plan: str
    family: Family
    identities: tuple[str, ...]
    grade: str | None
    method: str
    starts_on: dt.date
    builder: str = ""
    area_m2: int | None = None
    agency: int = 0
    until: Visit | None = None
    arrives_on: dt.date | None = None
    usual_days: int = 0
    outcomes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    acts: Mapping[Visit, str] = field(default_factory=dict)
    holds: Mapping[Visit, dt.date] = field(default_factory=dict)
    quirks: frozenset[str] = frozenset()

    @property
    def is_without_house(self) -> bool:
        """Whether this is a 无房户."""
        return self.grade is None

    @property
    def look(self) -> Look:
        """What its place looks like in pictures."""
        head = self.family.head
        return Look.of(
            self.number,
            village_code=self.family.village_code,
            name=head.name,
            sex=head.sex,
            age=self.starts_on.year - head.born_on.year,
            grade=self.grade or NO_HOUSE_LOOK,
        )

    def outcome_at(self, node: str, visit: int) -> str | None:
        """The button that the plan names for this visit, if any."""
        named = self.outcomes.get(node, ())
        return named[visit] if visit < len(named) else None
