"""The demo county: the document's townships, and somebody for every role everywhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account, Grant
from models.database import Database
from models.organisation import Organisation
from models.programme import CalendarDay, Programme
from models.region import Region
from models.role import Role
from tests.keys import KEYRING
from webapp.demo.accounts import DEMO_PASSWORD, seed_accounts
from webapp.demo.county import HOME_TOWNSHIP, TOWNSHIPS, seed_county, villages
from webapp.demo.scenarios import case_plans
from webapp.login.passwords import fault_of

LANE_ONLY = {Role.NOTICE_KEEPER}


@pytest.fixture(scope="module")
def county(sqlite_template: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The county as written, read only."""
    path = tmp_path_factory.mktemp("county") / "county.sqlite"
    path.write_bytes(sqlite_template.read_bytes())  # type: ignore[attr-defined]
    opened = Database(f"sqlite:///{path}", keyring=KEYRING)
    with opened.write() as session:
        seed_county(session)
        seed_accounts(session)
        session.commit()
    with opened.read() as session:
        yield session
    opened.dispose()


def holders(session: Session, role: Role) -> dict[str, int]:
    """Region code -> how many hold ``role`` there."""
    found: dict[str, int] = {}
    for code in session.scalars(select(Grant.area_code).where(Grant.role == role)):
        found[code] = found.get(code, 0) + 1
    return found


def test_the_county_has_the_sixteen_units_of_the_document(county: Session) -> None:
    names = county.scalars(select(Region.name).where(Region.parent_code == "150783")).all()

    assert sorted(names) == sorted(name for name, _ in TOWNSHIPS.values())
    assert sum(name.endswith("镇") for name in names) == 8
    assert sum(name.endswith("乡") for name in names) == 4
    assert sum(name.endswith("办事处") for name in names) == 4
    assert county.get_one(Region, "150783201").name == "南木鄂伦春民族乡"


def test_every_village_lies_in_its_township(county: Session) -> None:
    rows = county.scalars(select(Region).where(Region.parent_code != "150783")).all()

    assert {row.code: row.name for row in rows} == villages()
    assert all(row.parent_code == row.code[:9] for row in rows)
    assert len({*villages().values()}) == len(villages()) > 40


def test_both_programmes_agencies_and_the_calendar_are_there(county: Session) -> None:
    assert set(county.scalars(select(Programme.plan))) == {"A", "B"}
    assert len(county.scalars(select(Organisation.id)).all()) >= 2
    assert county.scalar(select(CalendarDay.day).limit(1)) is not None


def test_every_role_is_held_by_somebody(county: Session) -> None:
    assert set(county.scalars(select(Grant.role))) == {
        role.value for role in Role if role not in LANE_ONLY
    }


def test_every_village_has_a_clerk_and_a_head_and_every_township_its_officers(
    county: Session,
) -> None:
    for role in (Role.VILLAGE_CLERK, Role.VILLAGE_HEAD):
        assert set(holders(county, role)) == set(villages())
    for role in (Role.TOWNSHIP_OFFICER, Role.TOWNSHIP_LEADER, Role.SITE_SUPERVISOR):
        assert set(holders(county, role)) == set(TOWNSHIPS)


def test_four_eyes_can_be_kept(county: Session) -> None:
    assert holders(county, Role.FINANCE_OFFICER)["150783"] == 2
    assert holders(county, Role.OFFICE_HANDLER)["150783"] == 2
    assert holders(county, Role.TOWNSHIP_OFFICER)[HOME_TOWNSHIP] == 2


def test_each_agency_has_its_own_assessor(county: Session) -> None:
    bodies = county.scalars(select(Grant.organisation_id).where(Grant.role == Role.ASSESSOR)).all()

    assert sorted(each or 0 for each in bodies) == sorted(county.scalars(select(Organisation.id)))


def test_every_account_is_marked_as_demo_and_opens_with_the_one_password(county: Session) -> None:
    accounts = county.scalars(select(Account)).all()

    assert all(account.is_demo for account in accounts)
    assert len({account.display_name for account in accounts}) == len(accounts)
    assert PasswordHasher().verify(accounts[0].password_hash, DEMO_PASSWORD)
    assert fault_of(DEMO_PASSWORD, accounts[0].username) == ""


def test_households_live_in_villages_of_the_county() -> None:
    assert {plan.family.village_code for plan in case_plans(130)} <= set(villages())
