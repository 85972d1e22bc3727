"""Finding a case: by every key that people have, and never beyond one's rights."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.database import Database
from models.role import Role
from tests import cast
from tests.cast import Cast, County
from tests.webapp.conftest import Browser
from tests.webapp.open_cases import ID_NUMBER, add_case
from webapp.search import find
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


@pytest.mark.parametrize("typed", ["ｗｘｙ", "王\u3000秀英", "王秀\u200b英", "惠风川村", "惠风川"])
def test_full_width_letters_blanks_and_the_village_find_it_too(as_role: AsRole, typed: str) -> None:
    page = as_role(Role.OFFICE_HANDLER).get("/cases", query_string={"q": typed}).text

    assert "王秀英" in page
    assert "王远方" not in page


def test_a_township_finds_the_households_of_its_villages(as_role: AsRole) -> None:
    handler = as_role(Role.OFFICE_HANDLER)

    page = handler.get("/cases", query_string={"q": "卧牛河镇"}).text

    assert "王远方" in page
    assert "王秀英" not in page


@pytest.mark.parametrize("kept", ["包•巴特尔", "包・巴特尔", "包·巴特尔"])
@pytest.mark.parametrize("typed", ["包·巴特尔", "包.巴", "包・巴特", "包•巴特尔", "bbte"])
def test_the_mark_of_the_identity_card_is_found_by_any_other(
    as_role: AsRole, db: Database, people: Cast, runtime: Runtime, kept: str, typed: str
) -> None:
    with db.write() as session:
        add_case(session, people, runtime, name=kept, id_number="150783195001010060")
        session.commit()

    page = as_role(Role.TOWNSHIP_OFFICER).get("/cases", query_string={"q": typed}).text

    assert "巴特尔" in page.split("<table")[1]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("单桂兰", "sgl"),
        ("单桂兰", "dgl"),
        ("仇永福", "qyf"),
        ("查志强", "zzq"),
        ("查干巴拉", "cgbl"),
        ("曾庆华", "cqh"),
        ("乐建国", "ljg"),
    ],
)
def test_names_of_several_readings_are_found_by_each(
    as_role: AsRole, db: Database, people: Cast, runtime: Runtime, name: str, typed: str
) -> None:
    with db.write() as session:
        add_case(session, people, runtime, name=name, id_number="150783195001010060")
        session.commit()

    page = as_role(Role.TOWNSHIP_OFFICER).get("/cases", query_string={"q": typed}).text

    assert name in page
    assert "王秀英" not in page


@pytest.mark.parametrize("typed", ["52", "00052", "A-52", "a52", "Ａ－５２"])
def test_the_end_of_a_case_number_opens_the_case(as_role: AsRole, typed: str) -> None:
    opened = as_role(Role.TOWNSHIP_OFFICER).get("/cases", query_string={"q": typed})

    assert opened.headers["Location"] == "/cases/1"


@pytest.mark.parametrize("typed", ["B-52", "99", "A-99"])
def test_the_end_of_a_foreign_number_opens_nothing(as_role: AsRole, typed: str) -> None:
    page = as_role(Role.TOWNSHIP_OFFICER).get("/cases", query_string={"q": typed})

    assert "没有找到" in page.text


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


OLD_NUMBER = ID_NUMBER[:6] + ID_NUMBER[8:17]
FULL_WIDTH = ID_NUMBER.translate({ord("0") + each: 0xFF10 + each for each in range(10)})


@pytest.mark.parametrize(
    "typed", [ID_NUMBER, f" {ID_NUMBER[:6]} {ID_NUMBER[6:]} ", FULL_WIDTH, OLD_NUMBER]
)
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


def test_an_identity_number_in_an_address_is_not_searched_for(as_role: AsRole) -> None:
    sent = as_role(Role.TOWNSHIP_OFFICER).get("/cases", query_string={"q": ID_NUMBER})

    assert sent.headers["Location"] == "/cases"


def test_the_search_keeps_the_state_in_the_address(as_role: AsRole) -> None:
    found = as_role(Role.TOWNSHIP_OFFICER).post("/cases/find", {"q": "王", "state": "open"})

    assert found.headers["Location"] == "/cases?q=%E7%8E%8B&state=open"


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


@pytest.mark.parametrize("typed", ["包·巴", "包", "惠风川", "bbt", "A-7", ID_NUMBER])
def test_every_key_serves_on_both_databases(
    county: County, county_database: Database, runtime: Runtime, typed: str
) -> None:
    people = county.people
    with county_database.write() as session:
        task = add_case(session, people, runtime, name="包•巴特尔", number="150783-2019-A-00007")
        add_case(
            session, people, runtime, name="李玉兰", village=cast.FAR_VILLAGE,
            id_number="150783195001010043",
        )  # fmt: skip
        actor = people.actor(session, Role.OFFICE_HANDLER)
        found = find(session, actor, runtime.digest_key, typed, state="", before=0)

        assert [row.application.id for row in found] == [task.application_id]
