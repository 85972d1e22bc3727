"""The fixed cast of the tests: a small county, its people, and strangers from next door.

    county     150783  扎兰屯市                    foreign county 150782
    township   150783100 蘑菇气镇                  other township 150783102
    village    150783100201 惠风川村               neighbour 150783100202, far 150783102201

Everybody at home has the user name of their role (``township_officer``); the same role elsewhere
is ``township_officer_foreign``: next village, next township or next county.  ``assessor_foreign``
works in the same county for another agency.  Everybody has the same password.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from sqlalchemy import insert
from sqlalchemy.orm import Session

from models.account import Account, Grant
from models.database import Database
from models.organisation import Organisation
from models.region import Region
from models.role import LABELS, ROLE_LEVEL, Level, Role
from tests.keys import KEYRING
from workflows import clock
from workflows.actors import actor_of
from workflows.installation import seed_programme
from workflows.programmes import load_programmes
from workflows.rights import Actor

PASSWORD = "wind-over-the-grass"
# Far below what the server uses: the tests want the answer, not the cost.
CHEAP_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

COUNTY = "150783"
TOWNSHIP = "150783100"
OTHER_TOWNSHIP = "150783102"
VILLAGE = "150783100201"
NEIGHBOUR_VILLAGE = "150783100202"
FAR_VILLAGE = "150783102201"
FOREIGN_COUNTY = "150782"

REGIONS = (
    (COUNTY, "扎兰屯市"),
    (TOWNSHIP, "蘑菇气镇"),
    (OTHER_TOWNSHIP, "卧牛河镇"),
    (VILLAGE, "惠风川村"),
    (NEIGHBOUR_VILLAGE, "爱里村"),
    (FAR_VILLAGE, "民主村"),
    (FOREIGN_COUNTY, "邻市"),
)
HOME = {Level.VILLAGE: VILLAGE, Level.TOWNSHIP: TOWNSHIP, Level.COUNTY: COUNTY}
ABROAD = {
    Level.VILLAGE: NEIGHBOUR_VILLAGE,
    Level.TOWNSHIP: OTHER_TOWNSHIP,
    Level.COUNTY: FOREIGN_COUNTY,
}
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈"
ROLES = tuple(ROLE_LEVEL)
# Before everything that the tests do.
SETTLED = "2019-01-01"


@dataclass(frozen=True)
class Cast:
    """Numbers of what was made; user names and codes are constants of this module."""

    programmes: dict[str, int]
    accounts: dict[str, int]
    agency_id: int
    other_agency_id: int

    def account_id(self, role: Role, *, foreign: bool = False) -> int:
        """The account that holds ``role`` at home, or next door."""
        return self.accounts[username(role, foreign=foreign)]

    def actor(self, session: Session, role: Role, *, foreign: bool = False) -> Actor:
        """The same as the rules see it."""
        return actor_of(session, self.account_id(role, foreign=foreign))


@dataclass(frozen=True)
class County:
    """A database of a test's own with the cast in it."""

    url: str
    people: Cast

    def open(self) -> Database:
        """It, opened with the keys of the tests."""
        return Database(self.url, keyring=KEYRING)


def username(role: Role, *, foreign: bool = False) -> str:
    """The user name of the one who holds ``role``."""
    return f"{role.value}_foreign" if foreign else role.value


def settle_cast(url: str) -> Cast:
    """Write the cast, long before any test begins, and let go of the database."""
    before = clock.offset()
    clock.set_now(day(SETTLED))
    database = Database(url, keyring=KEYRING)
    with database.write() as session:
        made = build_cast(session)
        session.commit()
    database.dispose()
    clock.set_offset(before)
    return made


def build_cast(session: Session) -> Cast:
    """Write the cast into an empty database; the caller commits."""
    parents = {12: 9, 9: 6, 6: 0}
    regions = [
        {"code": code, "name": name, "parent_code": code[: parents[len(code)]] or None}
        for code, name in REGIONS
    ]
    session.execute(insert(Region), regions)
    agency = add_agency(session, "呼伦贝尔安泰房屋鉴定有限公司")
    other_agency = add_agency(session, "兴安房屋安全鉴定所")
    programmes = {each.plan: seed_programme(session, each).id for each in load_programmes()}
    accounts = {}
    for role in ROLES:
        for foreign in (False, True):
            name = username(role, foreign=foreign)
            shown = f"{SURNAMES[ROLES.index(role)]}{'外' if foreign else '小'}{LABELS[role][0]}"
            accounts[name] = _account(name, shown)
    session.add_all(accounts.values())
    # In one flush: every test that needs people pays for this.
    session.flush()
    numbers = {name: account.id for name, account in accounts.items()}
    grants = []
    for role in ROLES:
        for foreign, body in ((False, agency), (True, other_agency)):
            area = (ABROAD if foreign else HOME)[ROLE_LEVEL[role]]
            agency_id = None
            if role is Role.ASSESSOR:
                area, agency_id = COUNTY, body.id
            account_id = numbers[username(role, foreign=foreign)]
            grants.append(
                {
                    "account_id": account_id,
                    "role": role,
                    "area_code": area,
                    "organisation_id": agency_id,
                }
            )
    session.execute(insert(Grant), grants)
    return Cast(programmes, numbers, agency.id, other_agency.id)


def add_account(
    session: Session,
    name: str,
    display_name: str,
    *grants: tuple[Role, str],
    organisation_id: int | None = None,
) -> Account:
    """One more account with the cast's password and the given (role, area) grants."""
    account = _account(name, display_name)
    session.add(account)
    session.flush()
    session.add_all(
        Grant(account_id=account.id, role=role, area_code=area, organisation_id=organisation_id)
        for role, area in grants
    )
    session.flush()
    return account


def _account(name: str, display_name: str) -> Account:
    return Account(
        username=name,
        display_name=display_name,
        password_hash=password_hash(),
        created_at=clock.now(),
    )


def add_agency(session: Session, name: str) -> Organisation:
    """One more assessment agency of the county."""
    agency = Organisation(name=name, kind="assessment_agency", area_code=COUNTY)
    session.add(agency)
    session.flush()
    return agency


@cache
def password_hash() -> str:
    """The cast's password, hashed once for the whole run."""
    return CHEAP_HASHER.hash(PASSWORD)


def day(text: str) -> dt.datetime:
    """Ten in the morning in China on ``text`` (2019-06-04), for setting the clock."""
    return clock.start_of(dt.date.fromisoformat(text)) + dt.timedelta(hours=10)
