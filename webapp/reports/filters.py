"""Which cases a report is about, as its address says it; what makes no sense is left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement

from models.application import Application
from models.method import METHODS
from webapp.keys import key_in, region_code_in
from workflows import clock, rights
from workflows.progress import MEASURES
from workflows.rights import Actor

GRADES = ("A", "B", "C", "D")
# Beside the stages of a running case: where it is not running.
STANDSTILLS = {"suspended": "已中止", "ended": "已结束"}
LONGEST_STAGE = 40


@dataclass(frozen=True)
class Filters:
    """Empty means all. ``measure`` is a column of the table of progress, as of ``until``."""

    area: str = ""
    programme: int | None = None
    measure: str = ""
    until: dt.date | None = None
    stage: str = ""
    grade: str = ""
    method: str = ""

    @classmethod
    def parse(cls, asked: Mapping[str, str]) -> Filters:
        """Read the part of an address behind the question mark."""
        return cls(
            area=region_code_in(asked.get("area", "")),
            programme=key_in(asked.get("programme", "")),
            measure=_one_of(asked.get("measure", ""), MEASURES),
            until=_day(asked.get("until", "")),
            stage=asked.get("stage", "")[:LONGEST_STAGE],
            grade=_one_of(asked.get("grade", ""), GRADES),
            method=_one_of(asked.get("method", ""), METHODS),
        )

    @property
    def as_of(self) -> dt.date:
        """The day whose evening counts: the one asked for, else today."""
        return self.until or clock.today()

    @property
    def is_empty(self) -> bool:
        """Whether every case is asked for."""
        return self == Filters()

    def clauses(self, actor: Actor) -> list[ColumnElement[bool]]:
        """What a case meets to be listed or counted for ``actor``."""
        found = [rights.visible_applications(actor)]
        if self.area:
            found.append(rights.within(Application.village_code, self.area))
        if self.programme:
            found.append(Application.programme_id == self.programme)
        if self.measure:
            found.append(MEASURES[self.measure].reached(self.as_of))
        if self.stage in STANDSTILLS:
            found.append(Application.state == self.stage)
        elif self.stage:
            found += [Application.state == "open", Application.stage == self.stage]
        if self.grade:
            found.append(Application.grade == self.grade)
        if self.method:
            found.append(Application.method == self.method)
        return found

    def with_(self, **changed: Any) -> Filters:
        """The same with some of them changed."""
        return replace(self, **changed)

    def address(self, **changed: Any) -> dict[str, Any]:
        """The same as arguments of an address, some of them changed; empty ones are left out."""
        wanted = self.with_(**changed)
        arguments = {name: getattr(wanted, name) or None for name in wanted.__dataclass_fields__}
        return arguments | {"until": wanted.until.isoformat() if wanted.until else None}


def _one_of(text: str, known: Any) -> str:
    return text if text in known else ""


def _day(text: str) -> dt.date | None:
    """A day that has been; of days to come nothing is known."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day < clock.today() else None
