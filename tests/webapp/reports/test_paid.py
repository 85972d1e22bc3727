"""发放公开: who received what, for the places of the household and as long as it is told (N27)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from models.application import Application
from models.database import Database
from models.household import Household
from models.role import Role
from tests import cast
from tests.cast import Cast
from tests.webapp.conftest import Browser
from tests.webapp.open_cases import add_case
from workflows.runtime import Runtime

AsRole = Callable[..., Browser]
LAST_YEAR = dt.date(2018, 11, 20)


@pytest.fixture(autouse=True)
def county(db: Database, people: Cast, runtime: Runtime) -> None:
    """The tests' today is 2019-06-10."""
    with db.write() as session:

        def paid(name: str, on: dt.date | None, group: str = "", far: bool = False) -> None:
            village = cast.FAR_VILLAGE if far else cast.VILLAGE
            task = add_case(session, people, runtime, name=name, village=village)
            case = session.get_one(Application, task.application_id)
            case.reported_on = case.paid_on = on
            case.grade, case.method, case.payable_yuan = "C", "修缮加固", 12616
            case.household = Household(
                village_code=village, group_name=group, address="7号", telephone="13847001234"
            )
            case.card_number = "6217991234567890123"

        paid("王秀英", LAST_YEAR, group="一组")
        paid("王秀英", LAST_YEAR, group="二组")
        paid("李桂兰", dt.date(2019, 3, 4), group="三组")
        paid("等着的", None)
        paid("多年前", dt.date(2016, 6, 1))
        paid("远方的", LAST_YEAR, far=True)
        session.commit()


@pytest.mark.parametrize("role", [Role.VILLAGE_CLERK, Role.VILLAGE_HEAD, Role.TOWNSHIP_OFFICER])
def test_the_village_sees_who_received_what_and_no_number(as_role: AsRole, role: Role) -> None:
    page = as_role(role).get("/paid").text
    assert "已发放 3 户,共 37,848" in page
    assert all(each in page for each in ("李桂兰", "2019-03", "2018-11", "修缮加固", "12,616"))
    assert not any(each in page for each in ("等着的", "多年前", "远方的"))
    assert "62179912" not in page
    assert "1384700" not in page


def test_the_group_tells_namesakes_apart_and_nobody_else(as_role: AsRole) -> None:
    page = as_role(Role.VILLAGE_CLERK).get("/paid").text
    assert all(each in page for each in ("一组", "二组"))
    assert "三组" not in page


def test_the_county_looks_into_each_village(as_role: AsRole) -> None:
    handler = as_role(Role.OFFICE_HANDLER)
    assert "远方的" in handler.get("/paid").text
    assert "李桂兰" not in handler.get(f"/paid?area={cast.FAR_VILLAGE}").text
    assert "打印张贴" not in handler.get("/paid").text
    assert "打印张贴" in handler.get(f"/paid?area={cast.FAR_VILLAGE}").text


def test_one_village_is_printed_for_its_board(as_role: AsRole) -> None:
    page = as_role(Role.VILLAGE_CLERK).get("/paid/sheet").text
    assert "惠风川村民委员会" in page
    assert "合计 3 户" in page
    assert "多年前" not in page
    officer = as_role(Role.TOWNSHIP_OFFICER)
    refused = officer.get("/paid/sheet")
    assert (refused.status_code, "请先选择一个村" in refused.text) == (422, True)
    assert officer.get(f"/paid/sheet?area={cast.FAR_VILLAGE}").status_code == 404


def test_whoever_answers_for_no_area_is_refused(as_role: AsRole) -> None:
    assert as_role(Role.FINANCE_OFFICER).get("/paid").status_code == 403
