"""核验 on the case page and the desk of those who decide: who sees what, and who may say what."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from models.application import Application
from models.check_result import CheckResult
from models.database import Database
from models.picture import Picture
from models.role import Role
from tests.cast import Cast
from tests.pictures import encoded, squares
from tests.webapp.conftest import Browser
from tests.webapp.open_cases import open_new
from webapp.position_sketch import CENTRE, radius
from workflows.checks.photographs import check_again
from workflows.runtime import Runtime

AsRole = Callable[..., Browser]
KIND = "危房照片-固定参照物"
REASON = "两户是前后院,照片背景相同,房屋不同。"


@pytest.fixture
def clerk(as_role: AsRole, db: Database, runtime: Runtime, people: Cast) -> Browser:
    """The village clerk: the photograph of the first case stands, saved anew, in the second."""
    browser = as_role(Role.VILLAGE_CLERK)
    for case in (1, 2):
        open_new(db, people, runtime)
        content = encoded(squares("a house", 40), quality=40 + 20 * case)
        sent = {"kind": KIND, "file": (io.BytesIO(content), "照片.jpg")}
        browser.post(f"/cases/{case}/documents", sent, headers={"Referer": "https://localhost/"})
    return browser


def held(db: Database) -> CheckResult:
    with db.read() as session:
        return session.scalars(select(CheckResult).where(CheckResult.check_id == "F27-near")).all()[
            -1
        ]


def decide(browser: Browser, db: Database, **told: str) -> tuple[int, str]:
    path = f"/cases/2/checks/{held(db).id}"
    answer = browser.post(path, told, headers={"Referer": "https://localhost/"})
    return answer.status_code, answer.text


def test_the_village_reads_what_was_found_and_who_decides(clerk: Browser) -> None:
    page = clerk.get("/cases/2/grounds").text
    assert "照片高度相似" in page
    assert "待处理" in page
    assert "等市危改办处理" in page
    assert "处理结果" not in page


def test_the_office_finds_it_on_its_desk_and_decides(
    clerk: Browser, as_role: AsRole, db: Database
) -> None:
    office = as_role(Role.OFFICE_HANDLER)
    assert "照片高度相似" in office.get("/checks").text
    assert "处理结果" in office.get("/cases/2/grounds").text
    assert decide(office, db, verdict="cleared", reason=REASON)[0] == 303
    page = office.get("/cases/2/grounds").text
    assert "已核对" in page
    assert REASON in page
    assert "没有等待处理的核验" in office.get("/checks").text
    with db.read() as session:
        assert session.get_one(Application, 2).open_holds == 0


def test_a_decision_without_a_reason_comes_back_with_its_sentence(
    clerk: Browser, as_role: AsRole, db: Database
) -> None:
    status, page = decide(as_role(Role.OFFICE_HANDLER), db, verdict="upheld", reason=" ")
    assert status == 422
    assert "请写明理由" in page
    assert 'value="upheld" checked' in page
    assert held(db).verdict is None


@pytest.mark.parametrize("role", [Role.VILLAGE_CLERK, Role.TOWNSHIP_OFFICER])
def test_nobody_else_decides(clerk: Browser, as_role: AsRole, db: Database, role: Role) -> None:
    assert decide(as_role(role), db, verdict="cleared", reason=REASON)[0] == 403
    assert held(db).verdict is None


def test_the_desk_is_closed_to_those_who_decide_nothing(clerk: Browser) -> None:
    assert clerk.get("/checks").status_code == 403


def test_what_only_the_county_may_judge_is_not_on_the_townships_desk(
    clerk: Browser, as_role: AsRole
) -> None:
    assert "没有等待处理的核验" in as_role(Role.TOWNSHIP_OFFICER).get("/checks").text


def test_the_sketch_shows_where_the_photographs_were_taken(clerk: Browser, db: Database) -> None:
    with db.write() as session:
        session.execute(update(Picture).values(latitude=48.01, longitude=122.7))
        check_again(session, session.get_one(Application, 2))
        session.commit()
    page = clerk.get("/cases/2/grounds").text
    assert "拍摄位置" in page
    assert "危房照片-固定参照物在房屋处" in page


@pytest.mark.parametrize(("metres", "drawn"), [(0, 0), (10, 34), (100, 72), (10_000, 148)])
def test_each_ring_of_the_sketch_is_ten_times_as_far(metres: float, drawn: float) -> None:
    assert radius(metres) == pytest.approx(drawn)
    assert radius(10_000_000) < CENTRE
