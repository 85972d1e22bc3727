"""A form as somebody sees it who is about to fill it in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from forms.step_form import StepForm
from models.signing import SIGNING_BY_HAND, SIGNING_BY_THUMB
from webapp.demo.case_plan import CasePlan
from webapp.demo.names import FEMALE, HAN, MALE, full_name
from workflows import clock
from workflows.steps import Step

# Uploads pictures of a kind and returns the numbers of the documents.
Upload = Callable[[str, int], list[int]]
# How often somebody adds a paper that the form does not insist on.
SHARE_UPLOADED = 0.3
Answers = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """One open task: its form as opened, the plan of the case, and the button to be pressed.

    ``visit`` counts how often this task was done before; ``upload(kind, count)`` adds documents to
    the case and returns their numbers.
    """

    form: StepForm
    step: Step
    case: CasePlan
    outcome: str
    visit: int
    upload: Upload
    happened_on: dt.date | None = None

    @property
    def rng(self) -> Random:
        """The same luck for the same case, task and visit."""
        assert self.step.task is not None
        return Random(f"{self.case.number}/{self.step.task.node_id}/{self.visit}")

    @property
    def today(self) -> dt.date:
        """The present day of the moved clock."""
        return clock.today()

    @property
    def day(self) -> dt.date:
        """The day on which the step happened; some are typed days later."""
        return self.happened_on or self.today

    @property
    def day_of_year(self) -> int:
        """By which an office numbers what it gives out that day."""
        return self.day.timetuple().tm_yday

    @property
    def node(self) -> str:
        """The task's id in the drawing."""
        assert self.step.task is not None
        return self.step.task.node_id

    @property
    def needs_reason(self) -> bool:
        """Whether the button pressed asks for a reason."""
        return any(each.id == self.outcome and each.needs_reason for each in self.step.outcomes)

    def one_of(self, texts: Sequence[str]) -> str:
        """A text by lot, filled with the case's own words."""
        family = self.case.family
        house = family.dwelling
        return self.rng.choice(texts).format(
            head=family.head.name,
            size=len(family.members),
            year=house.built_year,
            structure=house.structure,
            area=house.area_m2,
            group=family.group_name,
            age=self.case.starts_on.year - family.head.born_on.year,
        )

    def field(self, name: str) -> Any:
        """A field of the form, or None where it does not ask that."""
        return self.form._fields.get(name)

    def loaded(self, name: str) -> Any:
        """What the page shows in a field before anybody types."""
        field = self.field(name)
        return field.data if field is not None else None

    def offered(self, name: str) -> list[str]:
        """The values among which a field lets one choose."""
        field = self.field(name)
        return [value for value, _ in field.choices or () if value] if field is not None else []

    def papers(self, kind: str, count: int = 1) -> list[str]:
        """Upload ``count`` pictures of ``kind``; their numbers as a form sends them."""
        return [str(number) for number in self.upload(kind, count)]

    def perhaps(self, kind: str) -> list[str]:
        """A paper that nobody must upload: some do."""
        return self.papers(kind) if self.rng.random() < SHARE_UPLOADED else []

    def signed(self) -> Answers:
        """How the household signed; somebody who cannot write needs a witness each time."""
        told: Answers = {"signing": self.loaded("signing") or SIGNING_BY_HAND}
        if told["signing"] == SIGNING_BY_THUMB:
            told["first_witness"] = self.people(1, "witness")[0]
        return told

    def people(self, count: int, salt: str = "") -> list[str]:
        """Names of officials who have no account, no two alike."""
        return _people(Random(f"{self.case.number}/{self.node}/{salt}"), count)

    def meeting_of_the_day(self) -> list[str]:
        """Who met that day, the same for every case that the meeting was about."""
        assert self.step.task is not None
        rng = Random(f"{self.step.task.area_code}/{self.node}/{self.day}")
        return _people(rng, rng.randint(5, 9))


def _people(rng: Random, count: int) -> list[str]:
    names: dict[str, None] = {}
    while len(names) < count:
        names[full_name(rng, HAN, rng.choice((MALE, FEMALE)), 1984)] = None
    return list(names)
