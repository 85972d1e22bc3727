"""The demo county's accounts as the log-in page offers them: the county, then by township."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.account import Account, Grant
from models.application import Application
from models.region import Region
from models.role import CODE_LENGTH, LABELS, Level, Role

TOWNSHIP = CODE_LENGTH[Level.TOWNSHIP]


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
    """The county, or a township with its villages; what ``is_home`` is open at once."""

    name: str
    is_home: bool
    places: list[Place] = field(default_factory=list)


def demo_account_groups(session: Session) -> list[Group]:
    """Every demo account under the place of its first grant; the county and the home first."""
    rows = session.execute(
        select(Account.username, Account.display_name, Grant.role, Region.code, Region.name)
        .join(Grant, Grant.account_id == Account.id)
        .join(Region, Region.code == Grant.area_code)
        .where(Account.is_demo.is_(True), Account.is_active.is_(True))
        .order_by(Region.code, Grant.id)
    ).all()
    home = _home_township(session)
    groups: dict[str, Group] = {}
    places: dict[str, Place] = {}
    accounts: dict[str, DemoAccount] = {}
    for username, name, role_id, code, area in rows:
        label = LABELS[Role(role_id)]
        if username in accounts:
            if label not in accounts[username].roles:
                accounts[username].roles.append(label)
            continue
        if code not in places:
            # Sorted by code: a township comes before its villages.
            key = code[:TOWNSHIP]
            is_home = len(key) < TOWNSHIP or key == home
            group = groups.setdefault(key, Group(area, is_home))
            places[code] = Place(area)
            group.places.append(places[code])
        accounts[username] = DemoAccount(username, name, [label])
        places[code].accounts.append(accounts[username])
    return sorted(groups.values(), key=lambda group: not group.is_home)


def _home_township(session: Session) -> str | None:
    """The township in which most of the demo's households live."""
    township = func.substr(Application.village_code, 1, TOWNSHIP)
    return session.scalar(
        select(township).group_by(township).order_by(func.count().desc(), township).limit(1)
    )
