"""The roster of a household (R86): who is in it, and what a correction of it changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.household import Person
from workflows import identity_number, personal_names
from workflows.personal_data import digest, mask_id_number
from workflows.steps import Step

HEAD = "户主"
NO_LONGER_NAMED = "补正时不再列入"
OF_MEN = frozenset({"儿子", "女婿", "父亲", "公公", "岳父", "祖父", "孙子", "外孙", "兄弟", "侄子"})
OF_WOMEN = frozenset(
    {"女儿", "儿媳", "母亲", "婆婆", "岳母", "祖母", "孙女", "外孙女", "姐妹", "侄女"}
)
# Columns of which the record tells both values in clear.
TOLD = ("name", "relation", "nation")


@dataclass(frozen=True, order=True)
class Member:
    """One person as declared; ``id_number`` is a good number in its stored form."""

    name: str
    id_number: str
    relation: str
    nation: str


@dataclass(frozen=True)
class Departure:
    """When and why somebody left the household, as its papers say."""

    on: dt.date
    reason: str


NOBODY_LEFT: Mapping[str, Departure] = {}


@dataclass
class RosterChanges:
    """What a correction changed: names of who joined and left, and who stays otherwise than before.

    Who left stands with day and reason where they were told.

    ``persons`` holds for each of those ``name``, ``changes`` (column -> [before, after], ``number``
    masked) and ``number_changed``: two numbers may look the same behind their masks.
    """

    joined: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    persons: list[dict[str, Any]] = field(default_factory=list)

    @property
    def told(self) -> dict[str, Any]:
        """The part of the record that tells them; empty when nothing changed."""
        return {name: value for name, value in vars(self).items() if value}


def members_of(persons: Sequence[Person]) -> list[Member]:
    """The persons as somebody would declare them."""
    return [Member(each.name, each.id_number, each.relation, each.nation) for each in persons]


def person_columns(step: Step, member: Member) -> dict[str, Any]:
    """Column values of a person, with what number and name tell (N39)."""
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


def change_roster(
    step: Step,
    household_id: int,
    persons: Sequence[Person],
    members: Sequence[Member],
    happened_on: dt.date,
    departures: Mapping[str, Departure] = NOBODY_LEFT,
) -> RosterChanges:
    """Make ``persons`` of the household what ``members`` say, as of ``happened_on``.

    Persons no longer named stay, marked as gone: by ``departures`` (identity number -> when and
    why) where somebody said it, else on the day of the act.
    """
    changes = RosterChanges()
    same = _paired(persons, members)
    for member in members:
        columns = person_columns(step, member)
        person = same.get(member)
        if person is None:
            changes.joined.append(member.name)
            columns |= {"household_id": household_id, "joined_on": happened_on}
            step.session.add(Person(**columns))
            continue
        if told := _told(person, member):
            changes.persons.append(told)
        for name, value in columns.items():
            setattr(person, name, value)
    stay = {person.id for person in same.values()}
    for person in persons:
        if person.id not in stay:
            told_left = departures.get(person.id_number)
            gone = told_left or Departure(happened_on, NO_LONGER_NAMED)
            person.left_on, person.left_reason = gone.on, gone.reason
            why = f"({gone.on:%Y-%m-%d} {gone.reason})" if told_left else ""
            changes.left.append(f"{person.name}{why}")
    return changes


def _paired(persons: Sequence[Person], members: Sequence[Member]) -> dict[Member, Person]:
    """Who is who: first by the number, then by the name, where the number was mistyped."""
    remaining = list(persons)
    pairs: dict[Member, Person] = {}
    for is_same in (_has_number_of, _has_name_of):
        for member in members:
            if member in pairs:
                continue
            person = next((each for each in remaining if is_same(each, member)), None)
            if person is not None:
                pairs[member] = person
                remaining.remove(person)
    return pairs


def _has_number_of(person: Person, member: Member) -> bool:
    return person.id_number == member.id_number


def _has_name_of(person: Person, member: Member) -> bool:
    return personal_names.compared(person.name) == personal_names.compared(member.name)


def _told(person: Person, member: Member) -> dict[str, Any]:
    """What the record says of a person who stays; empty when nothing changed."""
    changes: dict[str, list[str]] = {}
    for name in TOLD:
        before, after = getattr(person, name), getattr(member, name)
        if before != after:
            changes[name] = [before, after]
    has_new_number = person.id_number != member.id_number
    if has_new_number:
        changes["number"] = [mask_id_number(person.id_number), mask_id_number(member.id_number)]
    if not changes:
        return {}
    return {"name": member.name, "changes": changes, "number_changed": has_new_number}


def sex(id_number: str) -> str:
    """男 or 女, from the 17th digit (N39)."""
    return "男" if int(id_number[16]) % 2 else "女"


def contradicts_sex(relation: str, id_number: str) -> bool:
    """Whether a relation and the number tell of different sexes: a 女儿 whose number is a man's."""
    told = "男" if relation in OF_MEN else "女" if relation in OF_WOMEN else ""
    return bool(told) and told != sex(id_number)
