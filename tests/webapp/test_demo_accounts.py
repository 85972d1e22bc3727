"""The accounts that the demo's log-in page offers: the county and the home township are open."""

from __future__ import annotations

from sqlalchemy import update

from models.account import Account
from models.database import Database
from models.role import Role
from tests import cast
from tests.cast import Cast
from tests.webapp.open_cases import add_case
from webapp.demo_accounts import demo_account_groups
from workflows.runtime import Runtime


def test_the_busiest_township_stands_open_behind_the_county(
    db: Database, people: Cast, runtime: Runtime
) -> None:
    with db.write() as session:
        session.execute(update(Account).values(is_demo=True))
        for village in (cast.VILLAGE, cast.FAR_VILLAGE, cast.FAR_VILLAGE):
            add_case(session, people, runtime, village=village)
        session.flush()
        groups = demo_account_groups(session)

    assert [(group.name, group.is_home) for group in groups] == [
        ("邻市", True),
        ("扎兰屯市", True),
        ("卧牛河镇", True),
        ("蘑菇气镇", False),
    ]
    own = groups[-1]
    assert [place.name for place in own.places] == ["蘑菇气镇", "惠风川村", "爱里村"]
    assert [each.username for each in own.places[1].accounts] == [
        Role.VILLAGE_CLERK.value,
        Role.VILLAGE_HEAD.value,
    ]


def test_an_account_of_a_real_county_is_not_offered(db: Database) -> None:
    with db.read() as session:
        assert demo_account_groups(session) == []
