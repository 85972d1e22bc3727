"""The demo county's accounts as the log-in page offers them: by level, then by place."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account, Grant
from models.region import Region
from models.role import LABELS, ROLE_LEVEL, Level, Role

LEVEL_NAMES = {Level.COUNTY: "市级", Level.TOWNSHIP: "乡镇", Level.VILLAGE: "村"}


@dataclass
class DemoAccount:
    """One button: who, and as what."""

    username: str
    name: str
    roles: list[str]


@dataclass
class Place:
    """The accounts of one county, township or village."""

    name: str
    accounts: list[DemoAccount] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many accounts there are."""
        return len(self.accounts)


@dataclass
class Group:
    """The places of one level."""

    name: str
    places: list[Place] = field(default_factory=list)


def demo_account_groups(session: Session) -> list[Group]:
    """Every demo account under the place of its first grant; county first."""
    rows = session.execute(
        select(Account.username, Account.display_name, Grant.role, Region.code, Region.name)
        .join(Grant, Grant.account_id == Account.id)
        .join(Region, Region.code == Grant.area_code)
        .where(Account.is_demo.is_(True), Account.is_active.is_(True))
        .order_by(Region.code, Grant.id)
    ).all()
    groups = {level: Group(name) for level, name in LEVEL_NAMES.items()}
    places: dict[str, Place] = {}
    accounts: dict[str, DemoAccount] = {}
    for username, name, role_id, code, area in rows:
        role = Role(role_id)
        if username in accounts:
            if LABELS[role] not in accounts[username].roles:
                accounts[username].roles.append(LABELS[role])
            continue
        if code not in places:
            places[code] = Place(area)
            groups[ROLE_LEVEL[role]].places.append(places[code])
        accounts[username] = DemoAccount(username, name, [LABELS[role]])
        places[code].accounts.append(accounts[username])
    return [group for group in groups.values() if group.places]
