"""Which households have somebody in office among them (F13, F14).

Whoever has noted an own identity number at an account of this system counts like one of the list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from models.account import Account
from models.household import Person
from models.official import Official
from workflows.personal_names import compared


@dataclass(frozen=True)
class OfficialHit:
    """One member in office: ``pair`` names the entry for good, ``words`` tell who it is."""

    pair: str
    words: str
    village_code: str
    household_id: None = None


def officials_among(
    session: Session, village_code: str, members: Sequence[Person], since: dt.date
) -> list[OfficialHit]:
    """Who of ``members`` is, or was on ``since`` or later, in office; in a fixed order."""
    digests = [each.id_number_digest for each in members]
    names = [compared(each.name) for each in members]
    same_name = and_(
        Official.id_number_digest.is_(None),
        Official.village_code == village_code,
        Official.compared_name.in_(names),
    )
    listed = session.scalars(
        select(Official)
        .where(_counts(since), or_(Official.id_number_digest.in_(digests), same_name))
        .order_by(Official.id)
    )
    hits = [_hit(each, village_code) for each in listed]
    staff = session.execute(
        select(Account.id, Account.display_name)
        .where(Account.id_number_digest.in_(digests), Account.is_active.is_(True))
        .order_by(Account.id)
    )
    return hits + [
        OfficialHit(f"account:{number}", f"{name}是本系统的工作人员。", village_code)
        for number, name in staff
    ]


def has_official(session: Session, households: Collection[int], since: dt.date) -> bool:
    """Whether somebody in office, known by number, lives in one of ``households``."""
    if not households:
        return False
    lives_there = and_(Person.household_id.in_(households), Person.left_on.is_(None))
    found = (
        select(Official.id)
        .join(Person, Person.id_number_digest == Official.id_number_digest)
        .where(lives_there, _counts(since))
        .limit(1)
    )
    return session.scalar(found) is not None


def has_list(session: Session, county_code: str) -> bool:
    """Whether the county has listed anybody at all: without a list nothing can be told."""
    listed = select(Official.id).where(Official.county_code == county_code[:6]).limit(1)
    return session.scalar(listed) is not None


def _counts(since: dt.date) -> ColumnElement[bool]:
    return or_(Official.left_on.is_(None), Official.left_on >= since)


def _hit(official: Official, village_code: str) -> OfficialHit:
    how = "" if official.id_number_digest else "同村同名,名单上没有身份证号,"
    former = f"(任到 {official.left_on:%Y-%m-%d})" if official.left_on else ""
    words = f"{how}名单上的{official.post}{official.name}{former}。"
    return OfficialHit(f"official:{official.id}", words, village_code)
