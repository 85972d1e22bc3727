"""异议统计: each number by place and year, who sees it, and what leads to the sheets behind it."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pytest
from python_calamine import CalamineWorkbook

from models.database import Database
from models.notice import PublicNotice
from models.objection import Objection, ObjectionAnswer
from models.role import Level, Role
from tests import cast
from tests.cast import Cast
from tests.webapp.conftest import Browser
from tests.webapp.open_cases import add_case
from workflows import clock
from workflows.runtime import Runtime

AsRole = Callable[..., Browser]
FIGURES = "/objection-figures"


@pytest.fixture(autouse=True)
def county(db: Database, people: Cast, runtime: Runtime) -> None:
    """Two sheets of one township with two objections, one of another, and one of last year."""
    with db.write() as session:
        task = add_case(session, people, runtime)
        clerk = people.account_id(Role.VILLAGE_CLERK)

        def posted(number: str, on: dt.date, area: str = cast.VILLAGE) -> PublicNotice:
            notice = PublicNotice(
                county_code=cast.COUNTY,
                number=number,
                programme_id=people.programmes["A"],
                level=Level.VILLAGE,
                area_code=area,
                content={},
                content_hash="0" * 64,
                planned_on=on,
                made_at=clock.now(),
                state="ended",
                posted_on=on,
                ends_at=clock.start_of(on + dt.timedelta(days=6)),
                is_on_site=False,
                household_count=7,
                open_count=0,
            )
            session.add(notice)
            session.flush()
            return notice

        def objected(notice: PublicNotice, finding: str, days: int) -> None:
            assert notice.posted_on is not None
            objection = Objection(
                notice_id=notice.id,
                application_id=task.application_id,
                aims_at="household",
                blocks=True,
                is_late=False,
                handled_level=notice.level,
                came_by="visit",
                content="有楼房。",
                code="ABCDE23456",
                code_digest=f"{notice.number} {finding}",
                text_digest=finding,
                received_on=notice.posted_on,
                received_by_id=clerk,
                received_at=clock.now(),
                state="closed",
                finding=finding,
            )
            session.add(objection)
            session.flush()
            answered_on = notice.posted_on + dt.timedelta(days=days)
            session.add(
                ObjectionAnswer(
                    application_id=task.application_id,
                    task_id=task.id,
                    recorded_by_id=clerk,
                    handled_by="王岚",
                    happened_on=answered_on,
                    recorded_at=clock.now(),
                    is_backdated=False,
                    outcome="done",
                    objection_id=objection.id,
                    answer="已核实。",
                    delivery="当面送达",
                )
            )

        disputed = posted("GS-2019-00001", dt.date(2019, 3, 1))
        objected(disputed, "upheld", 3)
        objected(disputed, "dismissed", 4)
        posted("GS-2019-00002", dt.date(2019, 4, 1), cast.NEIGHBOUR_VILLAGE)
        posted("GS-2019-00003", dt.date(2019, 4, 1), cast.FAR_VILLAGE)
        posted("GS-2018-00001", dt.date(2018, 4, 1))
        session.commit()


def table(browser: Browser, year: int) -> list[list[object]]:
    answer = browser.get(f"{FIGURES}.xlsx?year={year}")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0)
    return [row[1:] for row in sheet.to_python()[3:]]


def test_each_number_of_a_township_and_year(as_role: AsRole) -> None:
    handler = as_role(Role.OFFICE_HANDLER)
    disputed, silent, total = table(handler, 2019)
    assert disputed == [2, 14, 1, 2, 1, 2, "3.5", ""]
    assert silent == [1, 7, 1, 0, 0, 0, "", "至今无异议"]
    assert total == [3, 21, 2, 2, 1, 2, "3.5", ""]
    before, _ = table(handler, 2018)
    assert before == [1, 7, 1, 0, 0, 0, "", "全年无异议"]


def test_a_number_leads_to_the_sheets_behind_it(as_role: AsRole) -> None:
    handler = as_role(Role.OFFICE_HANDLER)
    page = handler.get(FIGURES).text
    assert page.count("至今无异议</span>") == 1
    address = f"{FIGURES}?year=2019&area={cast.TOWNSHIP}"
    assert address.replace("&", "&amp;") in page
    behind = handler.get(address).text
    assert "/notice-lists/GS-2019-00001" in behind
    assert "/notice-lists/GS-2019-00002" in behind
    assert "GS-2019-00003" not in behind
    assert "GS-2018-00001" not in behind


def test_a_township_sees_its_own_and_a_village_nothing(as_role: AsRole) -> None:
    officer = as_role(Role.TOWNSHIP_OFFICER)
    assert len(table(officer, 2019)) == 2
    assert "GS-2019-00003" not in officer.get(f"{FIGURES}?area={cast.FAR_VILLAGE}").text
    assert as_role(Role.VILLAGE_CLERK).get(FIGURES).status_code == 403
    assert as_role(Role.VILLAGE_CLERK).get(f"{FIGURES}.xlsx").status_code == 403


@pytest.mark.parametrize("asked", ["year=x", "year=1999", "area=1", "before=x"])
def test_an_address_that_makes_no_sense_shows_the_newest_year(as_role: AsRole, asked: str) -> None:
    page = as_role(Role.OFFICE_HANDLER).get(f"{FIGURES}?{asked}")
    assert (page.status_code, "2019 年张贴的公示" in page.text) == (200, True)
