"""Invented households: roster, address, telephone, card and house, the same for the same number.

Identity numbers have valid check digits and the sex their sequence says (N39); telephones and
bank cards come from ranges that nobody has.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random

from stdnum import luhn
from stdnum.cn import ric

from webapp.demo.names import FEMALE, MALE, NATIONS, given_name, surname

# Where people of the county were first registered; most of them at home.
ID_PREFIXES = ("150783",) * 8 + ("152100", "150721", "150723", "230221", "230225")
# No operator gives out 120; no bank issues 62 9999.
TELEPHONE_RANGE = "1200000"
CARD_BIN = "629999"
BANKS = ("扎兰屯市农村信用合作联社", "中国邮政储蓄银行扎兰屯市支行", "中国农业银行扎兰屯市支行")
THIS_YEAR = 2019
STRUCTURES = ("土木结构", "土木结构", "砖木结构", "石木结构", "木结构")


@dataclass(frozen=True)
class Member:
    """One person of the roster; ``relation`` is to the head, who is 户主."""

    name: str
    sex: str
    nation: str
    born_on: dt.date
    id_number: str
    relation: str

    @property
    def is_head(self) -> bool:
        """Whether this is the head of the household."""
        return self.relation == "户主"


@dataclass(frozen=True)
class Dwelling:
    """The old house; ``area_m2`` is its floor area."""

    structure: str
    built_year: int
    area_m2: int
    rooms: int


@dataclass(frozen=True)
class Family:
    """A household as its papers show it."""

    members: tuple[Member, ...]
    village_code: str
    group_name: str
    address: str
    telephone: str
    card_number: str
    card_bank: str
    dwelling: Dwelling

    @property
    def head(self) -> Member:
        """The head of the household."""
        return self.members[0]


def make_family(number: int, village_code: str, village_name: str, *, size: int) -> Family:
    """Household ``number`` of the demo, of ``size`` persons, living in a village."""
    rng = Random(number * 7919 + 17)
    nation = rng.choice(NATIONS)
    group = rng.randint(1, 6)
    return Family(
        members=tuple(_roster(rng, nation, size)),
        village_code=village_code,
        group_name=f"{'一二三四五六'[group - 1]}组",
        # No two of a few hundred households live in one house.
        address=f"{village_name}{'一二三四五六'[group - 1]}组{number % 600 + 1}号",
        telephone=f"{TELEPHONE_RANGE}{number % 10000:04d}",
        card_number=card_number(number),
        card_bank=rng.choice(BANKS),
        dwelling=Dwelling(
            structure=rng.choice(STRUCTURES),
            built_year=rng.randint(1968, 1996),
            area_m2=rng.randint(38, 72),
            rooms=rng.choice((1, 2, 2, 2, 3)),
        ),
    )


def identity_number(rng: Random, born_on: dt.date, sex: str) -> str:
    """A number that passes every check and was drawn by lot."""
    sequence = rng.randrange(500, 998, 2) + (sex == MALE)
    body = f"{rng.choice(ID_PREFIXES)}{born_on:%Y%m%d}{sequence:03d}"
    return body + str(ric.calc_check_digit(body + "0"))


def card_number(number: int) -> str:
    """A 19-digit card of the invented issuer, its last digit by Luhn."""
    body = f"{CARD_BIN}{number * 104729 % 10**12:012d}"
    return body + str(luhn.calc_check_digit(body))


def _roster(rng: Random, nation: str, size: int) -> list[Member]:
    sex = rng.choice((MALE, MALE, FEMALE))
    # Alone or in pairs live mostly old people; who has grandchildren at home is old enough.
    age = rng.randint(*((58, 81) if size <= 2 else (38, 52) if size <= 4 else (55, 64)))
    year = THIS_YEAR - age
    clan = surname(rng, nation)
    members = [_kin(rng, [], clan, nation, sex, year, "户主")]
    if size >= 2:
        members.append(_spouse(rng, nation, FEMALE if sex == MALE else MALE, year))
    if size >= 5:
        members.append(_kin(rng, members, clan, nation, MALE, year - rng.randint(20, 24), "父亲"))
    child_year = year + rng.randint(21, 25)
    children = 0
    while len(members) < size and children < 2:
        child_sex = rng.choice((MALE, FEMALE))
        relation = "儿子" if child_sex == MALE else "女儿"
        members.append(_kin(rng, members, clan, nation, child_sex, child_year, relation))
        child_year, children = child_year + rng.randint(1, 4), children + 1
    while len(members) < size:
        child_sex = rng.choice((MALE, FEMALE))
        relation = "孙子" if child_sex == MALE else "孙女"
        members.append(
            _kin(rng, members, clan, nation, child_sex, rng.randint(2008, 2017), relation)
        )
    return members


def _spouse(rng: Random, nation: str, sex: str, head_year: int) -> Member:
    own_nation = rng.choice((nation, rng.choice(NATIONS)))
    year = head_year + rng.randint(-3, 4)
    return _kin(rng, [], surname(rng, own_nation), own_nation, sex, year, "配偶")


def _kin(
    rng: Random, others: list[Member], clan: str, nation: str, sex: str, year: int, relation: str
) -> Member:
    taken = {each.name for each in others}
    name = clan + given_name(rng, nation, sex, year)
    while name in taken:
        name = clan + given_name(rng, nation, sex, year)
    born_on = dt.date(year, rng.randint(1, 12), rng.randint(1, 28))
    return Member(name, sex, nation, born_on, identity_number(rng, born_on, sex), relation)
