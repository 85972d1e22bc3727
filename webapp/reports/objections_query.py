"""Notices and objections by township and year: what an office asks of itself (F18, F19).

A township in which nobody objects to anything for a whole year is either very good or not listened
to, so it is shown. Places are compared, never persons.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models.notice import PublicNotice
from models.objection import Objection, ObjectionAnswer
from models.region import Region
from models.role import CODE_LENGTH, Level
from workflows import rights
from workflows.rights import Actor

TOWNSHIP = CODE_LENGTH[Level.TOWNSHIP]
COUNTY = CODE_LENGTH[Level.COUNTY]
UPHELD = "upheld"
PAGE = 50


@dataclass
class Line:
    """One township, with its villages; a county's own sheets have a line of their own.

    ``days`` holds the days from each objection to its answer.
    """

    code: str
    name: str
    notices: int = 0
    households: int = 0
    quiet: int = 0
    objections: int = 0
    upheld: int = 0
    days: list[int] = field(default_factory=list)

    @property
    def answered(self) -> int:
        """Objections that were answered."""
        return len(self.days)

    @property
    def mean_days(self) -> str:
        """3.5; empty where nothing was answered."""
        return f"{sum(self.days) / len(self.days):.1f}" if self.days else ""

    @property
    def is_silent(self) -> bool:
        """Whether a whole township posted notices and nobody objected to any."""
        return len(self.code) == TOWNSHIP and not self.objections


@dataclass(frozen=True)
class Sheet:
    """One sheet of a place, and how many objected to it."""

    notice: PublicNotice
    area: str
    objections: int
    upheld: int


def years_of(session: Session, actor: Actor) -> list[int]:
    """The years in which sheets of the reader's area were posted, newest first."""
    first, last = session.execute(
        select(func.min(PublicNotice.posted_on), func.max(PublicNotice.posted_on)).where(
            rights.visible_notices(actor)
        )
    ).one()
    return list(range(last.year, first.year - 1, -1)) if first and last else []


def lines_of(session: Session, actor: Actor, year: int) -> list[Line]:
    """Every place with a sheet posted in ``year``, by code; the county's own first."""
    place = func.substr(PublicNotice.area_code, 1, TOWNSHIP)
    clauses = _posted(actor, year)
    has_objection = select(Objection.id).where(Objection.notice_id == PublicNotice.id).exists()
    counted = session.execute(
        select(
            place,
            func.count(),
            func.sum(PublicNotice.household_count),
            func.count().filter(~has_objection),
        )
        .where(*clauses)
        .group_by(place)
        .order_by(place)
    ).all()
    names = _names(session, [row[0] for row in counted])
    lines = {
        code: Line(code, names[code], notices, int(households or 0), quiet)
        for code, notices, households, quiet in counted
    }
    for code, finding, received_on, answered_on in _objections(session, place, clauses):
        line = lines[code]
        line.objections += 1
        line.upheld += finding == UPHELD
        if answered_on is not None:
            line.days.append((answered_on - received_on).days)
    return list(lines.values())


def total_of(lines: Iterable[Line]) -> Line:
    """All places together."""
    total = Line("", "合计")
    for line in lines:
        for name in ("notices", "households", "quiet", "objections", "upheld"):
            setattr(total, name, getattr(total, name) + getattr(line, name))
        total.days += line.days
    return total


def sheets_of(
    session: Session, actor: Actor, year: int, area: str, before: int | None
) -> list[Sheet]:
    """One row more than a page of the sheets behind a line, newest first."""
    # A county's own sheets are those of its own code, not those of its townships.
    inside = (
        PublicNotice.area_code == area
        if len(area) == COUNTY
        else rights.within(PublicNotice.area_code, area)
    )
    of_sheet = select(func.count()).where(Objection.notice_id == PublicNotice.id)
    query = (
        select(
            PublicNotice,
            Region.name,
            of_sheet.scalar_subquery(),
            of_sheet.where(Objection.finding == UPHELD).scalar_subquery(),
        )
        .join(Region, Region.code == PublicNotice.area_code)
        .where(*_posted(actor, year), inside)
        .order_by(PublicNotice.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        query = query.where(PublicNotice.id < before)
    return [Sheet(*row) for row in session.execute(query)]


def _posted(actor: Actor, year: int) -> list[ColumnElement[bool]]:
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return [rights.visible_notices(actor), PublicNotice.posted_on.between(first, last)]


def _objections(
    session: Session, place: ColumnElement[str], clauses: Sequence[ColumnElement[bool]]
) -> Sequence[Any]:
    """(place, finding, received, answered) of each objection to the sheets; the first answer."""
    return session.execute(
        select(
            place,
            Objection.finding,
            Objection.received_on,
            func.min(ObjectionAnswer.happened_on),
        )
        .join(PublicNotice, PublicNotice.id == Objection.notice_id)
        .outerjoin(ObjectionAnswer, ObjectionAnswer.objection_id == Objection.id)
        .where(*clauses)
        .group_by(place, Objection.id, Objection.finding, Objection.received_on)
    ).all()


def _names(session: Session, codes: Sequence[str]) -> dict[str, str]:
    rows = session.execute(select(Region.code, Region.name).where(Region.code.in_(codes)))
    names = {row.code: row.name for row in rows}
    return {
        code: f"{names[code]}(市级公示)" if len(code) == COUNTY else names[code] for code in codes
    }
