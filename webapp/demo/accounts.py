"""Accounts of the demo: somebody for every role, with one password that the log-in page shows.

The password is hashed once and the hash is shared: here everybody may know it, so that a hash of
one's own for each would only cost time.  Outside the demo nothing does so.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from pypinyin import lazy_pinyin
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account, Grant
from models.organisation import Organisation
from models.role import Role
from webapp.config import PasswordCost
from webapp.demo.county import COUNTY_CODE, HOME_TOWNSHIP, TOWNSHIPS, villages
from webapp.demo.names import FEMALE, HAN, MALE, NATIONS, full_name
from webapp.login.passwords import hasher_of
from workflows import clock

DEMO_PASSWORD = "anju-demo-2019"
BORN_YEAR = 1982
SUPERVISED_BY_ONE = 4


@dataclass(frozen=True)
class Post:
    """One person to be: ``areas`` are region codes; ``agency`` is the name of an organisation."""

    role: Role
    areas: tuple[str, ...]
    agency: str = ""


COUNTY_POSTS = (
    (Role.POVERTY_ALLEVIATION_OFFICE, 1),
    (Role.CIVIL_AFFAIRS_BUREAU, 1),
    (Role.DISABLED_PERSONS_FEDERATION, 1),
    (Role.OFFICE_HANDLER, 2),
    (Role.OFFICE_APPROVER, 1),
    (Role.FINANCE_OFFICER, 2),
    (Role.AUDITOR, 1),
    (Role.ADMINISTRATOR, 1),
)


def posts(agencies: tuple[str, ...]) -> list[Post]:
    """Everybody the demo needs: clerk and head for each village, officers, the county's desks."""
    made = [
        Post(role, (village,))
        for village in villages()
        for role in (Role.VILLAGE_CLERK, Role.VILLAGE_HEAD)
    ]
    for township in TOWNSHIPS:
        at_home = township == HOME_TOWNSHIP
        officers = 2 if at_home else 1
        made += [Post(Role.TOWNSHIP_OFFICER, (township,))] * officers
        made.append(Post(Role.TOWNSHIP_LEADER, (township,)))
    codes = tuple(TOWNSHIPS)
    made += [
        Post(Role.SITE_SUPERVISOR, codes[start : start + SUPERVISED_BY_ONE])
        for start in range(0, len(codes), SUPERVISED_BY_ONE)
    ]
    for role, count in COUNTY_POSTS:
        made += [Post(role, (COUNTY_CODE,))] * count
    made += [Post(Role.ASSESSOR, (COUNTY_CODE,), agency=agency) for agency in agencies]
    return made


def seed_accounts(session: Session) -> None:
    """Write everybody; agencies and regions must be there."""
    agencies = {
        each.name: each.id
        for each in session.scalars(select(Organisation).order_by(Organisation.id))
    }
    password_hash = hasher_of(PasswordCost()).hash(DEMO_PASSWORD)
    wanted = posts(tuple(agencies))
    accounts = [
        Account(
            username=username,
            display_name=name,
            password_hash=password_hash,
            is_demo=True,
            created_at=clock.now(),
        )
        for username, name in _people(len(wanted))
    ]
    session.add_all(accounts)
    session.flush()
    session.add_all(
        Grant(
            account_id=account.id,
            role=post.role,
            area_code=area,
            organisation_id=agencies.get(post.agency),
        )
        for account, post in zip(accounts, wanted, strict=True)
        for area in post.areas
    )
    session.flush()


def _people(count: int) -> list[tuple[str, str]]:
    """User names in pinyin with the names they stand for, no two alike."""
    rng = Random(20190604)
    people: dict[str, str] = {}
    while len(people) < count:
        # The county's own people: mostly Han, some of each other nation.
        nation = rng.choice((HAN, *NATIONS))
        name = full_name(rng, nation, rng.choice((MALE, FEMALE)), BORN_YEAR)
        username = "".join(lazy_pinyin(name.replace("·", "")))
        if "·" not in name and name[0] not in name[1:] and username not in people:
            people[username] = name
    return list(people.items())
