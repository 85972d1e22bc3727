"""代班, 职责例外 and 交接 as pages: what they ask, what they refuse in words, what they confirm."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from models.account import Account, Grant
from models.database import Database
from models.duty_exception import DutyException
from models.role import Role
from models.stand_in import StandIn
from tests.cast import TOWNSHIP, Cast, add_account
from tests.webapp.conftest import Browser

AsRole = Callable[..., Browser]


@pytest.fixture
def colleague(db: Database) -> int:
    with db.write() as session:
        account = add_account(session, "second", "第二经办", (Role.TOWNSHIP_OFFICER, TOWNSHIP))
        session.commit()
        return account.id


def stand_in(deputy_id: int, **differs: str) -> dict[str, object]:
    asked = {
        "deputy_id": str(deputy_id),
        "first_day": "2019-06-10",
        "last_day": "2019-06-14",
        "reason": "培训",
    }
    return {**asked, **differs}


def rows(db: Database, table: type[StandIn] | type[DutyException]) -> int:
    with db.read() as session:
        return len(session.scalars(select(table.id)).all())


def test_somebody_away_appoints_a_deputy_and_ends_it(
    as_role: AsRole, db: Database, colleague: int
) -> None:
    officer = as_role(Role.TOWNSHIP_OFFICER)
    assert officer.post("/stand-ins", stand_in(colleague)).status_code == 303
    page = officer.get("/stand-ins").text
    assert "正在代班" in page
    assert officer.post("/stand-ins/1/end").status_code == 303
    assert "已提前结束" in officer.get("/stand-ins").text
    assert officer.post("/stand-ins/1/end").status_code == 422


def test_what_is_refused_is_told_beside_the_question_and_nothing_typed_is_lost(
    as_role: AsRole, db: Database, people: Cast, colleague: int
) -> None:
    officer = as_role(Role.TOWNSHIP_OFFICER)
    late = officer.post("/stand-ins", stand_in(colleague, first_day="2019-06-01"))
    assert late.status_code == 422
    assert "不能从过去的日期开始" in late.text
    assert 'value="培训"' in late.text
    stranger = people.account_id(Role.OFFICE_HANDLER, foreign=True)
    assert officer.post("/stand-ins", stand_in(stranger)).status_code == 422
    assert rows(db, StandIn) == 0


def test_strangers_neither_see_nor_end_it(as_role: AsRole, colleague: int) -> None:
    as_role(Role.TOWNSHIP_OFFICER).post("/stand-ins", stand_in(colleague))
    leader = as_role(Role.TOWNSHIP_LEADER)
    assert "第二经办" not in leader.get("/stand-ins").text.split("<form", 2)[1]
    assert leader.post("/stand-ins/1/end").status_code == 403


def test_the_administrator_appoints_for_somebody_of_the_county(
    as_role: AsRole, db: Database, people: Cast, colleague: int
) -> None:
    sent = stand_in(colleague, account_id=str(people.account_id(Role.TOWNSHIP_OFFICER)))
    assert as_role(Role.ADMINISTRATOR, foreign=True).post("/stand-ins", sent).status_code == 422
    assert as_role(Role.ADMINISTRATOR).post("/stand-ins", sent).status_code == 303
    assert rows(db, StandIn) == 1


def test_the_deputys_menu_and_name_show_whose_posts_they_carry(
    as_role: AsRole, people: Cast
) -> None:
    handler = people.account_id(Role.OFFICE_HANDLER)
    as_role(Role.VILLAGE_CLERK).post("/stand-ins", stand_in(handler))
    page = as_role(Role.OFFICE_HANDLER).get("/").text
    assert "新申请" in page
    assert "代 赵小村" in page


def test_an_exception_is_granted_shown_and_ended_by_the_approver(
    as_role: AsRole, db: Database, people: Cast
) -> None:
    approver = as_role(Role.OFFICE_APPROVER)
    asked = {
        "account_id": str(people.account_id(Role.TOWNSHIP_OFFICER)),
        "rule": "filing_and_review",
        "area_code": TOWNSHIP,
        "number": "",
        "until": "2019-07-01",
        "reason": "全镇只有一名经办",
    }
    assert approver.post("/duty-exceptions", asked | {"until": "2029-01-01"}).status_code == 422
    assert (
        approver.post("/duty-exceptions", asked | {"rule": "review_and_payment"}).status_code == 422
    )
    assert rows(db, DutyException) == 0
    assert approver.post("/duty-exceptions", asked).status_code == 303
    assert "全镇只有一名经办" in approver.get("/duty-exceptions").text
    assert approver.post("/duty-exceptions/1/end").status_code == 303
    assert "已结束" in approver.get("/duty-exceptions").text
    assert as_role(Role.OFFICE_HANDLER).get("/duty-exceptions").status_code == 403


def test_a_handover_says_what_will_happen_before_it_does(
    as_role: AsRole, db: Database, people: Cast, colleague: int
) -> None:
    leaver = people.account_id(Role.TOWNSHIP_OFFICER)
    path, gone = f"/admin/accounts/{leaver}/handover", as_role(Role.TOWNSHIP_OFFICER)
    administrator = as_role(Role.ADMINISTRATOR)
    with db.read() as session:
        grant_id = session.scalars(select(Grant.id).where(Grant.account_id == leaver)).one()
    sent: dict[str, object] = {f"successor-{grant_id}": str(colleague), "reason": "调走"}
    asked = administrator.get(path).text
    assert "由谁接办" in asked
    preview = administrator.post(path, sent | {"act": "preview"})
    assert preview.status_code == 200
    assert "确认以后会这样" in preview.text
    assert "账号停用" in preview.text
    assert gone.get("/").status_code == 200
    assert administrator.post(path, sent | {"act": "confirm"}).status_code == 303
    assert gone.get("/").status_code == 302
    with db.read() as session:
        assert not session.get_one(Account, leaver).is_active


@pytest.mark.parametrize("act", ["preview", "confirm"])
def test_a_handover_without_a_fitting_successor_moves_nothing(
    as_role: AsRole, db: Database, people: Cast, act: str
) -> None:
    leaver = people.account_id(Role.TOWNSHIP_OFFICER)
    stranger = people.account_id(Role.OFFICE_HANDLER, foreign=True)
    administrator, path = as_role(Role.ADMINISTRATOR), f"/admin/accounts/{leaver}/handover"
    with db.read() as session:
        grant_id = session.scalars(select(Grant.id).where(Grant.account_id == leaver)).one()
    for successor, sentence in (("", "在用账号"), (str(stranger), "不是本市")):
        sent = {f"successor-{grant_id}": successor, "reason": "调走", "act": act}
        answer = administrator.post(path, sent)
        assert answer.status_code == 422
        assert sentence in answer.text
    with db.read() as session:
        assert session.get_one(Account, leaver).is_active
        assert session.scalars(select(Grant.id).where(Grant.account_id == leaver)).all()
