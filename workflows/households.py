"""The household of a case: its place, roster and house, as declared and as corrected (R86)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, insert, select

from models.household import House, Household, Person
from workflows import places
from workflows.checks.duplicates import ask_again
from workflows.personal_data import mask_telephone, telephone_digest
from workflows.rosters import Departure, Member, RosterChanges, change_roster, person_columns
from workflows.steps import Step


@dataclass(frozen=True)
class Dwelling:
    """The house as declared."""

    structure: str
    built_year: int | None
    area_m2: Decimal | None
    rooms: int
    storeys: int


@dataclass(frozen=True)
class Place:
    """Where the household lives and how it is reached."""

    group_name: str
    address: str
    telephone: str


@dataclass(frozen=True)
class Known:
    """What the tables hold of a household: the persons still in it, and its house."""

    household: Household | None = None
    persons: tuple[Person, ...] = ()
    house: House | None = None


def known_household(step: Step) -> Known:
    """The household of the case as it stands, read in one statement."""
    household = step.application.household
    if household is None:
        return Known()
    is_in_it = and_(Person.household_id == Household.id, Person.left_on.is_(None))
    rows = step.session.execute(
        select(Person, House)
        .select_from(Household)
        .outerjoin(Person, is_in_it)
        .outerjoin(House, House.household_id == Household.id)
        .where(Household.id == household.id)
        .order_by(Person.id)
    ).all()
    return Known(household, tuple(row[0] for row in rows if row[0]), rows[0][1])


def save_household(
    step: Step,
    known: Known,
    place: Place,
    members: Sequence[Member],
    dwelling: Dwelling | None,
    happened_on: dt.date,
    departures: Mapping[str, Departure],
) -> Household:
    """Write the declared household; persons no longer named stay, marked as gone."""
    household = known.household
    if household is None:
        return _add_household(step, place, members, dwelling)
    changes = _place_changes(household, place)
    household.group_name = place.group_name
    household.address = place.address
    household.place = places.compared(place.group_name, place.address)
    keep_telephone(step, household, place.telephone)
    roster = change_roster(step, household.id, known.persons, members, happened_on, departures)
    changes |= _change_house(step, known, dwelling)
    note_mended(step, changes, roster)
    return household


def note_mended(step: Step, changes: dict[str, Any], roster: RosterChanges) -> None:
    """Put on the record what of the household was mended, if anything."""
    if changes or roster.told:
        ask_again(step.application)
        step.note("household_mended", {"changes": changes, **roster.told}, by_machine=False)


def _add_household(
    step: Step, place: Place, members: Sequence[Member], dwelling: Dwelling | None
) -> Household:
    """A household seen for the first time; its persons are one statement however many they are."""
    session = step.session
    household = Household(
        village_code=step.application.village_code,
        group_name=place.group_name,
        address=place.address,
        place=places.compared(place.group_name, place.address),
    )
    keep_telephone(step, household, place.telephone)
    session.add(household)
    session.flush()
    rows = [{**person_columns(step, each), "household_id": household.id} for each in members]
    session.execute(insert(Person), rows)
    if dwelling is not None:
        session.add(House(household_id=household.id, **vars(dwelling)))
    return household


def keep_telephone(step: Step, household: Household, number: str) -> None:
    """The household's telephone from now on, found again by its digest."""
    household.telephone = number
    household.telephone_digest = telephone_digest(step.runtime.digest_key, number)


def _place_changes(household: Household, place: Place) -> dict[str, list[str]]:
    changes = {}
    for name in ("group_name", "address"):
        before, after = getattr(household, name), getattr(place, name)
        if before != after:
            changes[name] = [before, after]
    if household.telephone != place.telephone:
        changes["phone"] = [mask_telephone(household.telephone), mask_telephone(place.telephone)]
    return changes


def _change_house(step: Step, known: Known, dwelling: Dwelling | None) -> dict[str, list[str]]:
    """Make the house what was declared; what changed, before and after."""
    assert known.household is not None
    house = known.house
    if house is None or dwelling is None:
        if house is not None:
            step.session.delete(house)
        if dwelling is not None:
            step.session.add(House(household_id=known.household.id, **vars(dwelling)))
        return {"house": [_told(house), _told(dwelling)]} if house or dwelling else {}
    changes = {}
    for name, after in vars(dwelling).items():
        before = getattr(house, name)
        if before != after:
            changes[name] = [str(before), str(after)]
            setattr(house, name, after)
    return changes


def _told(house: House | Dwelling | None) -> str:
    if house is None:
        return "无房"
    return house.structure if house.area_m2 is None else f"{house.structure}{house.area_m2}㎡"
