"""What the public site reads: sheets that hang or hung lately, and nothing about the cases."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Executable,
    Text,
    and_,
    bindparam,
    func,
    or_,
    select,
    tuple_,
    type_coerce,
)
from sqlalchemy.orm import Session, aliased

from models.base import UtcDateTime
from models.notice import CANCELLED, ENDED, POSTED, TAKEN_OFF, NoticedHousehold, PublicNotice
from models.objection import UPHELD
from models.programme import Programme
from models.region import Region
from models.role import CODE_LENGTH, Level
from webapp.public_notices.wanted import Cursor, Wanted
from workflows import clock
from workflows.notice_places import speaks_of

PAGE = 20
MOST_PLACES = 40
PUBLIC_STATES = (POSTED, ENDED)


class Row(NamedTuple):
    """One line of the list."""

    id: int
    number: str
    level: str
    area_name: str
    programme_id: int
    posted_on: dt.date
    ends_at: dt.datetime
    household_count: int
    leaves_site_at: dt.datetime


class Sheet(NamedTuple):
    """One notice; ``content`` is the frozen text of what it says, as JSON."""

    id: int
    number: str
    content: str
    content_hash: str
    posted_on: dt.date
    ends_at: dt.datetime
    corrects: str | None


class Choice(NamedTuple):
    """One answer to a question of the filters."""

    key: str
    name: str


def is_public(table: Any = PublicNotice) -> ColumnElement[bool]:
    """The clause for sheets that a stranger may see (G34): posted, and not gone by rule.

    Its parameter ``now`` is the present moment.
    """
    return and_(
        table.is_on_site,
        table.leaves_site_at > bindparam("now", type_=UtcDateTime()),
        table.state.in_(PUBLIC_STATES),
    )


def notices_page(
    session: Session, wanted: Wanted, after: Cursor | None
) -> tuple[tuple[Row, ...], Cursor | None]:
    """Twenty sheets, those that stay longest first, and where the next page begins."""
    asked: dict[str, Any] = {"now": clock.now()}
    if wanted.level:
        asked["level"] = wanted.level
    if wanted.programme is not None:
        asked["programme_id"] = wanted.programme
    if (places := _places(session, wanted)) is not None:
        asked["places"] = places
    if after is not None:
        asked |= {"leaves_at": after.leaves_at, "notice_id": after.notice_id}
    found = session.connection().execute(_page_statement(frozenset(asked)), asked)
    rows = tuple(Row(*each) for each in found)
    if len(rows) <= PAGE:
        return rows, None
    last = rows[PAGE - 1]
    return rows[:PAGE], Cursor(last.leaves_site_at, last.id)


def sheet_of(session: Session, number: str) -> Sheet | None:
    """The sheet with ``number``; None alike for an unknown one and one that is not public."""
    asked = {"now": clock.now(), "number": number}
    found: Any = session.connection().execute(_SHEET, asked).one_or_none()
    return Sheet(*found) if found is not None else None


def positions_taken_off(session: Session, notice_id: int) -> tuple[int, ...]:
    """The lines of a sheet that were corrected, struck off or given up: they say nothing more."""
    return tuple(session.connection().scalars(_TAKEN_OFF, {"notice_id": notice_id}))


def townships(session: Session) -> tuple[Choice, ...]:
    """Every township, in the order of their codes."""
    return tuple(Choice(*each) for each in session.connection().execute(_TOWNSHIPS))


def programmes(session: Session) -> tuple[Choice, ...]:
    """Every programme by year and plan: its full title may name whom it is for (N30)."""
    found = session.connection().execute(_PROGRAMMES)
    return tuple(Choice(str(key), f"{year} 年方案{plan}") for key, year, plan in found)


def _places(session: Session, wanted: Wanted) -> list[str] | None:
    """The codes of what was asked for by township or by name; None where no place was."""
    if not wanted.village:
        return [wanted.township] if wanted.township else None
    called = session.connection().scalars(_CALLED, {"name": _escaped(wanted.village)})
    return [code for code in called if code.startswith(wanted.township)]


def _escaped(name: str) -> str:
    return "%" + re.sub(r"([/%_])", r"/\1", name) + "%"


@cache
def _page_statement(asked: frozenset[str]) -> Executable:
    """The statement for a set of questions: written once, for visitors come in crowds."""
    clauses = [is_public()]
    clauses += [
        getattr(PublicNotice, name) == bindparam(name)
        for name in ("level", "programme_id")
        if name in asked
    ]
    if "places" in asked:
        clauses.append(speaks_of())
    if "notice_id" in asked:
        here = tuple_(PublicNotice.leaves_site_at, PublicNotice.id)
        clauses.append(
            here < tuple_(bindparam("leaves_at", type_=UtcDateTime()), bindparam("notice_id"))
        )
    return (
        select(
            PublicNotice.id,
            PublicNotice.number,
            PublicNotice.level,
            Region.name,
            PublicNotice.programme_id,
            PublicNotice.posted_on,
            PublicNotice.ends_at,
            PublicNotice.household_count,
            PublicNotice.leaves_site_at,
        )
        .join(Region, Region.code == PublicNotice.area_code)
        .where(*clauses)
        .order_by(PublicNotice.leaves_site_at.desc(), PublicNotice.id.desc())
        .limit(PAGE + 1)
    )


_corrected = aliased(PublicNotice)
_SHEET = (
    select(
        PublicNotice.id,
        PublicNotice.number,
        type_coerce(PublicNotice.content, Text),
        PublicNotice.content_hash,
        PublicNotice.posted_on,
        PublicNotice.ends_at,
        _corrected.number,
    )
    .outerjoin(_corrected, and_(_corrected.id == PublicNotice.corrects_id, is_public(_corrected)))
    .where(PublicNotice.number == bindparam("number"), is_public())
    .order_by(PublicNotice.id)
    .limit(1)
)
_TAKEN_OFF = (
    select(NoticedHousehold.position)
    .where(
        NoticedHousehold.notice_id == bindparam("notice_id"),
        or_(
            NoticedHousehold.state.in_((TAKEN_OFF, CANCELLED)),
            NoticedHousehold.result == UPHELD,
        ),
    )
    .order_by(NoticedHousehold.position)
)
_TOWNSHIPS = (
    select(Region.code, Region.name)
    .where(func.length(Region.code) == CODE_LENGTH[Level.TOWNSHIP])
    .order_by(Region.code)
)
_PROGRAMMES = select(Programme.id, Programme.year, Programme.plan).order_by(
    Programme.year.desc(), Programme.plan
)
# Villages and townships by a part of their name; people have no names here.
_CALLED = (
    select(Region.code)
    .where(
        func.length(Region.code) > CODE_LENGTH[Level.COUNTY],
        Region.name.like(bindparam("name"), escape="/"),
    )
    .order_by(Region.code)
    .limit(MOST_PLACES)
)
