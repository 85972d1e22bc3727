"""Who received what: households whose subsidy was paid, as long as the programme tells it (N27).

It tells what the county's notice told, and the month: never a number, an account or a telephone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.application import Application
from models.household import Household
from models.programme import Programme
from webapp.reports.cursor import Cursor
from webapp.reports.households import by_village
from workflows import clock, rights
from workflows.parameters import parameters_of
from workflows.progress import MEASURES
from workflows.rights import Actor

PAGE = 50
# A sheet for the board of one village; no village has so many.
MOST_ON_SHEET = 1000
# Programme parameter: years after the payment.
LOOKUP_YEARS = "paid_lookup_years"


@dataclass(frozen=True)
class Paid:
    """One household; ``group`` only where another one of its village has the same name."""

    application_id: int
    village_code: str
    village: str
    township: str
    name: str
    group: str
    year: int
    plan: str
    grade: str
    method: str
    yuan: int
    month: str


def clauses_of(
    session: Session, actor: Actor, programmes: Sequence[Programme], area: str
) -> list[ColumnElement[bool]]:
    """What a case meets to be told to ``actor`` today."""
    today = clock.today()
    told: list[ColumnElement[bool]] = [false()]
    for programme in programmes:
        years = parameters_of(session, programme, today).get(LOOKUP_YEARS)
        if years is not None:
            since = _years_before(today, int(years))
            told.append(and_(Application.programme_id == programme.id, Application.paid_on > since))
    inside = [rights.within(Application.village_code, area)] if area else []
    paid = MEASURES["paid"].reached(today)
    return [rights.visible_applications(actor), paid, or_(*told), *inside]


def sum_of(session: Session, clauses: Sequence[ColumnElement[bool]]) -> tuple[int, int]:
    """How many households, and how many yuan."""
    number, yuan = session.execute(
        select(func.count(), func.sum(Application.payable_yuan)).where(*clauses)
    ).one()
    return number, int(yuan or 0)


def page_of(
    session: Session, clauses: Sequence[ColumnElement[bool]], after: Cursor | None, most: int
) -> list[Paid]:
    """At most ``most`` households by village, after those of the page before."""
    query = _query(clauses).limit(most)
    if after is not None:
        query = query.where(after.following)
    return [_paid(*row) for row in session.execute(query)]


def _query(clauses: Sequence[ColumnElement[bool]]) -> Select[Any]:
    other = aliased(Application)
    # Looked up by village: on another page there may be somebody of the same name.
    has_namesake = (
        select(other.id)
        .where(
            other.village_code == Application.village_code,
            other.head_name == Application.head_name,
            other.id != Application.id,
            other.paid_on.is_not(None),
        )
        .exists()
    )
    return by_village(clauses, Household.group_name, has_namesake)


def _paid(
    case: Application,
    programme: Programme,
    village: str,
    township: str,
    group: str | None,
    has_namesake: bool,
) -> Paid:
    assert case.paid_on is not None
    return Paid(
        application_id=case.id,
        village_code=case.village_code,
        village=village,
        township=township,
        name=case.head_name,
        group=(group or "") if has_namesake else "",
        year=programme.year,
        plan=programme.plan,
        grade=f"{case.grade}级" if case.grade else case.dwelling or "",
        method=case.method or "",
        yuan=case.payable_yuan or 0,
        month=f"{case.paid_on:%Y-%m}",
    )


def _years_before(day: dt.date, years: int) -> dt.date:
    """The same day some years ago; of a leap day the day before."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
