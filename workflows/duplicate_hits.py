"""Who and what of a household is met elsewhere: other cases of any year, and the old ledgers.

A case counts until it ends, and for ever once paid; what somebody is allowed to read plays no part.
One statement asks everything; every part of it is served by an index.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, cast, literal, null, or_, select
from sqlalchemy.orm import Session

from models.application import Application
from models.house_point import HousePoint
from models.household import Household, Person
from models.old_ledger import OldLedgerHousehold
from workflows.checks.place import EARTH_RADIUS_M, distance_m
from workflows.personal_names import INTERPUNCTS, compared

Question = Select[*tuple[Any, ...]]

PERSON, LIKE_PERSON = "person", "like_person"
FAMILY, MOVED_IN = "family", "moved_in"
HOUSE, HOUSE_CODE, TELEPHONE = "house", "house_code", "telephone"
# Until it ends, and for ever once paid.
COUNTS = or_(Application.state != "ended", Application.paid_on.is_not(None))
# More than a person would look through; what is not shown is not cleared either.
MOST_HITS = 60


@dataclass(frozen=True, order=True)
class Hit:
    """One thing that was met: in a case, or in a row of an old ledger.

    ``pair`` names the other household for good, whatever case it has.
    """

    kind: str
    village_code: str
    application_id: int | None
    household_id: int | None
    ledger_row_id: int | None

    @property
    def pair(self) -> str:
        """``household:7`` or ``ledger:12``."""
        if self.household_id is not None:
            return f"household:{self.household_id}"
        return f"ledger:{self.ledger_row_id}"


def members_of(session: Session, household_id: int) -> Sequence[Person]:
    """Who belongs to the household now."""
    return session.scalars(
        select(Person)
        .where(Person.household_id == household_id, Person.left_on.is_(None))
        .order_by(Person.id)
    ).all()


def find_hits(
    session: Session,
    household: Household,
    members: Sequence[Person],
    moved_since: dt.date,
    house_code: str | None = None,
) -> list[Hit]:
    """Everything that is met, each once, in a fixed order; ``members`` has at least the head.

    Who left another household on ``moved_since`` or later has moved in shortly before.
    """
    first, *others = [
        *_persons(household, members, moved_since),
        *_places(household),
        *_in_ledgers(household, members),
        *(_houses(household, house_code) if house_code else ()),
    ]
    rows = session.execute(first.union(*others).limit(MOST_HITS))
    return sorted(
        (Hit(*row) for row in rows),
        key=lambda hit: (hit.kind, hit.application_id or 0, hit.ledger_row_id or 0),
    )


def houses_within(
    session: Session, application: Application, household: Household, metres: float
) -> list[Hit]:
    """Cases whose house stands within ``metres`` of this one's, where both places are known (F03).

    A box of degrees for the index first; what lies in its corners is too far.
    """
    point = session.get(HousePoint, application.id)
    if point is None:
        return []
    height = math.degrees(metres / EARTH_RADIUS_M)
    width = height / max(math.cos(math.radians(point.latitude)), 0.01)
    rows = session.execute(
        _cases(HOUSE)
        .join(HousePoint, HousePoint.application_id == Application.id)
        .add_columns(HousePoint.latitude, HousePoint.longitude)
        .where(
            HousePoint.latitude.between(point.latitude - height, point.latitude + height),
            HousePoint.longitude.between(point.longitude - width, point.longitude + width),
            Application.household_id != household.id,
            COUNTS,
        )
        .limit(MOST_HITS)
    )
    here = (point.latitude, point.longitude)
    return [Hit(*row[:-2]) for row in rows if distance_m(here, row[-2:]) <= metres]


def _persons(
    household: Household, members: Sequence[Person], moved_since: dt.date
) -> Iterable[Question]:
    digests = [each.id_number_digest for each in members]
    is_one_of_ours = Person.id_number_digest.in_(digests)
    yield _of_persons(household, PERSON).where(COUNTS, is_one_of_ours, Person.left_on.is_(None))
    yield _of_persons(household, FAMILY).where(COUNTS, is_one_of_ours, Person.left_on.is_not(None))
    yield _of_persons(household, MOVED_IN).where(is_one_of_ours, Person.left_on >= moved_since)
    yield _of_persons(household, LIKE_PERSON).where(
        COUNTS,
        Person.left_on.is_(None),
        Person.id_number_digest.not_in(digests),
        Application.village_code == household.village_code,
        or_(*(_has_name_and_birth(each) for each in members)),
    )


def _places(household: Household) -> Iterable[Question]:
    if household.place:
        yield _of_households(household, HOUSE).where(
            Household.village_code == household.village_code, Household.place == household.place
        )
    if household.telephone_digest:
        yield _of_households(household, TELEPHONE).where(
            Household.telephone_digest == household.telephone_digest
        )


def _houses(household: Household, house_code: str) -> Iterable[Question]:
    """The same house by its number, in a case or in an old ledger."""
    row = OldLedgerHousehold
    yield _cases(HOUSE_CODE).where(
        Application.house_code == house_code, Application.household_id != household.id, COUNTS
    )
    yield _ledger_rows(HOUSE_CODE).where(row.house_code == house_code)


def _in_ledgers(household: Household, members: Sequence[Person]) -> Iterable[Question]:
    row, digests = OldLedgerHousehold, [each.id_number_digest for each in members]
    yield _ledger_rows(PERSON).where(row.id_number_digest.in_(digests))
    yield _ledger_rows(LIKE_PERSON).where(
        row.village_code == household.village_code,
        # Who has another number may have mistyped it; who has none may be anybody of that name.
        or_(row.id_number_digest.is_(None), row.id_number_digest.not_in(digests)),
        or_(
            *(
                and_(
                    row.compared_name == compared(each.name),
                    or_(row.born_on.is_(None), row.born_on == each.born_on),
                )
                for each in members
            )
        ),
    )
    if household.place:
        yield _ledger_rows(HOUSE).where(
            row.village_code == household.village_code, row.place == household.place
        )


def _of_persons(household: Household, kind: str) -> Question:
    """Cases of other households with such persons."""
    return (
        _cases(kind)
        .join(Person, Person.household_id == Application.household_id)
        .where(Person.household_id != household.id)
    )


def _of_households(household: Household, kind: str) -> Question:
    """Such other households with a case that counts."""
    return (
        _cases(kind)
        .join(Household, Household.id == Application.household_id)
        .where(Household.id != household.id, COUNTS)
    )


def _cases(kind: str) -> Question:
    return select(
        literal(kind),
        Application.village_code,
        Application.id,
        Application.household_id,
        cast(null(), Integer),
    ).select_from(Application)


def _ledger_rows(kind: str) -> Question:
    row = OldLedgerHousehold
    none = cast(null(), Integer)
    return select(literal(kind), row.village_code, none, none, row.id)


def _has_name_and_birth(person: Person) -> ColumnElement[bool]:
    return and_(Person.name.in_(_spellings(person.name)), Person.born_on == person.born_on)


def _spellings(name: str) -> list[str]:
    """The name with whatever interpunct somebody may have typed."""
    parts = compared(name).split("·")
    if len(parts) == 1:
        return parts
    return ["".join(spelt) for spelt in product(*_between(parts))]


def _between(parts: Sequence[str]) -> list[Sequence[str]]:
    between: list[Sequence[str]] = [[parts[0]]]
    for part in parts[1:]:
        between += [INTERPUNCTS, [part]]
    return between
