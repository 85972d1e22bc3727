"""The household of a case: its roster and its house, as declared and as corrected (R86, F01)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, or_, select

from models.application import Application
from models.household import House, Household, Person
from workflows import identity_number, personal_names
from workflows.personal_data import digest, mask_telephone
from workflows.steps import Step

HEAD = "户主"
NO_LONGER_NAMED = "补正时不再列入"


@dataclass(frozen=True)
class Member:
    """One person as declared; ``id_number`` is a good number in its stored form."""

    name: str
    id_number: str
    relation: str
    nation: str


@dataclass(frozen=True)
class Dwelling:
    """The house as declared."""

    structure: str
    built_year: int
    area_m2: Decimal
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
    rows = step.session.execute(
        select(Person, House)
        .outerjoin(House, House.household_id == Person.household_id)
        .where(Person.household_id == household.id, Person.left_on.is_(None))
        .order_by(Person.id)
    ).all()
    return Known(household, tuple(row[0] for row in rows), rows[0][1] if rows else None)


def persons_elsewhere(step: Step, id_numbers: Collection[str]) -> dict[str, bool]:
    """Which of ``id_numbers`` another case has: number -> whether that case is paid already (F01).

    A case counts while it is open, whatever its programme or year, and for ever once paid.
    """
    by_digest = {digest(step.runtime.digest_key, number): number for number in id_numbers}
    if not by_digest:
        return {}
    rows = step.session.execute(
        select(Person.id_number_digest, Application.paid_on)
        .join(Application, Application.household_id == Person.household_id)
        .where(
            Person.id_number_digest.in_(by_digest),
            Person.left_on.is_(None),
            Application.id != step.application.id,
            or_(Application.state == "open", Application.paid_on.is_not(None)),
        )
    ).all()
    found: dict[str, bool] = {}
    for id_digest, paid_on in rows:
        number = by_digest[id_digest]
        found[number] = found.get(number, False) or paid_on is not None
    return found


def save_household(
    step: Step,
    known: Known,
    place: Place,
    members: Sequence[Member],
    dwelling: Dwelling | None,
    left_on: dt.date,
) -> Household:
    """Write the declared household; persons no longer named stay, marked as gone on ``left_on``."""
    household = known.household
    if household is None:
        return _add_household(step, place, members, dwelling)
    changes = _place_changes(household, place)
    household.group_name = place.group_name
    household.address, household.telephone = place.address, place.telephone
    joined, left = _change_roster(step, known, members, left_on)
    changes |= _change_house(step, known, dwelling)
    if changes or joined or left:
        step.note(
            "household_mended",
            {"changes": changes, "joined": joined, "left": left},
            by_machine=False,
        )
    return household


def _add_household(
    step: Step, place: Place, members: Sequence[Member], dwelling: Dwelling | None
) -> Household:
    """A household seen for the first time; its persons are one statement however many they are."""
    session = step.session
    household = Household(village_code=step.application.village_code, **vars(place))
    session.add(household)
    session.flush()
    rows = [{**_columns(step, each), "household_id": household.id} for each in members]
    session.execute(insert(Person), rows)
    if dwelling is not None:
        session.add(House(household_id=household.id, **vars(dwelling)))
    return household


def _change_roster(
    step: Step, known: Known, members: Sequence[Member], left_on: dt.date
) -> tuple[list[str], list[str]]:
    """Update who stays; the names of those who joined and of those who left."""
    assert known.household is not None
    remaining = list(known.persons)
    joined = []
    for member in members:
        person = _same_person(remaining, member)
        if person is None:
            joined.append(member.name)
            step.session.add(Person(**_columns(step, member), household_id=known.household.id))
        else:
            remaining.remove(person)
            for name, value in _columns(step, member).items():
                setattr(person, name, value)
    for person in remaining:
        person.left_on, person.left_reason = left_on, NO_LONGER_NAMED
    return joined, [person.name for person in remaining]


def _same_person(persons: Sequence[Person], member: Member) -> Person | None:
    """Somebody with the same number; else of the same name, whose number was mistyped."""
    for person in persons:
        if person.id_number == member.id_number:
            return person
    wanted = personal_names.compared(member.name)
    return next((p for p in persons if personal_names.compared(p.name) == wanted), None)


def _columns(step: Step, member: Member) -> dict[str, Any]:
    number = member.id_number
    return {
        "name": member.name,
        "pinyin_initials": personal_names.initials(member.name),
        "id_number": number,
        "id_number_digest": digest(step.runtime.digest_key, number),
        "sex": sex(number),
        "born_on": identity_number.birth_date(number),
        "nation": member.nation,
        "relation": member.relation,
        "is_head": member.relation == HEAD,
    }


def sex(id_number: str) -> str:
    """男 or 女, from the 17th digit (N39)."""
    return "男" if int(id_number[16]) % 2 else "女"


def age(id_number: str, on: dt.date) -> int:
    """Full years on the day ``on``."""
    born = identity_number.birth_date(id_number)
    assert born is not None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


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
    return f"{house.structure}{house.area_m2}㎡"


__all__ = [
    "HEAD",
    "Dwelling",
    "Known",
    "Member",
    "Place",
    "age",
    "known_household",
    "persons_elsewhere",
    "save_household",
    "sex",
]
