"""Invented people: numbers that pass every check, names of every nation, nobody twice."""

from __future__ import annotations

import datetime as dt

import pytest
from stdnum import luhn

from forms.fields.roster import RELATIONS
from models.household import STRUCTURES
from webapp.demo.names import DAUR, EVENKI, HAN, MALE, MONGOLIAN, OROQEN
from webapp.demo.people import CARD_BIN, TELEPHONE_RANGE, Family, make_family
from workflows import identity_number, personal_names

FAMILIES = [
    make_family(number, "150783100201", "松岭村", size=number % 6 + 1) for number in range(1, 301)
]
MEMBERS = [member for family in FAMILIES for member in family.members]
NEW_YEAR = dt.date(2019, 1, 1)


def ages(family: Family, *relations: str) -> list[int]:
    return [2019 - each.born_on.year for each in family.members if each.relation in relations]


def test_identity_numbers_pass_every_check() -> None:
    assert [each for each in MEMBERS if identity_number.fault(each.id_number)] == []


def test_identity_numbers_tell_the_birthday_and_the_sex() -> None:
    for each in MEMBERS:
        assert identity_number.birth_date(each.id_number) == each.born_on
        assert (int(each.id_number[16]) % 2 == 1) is (each.sex == MALE)


def test_nobody_has_the_number_of_another() -> None:
    assert len({each.id_number for each in MEMBERS}) == len(MEMBERS)


def test_names_are_accepted_as_names_of_persons() -> None:
    assert [each.name for each in MEMBERS if personal_names.fault(each.name)] == []


def test_nobody_shares_a_name_within_a_family() -> None:
    for family in FAMILIES:
        kin = [each.name for each in family.members if each.relation != "配偶"]
        assert len(set(kin)) == len(kin)


def test_every_nation_of_the_county_is_there_and_some_keep_the_interpunct() -> None:
    assert {each.nation for each in MEMBERS} == {HAN, MONGOLIAN, DAUR, EVENKI, OROQEN}
    assert any("·" in each.name for each in MEMBERS)


def test_families_have_the_size_asked_and_one_grown_up_head() -> None:
    for number, family in enumerate(FAMILIES, start=1):
        assert len(family.members) == number % 6 + 1
        assert [each.is_head for each in family.members].count(True) == 1
        assert ages(family, "户主")[0] >= 30


def test_children_are_younger_and_parents_older_than_the_head() -> None:
    for family in FAMILIES:
        (head,) = ages(family, "户主")
        assert all(head - age >= 18 for age in ages(family, "儿子", "女儿"))
        assert all(age - head >= 18 for age in ages(family, "父亲"))
        assert all(head - age >= 36 for age in ages(family, "孙子", "孙女"))


def test_relations_and_structures_are_those_of_the_form() -> None:
    assert {each.relation for each in MEMBERS} <= set(RELATIONS)
    assert {family.dwelling.structure for family in FAMILIES} <= set(STRUCTURES)


def test_cards_and_telephones_come_from_ranges_nobody_has() -> None:
    cards = [family.card_number for family in FAMILIES]

    assert all(card.startswith(CARD_BIN) and luhn.is_valid(card) for card in cards)
    assert len(set(cards)) == len(cards)
    assert all(family.telephone.startswith(TELEPHONE_RANGE) for family in FAMILIES)


@pytest.mark.parametrize("number", [1, 77])
def test_the_same_number_makes_the_same_family(number: int) -> None:
    again = make_family(number, "150783100201", "松岭村", size=number % 6 + 1)

    assert again == FAMILIES[number - 1]
