"""Finding a case: by every key that people have, and never beyond one's rights."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.database import Database
from models.role import Role
from tests import cast
from tests.cast import Cast
from tests.webapp.conftest import Browser
from tests.webapp.open_cases import ID_NUMBER, add_case
from workflows.runtime import Runtime

AsRole = Callable[..., Browser]


@pytest.fixture(autouse=True)
def cases(db: Database, people: Cast, runtime: Runtime) -> None:
    with db.write() as session:
        add_case(session, people, runtime, name="王秀英", number="150783-2019-A-00052")
        add_case(session, people, runtime, name="敖·其木格", id_number="150783195001010027")
        add_case(
            session,
            people,
            runtime,
            name="王远方",
            village=cast.FAR_VILLAGE,
            number="150783-2019-A-00099",
            id_number="150783195001010043",
        )
        session.commit()


@pytest.mark.parametrize("typed", ["王秀英", "王秀", "王", "wxy", "WXY", "wx", " 王 秀英 "])
def test_a_name_or_its_initials_find_the_household(as_role: AsRole, typed: str) -> None:
    page = as_role(Role.TOWNSHIP_OFFICER).get("/cases", query_string={"q": typed}).text

    assert "王秀英" in page
    assert "敖·其木格" not in page
    assert "王远方" not in page


@pytest.mark.parametrize("typed", ["敖·其木格", "敖•其木格", "敖.其木格", "aqmg"])
def test_the_interpunct_is_found_however_it_is_typed(as_role: AsRole, typed: str) -> None:
    page = as_role(Role.TOWNSHIP_OFFICER).get("/cases", query_string={"q": typed}).text

    assert 'href="/cases/2"' in page
    assert 'href="/cases/1"' not in page


def test_a_case_number_opens_the_case(as_role: AsRole) -> None:
    found = as_role(Role.TOWNSHIP_OFFICER).post("/cases/find", {"q": "150783-2019-a-00052"})

    assert found.headers["Location"] == "/cases?q=150783-2019-a-00052"
    opened = as_role(Role.TOWNSHIP_OFFICER).get(found.headers["Location"])
    assert opened.headers["Location"] == "/cases/1"


@pytest.mark.parametrize("typed", [ID_NUMBER, f" {ID_NUMBER[:6]} {ID_NUMBER[6:]} "])
def test_an_identity_number_opens_the_case_and_stands_in_no_address(
    as_role: AsRole, typed: str
) -> None:
    found = as_role(Role.TOWNSHIP_OFFICER).post("/cases/find", {"q": typed})

    assert found.headers["Location"] == "/cases/1"


def test_an_unknown_identity_number_is_not_repeated_on_the_page(as_role: AsRole) -> None:
    page = as_role(Role.TOWNSHIP_OFFICER).post("/cases/find", {"q": "150783199001010019"})

    assert page.status_code == 200
    assert "没有找到" in page.text
    assert "150783199001010019" not in page.text


@pytest.mark.parametrize("typed", ["王远方", "wyf", "150783-2019-A-00099"])
def test_a_foreign_household_is_not_found(as_role: AsRole, typed: str) -> None:
    page = as_role(Role.TOWNSHIP_OFFICER).get("/cases", query_string={"q": typed})

    assert page.status_code == 200
    assert "没有找到" in page.text


def test_a_foreign_identity_number_is_not_found(as_role: AsRole) -> None:
    page = as_role(Role.TOWNSHIP_OFFICER).post("/cases/find", {"q": "150783195001010043"})

    assert "没有找到" in page.text


@pytest.mark.parametrize("typed", ["%", "_", "王%", "' OR 1=1", "\\"])
def test_marks_of_the_query_language_find_nothing(as_role: AsRole, typed: str) -> None:
    page = as_role(Role.TOWNSHIP_OFFICER).get("/cases", query_string={"q": typed})

    assert "没有找到" in page.text


def test_an_administrator_finds_no_case(as_role: AsRole) -> None:
    administrator = as_role(Role.ADMINISTRATOR)

    assert administrator.get("/cases").status_code == 403
    assert administrator.post("/cases/find", {"q": ID_NUMBER}).status_code == 403


def test_a_finance_officer_sees_no_case_that_has_not_come_to_the_desk(as_role: AsRole) -> None:
    assert "还没有申请" in as_role(Role.FINANCE_OFFICER).get("/cases").text
