"""The households of the roster: by village, as many as a page or as a sheet shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from models.application import Application
from models.household import Household, Person
from models.programme import Programme
from webapp.cases.stages import state_of
from webapp.reports.cursor import Cursor
from webapp.reports.filters import Filters
from webapp.reports.households import by_village
from workflows.personal_data import mask_id_number
from workflows.rights import Actor

PAGE = 20
# A sheet of more rows helps nobody, and counting further would read a whole county.
MOST_ROWS = 10_000
STRETCH = 500


@dataclass(frozen=True)
class RosterRow:
    """One household with its places; the identity number is masked."""

    application: Application
    programme: Programme
    village: str
    township: str
    household: Household | None
    id_number: str

    @property
    def state(self) -> str:
        """Which stage it is in, or how it ended."""
        return state_of(self.application)


def page_of(
    session: Session, actor: Actor, filters: Filters, after: Cursor | None
) -> list[RosterRow]:
    """At most one row more than a page."""
    query = _query(filters.clauses(actor))
    if after is not None:
        query = query.where(after.following)
    return [_row(*line) for line in session.execute(query.limit(PAGE + 1))]


def all_of(session: Session, actor: Actor, filters: Filters) -> Iterator[RosterRow]:
    """Every row up to the most that a sheet may have, read in stretches."""
    query = _query(filters.clauses(actor)).limit(MOST_ROWS)
    for line in session.execute(query, execution_options={"yield_per": STRETCH}):
        yield _row(*line)


def number_of(session: Session, actor: Actor, filters: Filters) -> int:
    """How many rows there are; it stops one above the most that a sheet may have."""
    found = select(Application.id).where(*filters.clauses(actor)).limit(MOST_ROWS + 1)
    return session.scalar(select(func.count()).select_from(found.subquery())) or 0


def _query(clauses: list[ColumnElement[bool]]) -> Select[Any]:
    # As a value and not as a join: a household is one row, whoever is written down in it.
    head = (
        select(Person.id_number)
        .where(
            Person.household_id == Application.household_id,
            Person.is_head,
            Person.left_on.is_(None),
        )
        .order_by(Person.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return by_village(clauses, Household, head)


def _row(
    application: Application,
    programme: Programme,
    village: str,
    township: str,
    household: Household | None,
    id_number: str | None,
) -> RosterRow:
    masked = mask_id_number(id_number) if id_number else ""
    return RosterRow(application, programme, village, township, household, masked)
