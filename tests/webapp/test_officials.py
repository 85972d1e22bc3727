"""干部名单: typed or pasted by the county's office, all or nothing, and never shown a number of."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from models.check_result import CheckResult
from models.database import Database
from models.official import Official
from models.role import Role
from tests.cast import Cast
from tests.webapp.conftest import Browser
from tests.webapp.open_cases import ID_NUMBER, add_case
from workflows.runtime import Runtime
from workflows.worker import run_until_idle

LINES = f"王秀英\t惠风川村\t村主任\t{ID_NUMBER}\n\n阿拉坦•巴图 惠风川村 文书"


@pytest.fixture
def office(as_role: Callable[..., Browser]) -> Browser:
    """The handler of the county's office."""
    return as_role(Role.OFFICE_HANDLER)


def test_who_is_listed_is_met_in_the_cases_that_are_open(
    office: Browser, db: Database, people: Cast, runtime: Runtime
) -> None:
    with db.write() as session:
        add_case(session, people, runtime)
        session.commit()
    assert office.post("/officials", {"lines": LINES}).status_code == 303
    run_until_idle(db, runtime)
    with db.read() as session:
        [row] = session.scalars(select(CheckResult).where(CheckResult.result == "fail"))
        assert (row.check_id, row.effect) == ("F14", "hold")
    page = office.get("/officials").text
    assert "已登记 2 人" in page
    assert "阿拉坦•巴图" in page
    assert ID_NUMBER not in page


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("", "还没有填写"),
        ("张三 惠风川村 村主任", "不能用代称"),
        ("王秀英 惠风川村", "请写职务"),
        ("王秀英 某某村 村主任", "要写本县的村名"),
        (f"王秀英 村主任 {ID_NUMBER[:-1]}0", "身份证号不对"),
    ],
)
def test_one_bad_line_lists_nobody(office: Browser, db: Database, line: str, sentence: str) -> None:
    typed = f"{LINES}\n{line}" if line else ""
    refused = office.post("/officials", {"lines": typed})
    assert (refused.status_code, sentence in refused.text) == (422, True)
    assert not line or "第 4 行:" in refused.text
    with db.read() as session:
        assert session.scalar(select(Official.id)) is None


def test_who_leaves_office_stays_on_the_list_with_the_day(office: Browser) -> None:
    office.post("/officials", {"lines": LINES})
    assert office.post("/officials/1/left", {"left_on": "昨天"}).status_code == 422
    assert office.post("/officials/1/left", {"left_on": "2019-06-03"}).status_code == 303
    assert office.post("/officials/1/left", {"left_on": "2019-06-03"}).status_code == 409
    assert "2019-06-03" in office.get("/officials?q=王秀英").text
    assert "名单上没有这个姓名" in office.get("/officials?q=无此人").text
