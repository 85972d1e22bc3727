"""进度 and 花名册 in the browser: numbers lead to their rows, and the sheet is the list."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from models.application import Application
from models.database import Database
from models.history import FileRead
from models.role import Role
from tests import cast
from tests.cast import Cast
from tests.webapp.conftest import Browser
from tests.webapp.open_cases import add_case
from tests.webapp.reports.drawn_county import draw_county
from webapp.reports import roster, roster_query
from webapp.sheets.report import ReportColumn, report
from workflows.runtime import Runtime

AsRole = Callable[..., Browser]
NUMBER = re.compile(r'data-label="(\w+)"><a href="(/roster\?[^"]+)">([\d,]+)</a>')
HOUSEHOLDS = 60


@pytest.fixture(autouse=True)
def county(db: Database, people: Cast, runtime: Runtime) -> None:
    with db.write() as session:
        draw_county(session, people, HOUSEHOLDS)
        own = add_case(session, people, runtime, name="王秀英", number="150783-2019-A-00052")
        household = session.get_one(Application, own.application_id)
        household.identities, household.household_size = ["低保", "贫困残疾人"], 3
        household.method = "修缮加固"
        add_case(session, people, runtime, name="王远方", village=cast.FAR_VILLAGE)
        session.commit()


def sheet(browser: Browser, address: str = "/roster.xlsx") -> list[list[object]]:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()


def test_every_number_opens_as_many_households(as_role: AsRole) -> None:
    officer = as_role(Role.TOWNSHIP_OFFICER)
    found = NUMBER.findall(officer.get("/progress?programme=").text)
    households = [each for each in found if each[0] != "发放金额"]
    assert len(households) > 20

    for _, address, number in households[:15]:
        assert f"共 {number} 户" in officer.get(address.replace("&amp;", "&")).text


def test_the_first_programme_is_shown_first_and_all_on_demand(as_role: AsRole) -> None:
    handler = as_role(Role.OFFICE_HANDLER)

    assert ">265<" in handler.get("/progress").text
    assert ">265<" not in handler.get("/progress?programme=").text


@pytest.mark.parametrize(
    "asked", ["until=x", "until=9999-12-31", "area=1", "programme=a", "measure=x", "after=9-9"]
)
def test_an_address_that_makes_no_sense_asks_for_everything(as_role: AsRole, asked: str) -> None:
    officer = as_role(Role.TOWNSHIP_OFFICER)
    everything = officer.get("/roster").text

    assert officer.get(f"/progress?{asked}").status_code == 200
    number = re.search(r"共 \d+ 户", everything)
    assert number is not None
    assert number[0] in officer.get(f"/roster?{asked}").text


def test_the_pages_of_the_roster_follow_each_other_without_a_gap(as_role: AsRole) -> None:
    handler = as_role(Role.OFFICE_HANDLER)
    seen: list[str] = []
    address: str | None = "/roster"
    while address:
        page = handler.get(address).text
        seen += re.findall(r'href="/cases/(\d+)"', page)
        following = re.search(r'href="(/roster\?after=[^"]+)">后 20 户', page)
        address = following[1].replace("&amp;", "&") if following else None

    assert len(seen) == len(set(seen)) == HOUSEHOLDS + 2


def test_filters_stay_in_the_address_of_the_next_page_and_of_the_sheet(as_role: AsRole) -> None:
    page = as_role(Role.OFFICE_HANDLER).get("/roster?measure=reported&until=2019-06-01").text

    assert re.search(
        r'href="/roster\?after=\d+-\d+&amp;measure=reported&amp;until=2019-06-01"', page
    )
    assert 'href="/roster.xlsx?measure=reported&amp;until=2019-06-01"' in page


def test_a_foreign_area_shows_nobody(as_role: AsRole) -> None:
    officer = as_role(Role.TOWNSHIP_OFFICER)

    assert "共 0 户" in officer.get(f"/roster?area={cast.FAR_VILLAGE}").text
    assert "王远方" not in officer.get("/roster").text
    assert len(sheet(officer, f"/roster.xlsx?area={cast.FAR_VILLAGE}")) == 3


def test_the_sheet_holds_the_list_with_masked_numbers(as_role: AsRole) -> None:
    rows = sheet(as_role(Role.OFFICE_HANDLER), "/roster.xlsx?method=修缮加固")

    assert rows[0][0] == "农村危房改造花名册"
    assert rows[1][0] == "截至 2019-06-10 · 修缮加固"
    (own,) = rows[3:]
    assert own[:5] == [1.0, "蘑菇气镇", "惠风川村", "", "王秀英"]
    assert own[5] == "150783********1021"
    assert own[6:8] == [3.0, "低保、贫困残疾人"]
    assert own[-1] == "150783-2019-A-00052"
    assert len(rows[2]) == len(own)


def test_who_takes_a_sheet_is_on_the_record(as_role: AsRole, db: Database, people: Cast) -> None:
    rows = sheet(as_role(Role.TOWNSHIP_OFFICER), "/roster.xlsx?measure=approved&programme=1")

    with db.read() as session:
        (read,) = session.scalars(select(FileRead).where(FileRead.what == "导出花名册"))
    assert read.account_id == people.account_id(Role.TOWNSHIP_OFFICER)
    assert read.purpose == f"截至 2019-06-10 · 2019 方案A · 审批,{len(rows) - 3} 户"


def test_a_sheet_that_would_be_too_long_is_refused_in_words(
    as_role: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (roster, roster_query):
        monkeypatch.setattr(module, "MOST_ROWS", 30)
    handler = as_role(Role.OFFICE_HANDLER)

    refused = handler.get("/roster.xlsx")

    assert refused.status_code == 422
    assert "超过 30 户" in refused.text
    page = handler.get("/roster").text
    assert "请先选择乡镇或方案" in page
    assert "/roster.xlsx" not in page


def test_a_text_like_a_formula_stays_a_text() -> None:
    dangerous = ["=1+1", "+86", "-2", "@SUM(A1)", "\t=1", "王秀英"]
    content = report("名", "", [ReportColumn("户主")], [[text] for text in dangerous])

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        cells = book.read("xl/worksheets/sheet1.xml").decode()
        styles = book.read("xl/styles.xml").decode()
    assert "<f>" not in cells
    assert styles.count('quotePrefix="1"') == 1
    read = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in read[3:]] == dangerous


def test_an_empty_roster_says_what_comes_next(as_role: AsRole) -> None:
    page = as_role(Role.FINANCE_OFFICER).get("/roster").text

    assert "没有符合条件的户" in page
    assert dt.date(2019, 6, 10).isoformat() in as_role(Role.FINANCE_OFFICER).get("/progress").text
