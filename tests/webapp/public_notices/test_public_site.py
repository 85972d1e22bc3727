"""The public site: what a stranger reads, and what a stranger does not learn."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest

from models.database import Database
from models.notice import NoticedHousehold
from models.role import Level, Role
from tests.cast import COUNTY, OTHER_TOWNSHIP, TOWNSHIP, Cast
from tests.database.counting import counted
from tests.webapp.conftest import Browser
from tests.webapp.open_cases import add_case
from tests.webapp.public_notices.hung import hang, household, number_of
from webapp.public_notices.query import PAGE, notices_page
from webapp.public_notices.wanted import Wanted
from workflows import clock
from workflows.runtime import Runtime

MOST_STATEMENTS, MOST_BYTES = 6, 50_000
ONE = f"/notices/{number_of(1)}"


@pytest.fixture
def hung(db: Database, people: Cast) -> Callable[..., None]:
    """Hangs a sheet of plan A."""

    def hang_one(number: int = 1, *args: Any, **more: Any) -> None:
        with db.write() as session:
            hang(session, number, people.programmes["A"], *args, **more)
            session.commit()

    return hang_one


def test_whoever_reads_is_asked_for_nothing_and_kept_by_no_index(
    browser: Browser, hung: Callable[..., None], as_role: Callable[..., Browser]
) -> None:
    hung()
    for reader in (browser, as_role(Role.OFFICE_HANDLER)):
        for path in ("/notices", ONE):
            page = reader.get(path)
            assert page.status_code == 200
            assert "Set-Cookie" not in page.headers
            assert "Cookie" not in page.headers.get("Vary", "")
            assert page.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
            assert 'content="noindex, nofollow, noarchive"' in page.text
            again = reader.get(path, headers={"If-None-Match": page.headers["ETag"]})
            assert (again.status_code, again.data) == (304, b"")
    assert browser.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_a_notice_says_what_its_sheet_says_and_where_to_object(
    browser: Browser, hung: Callable[..., None]
) -> None:
    hung(rows=[household(1, "<script>alert(1)</script>"), household(2, grade=None)])
    page = browser.get(ONE).text
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)" in page
    for said in ("D级", "24,000", "惠风川村", "扎政办字〔2019〕27号", "0470-3200001", "主要街道"):
        assert said in page
    assert f'href="{ONE}/objection"' in page


def test_a_corrected_line_says_nothing_of_its_household(
    browser: Browser, hung: Callable[..., None], db: Database, people: Cast, runtime: Runtime
) -> None:
    hung(rows=[household(1, "王秀英"), household(2, "包玉山")])
    with db.write() as session:
        task = add_case(session, people, runtime)
        turn = {"level": Level.COUNTY, "area_code": COUNTY, "programme_id": people.programmes["A"]}
        taken_off = NoticedHousehold(
            **turn,
            application_id=task.application_id,
            notice_id=1,
            position=1,
            snapshot={},
            opened_at=clock.now(),
            state="taken_off",
        )
        session.add(taken_off)
        session.commit()
    page = browser.get(ONE).text
    assert "第 1 户已撤下" in page
    assert "王秀英" not in page
    assert "包玉山" in page


@pytest.mark.parametrize(
    "hidden",
    [
        {"is_on_site": False},
        {"state": "made", "leaves_site_at": None},
        {"state": "cancelled"},
        {"leaves_site_at": dt.datetime(2019, 6, 1, tzinfo=dt.UTC)},
    ],
)
def test_a_sheet_that_is_not_public_reads_as_one_that_never_was(
    browser: Browser, hung: Callable[..., None], hidden: dict[str, Any]
) -> None:
    hung(**hidden)
    unknown, withheld = browser.get("/notices/GS-2019-99999"), browser.get(ONE)
    assert (unknown.status_code, withheld.status_code) == (404, 404)
    assert unknown.data == withheld.data
    assert number_of(1) not in browser.get("/notices").text


@pytest.mark.parametrize(
    ("days", "said"), [(0, "还剩 5 天"), (4, "还剩 1 天"), (5, "今天24时期满"), (6, "已期满")]
)
def test_the_days_left_are_whole_days(
    browser: Browser, hung: Callable[..., None], days: int, said: str
) -> None:
    hung()
    clock.set_offset(clock.offset() + dt.timedelta(days=days))
    assert said in browser.get("/notices").text
    assert said in browser.get(ONE).text


def test_a_long_list_is_paged_and_nothing_is_shown_twice(
    browser: Browser, hung: Callable[..., None]
) -> None:
    for number in range(1, 2 * PAGE + 3):
        hung(number, posted_on=dt.date(2019, 6, 10) - dt.timedelta(days=number // 20))
    path, seen = "/notices", []
    while path:
        page = browser.get(path).text
        seen += [part[:13] for part in page.split('href="/notices/')[1:]]
        onward = re.search(r'href="([^"]*after=[^"]*)"', page)
        path = onward[1].replace("&amp;", "&") if onward else ""
    assert sorted(seen) == [number_of(each) for each in range(1, 2 * PAGE + 3)]


def test_a_page_is_small_and_asks_little_of_the_database(
    browser: Browser, hung: Callable[..., None], db: Database
) -> None:
    for number in range(1, PAGE + 2):
        hung(number, rows=[household(each, "阿拉坦其其格") for each in range(1, 501)])
    for path in ("/notices?village=村&township=150783100&level=county", ONE, f"{ONE}?part=5"):
        with counted(db.engine) as cost:
            page = browser.get(path)
        assert page.status_code == 200
        assert len(cost.statements) <= MOST_STATEMENTS, cost.told()
        assert len(page.data) < MOST_BYTES
    assert browser.get(f"{ONE}?part=6").status_code == 404


@pytest.mark.parametrize("asked", ["%00", "-1", "a" * 3000, "%27%3B--", "1-1", "99999999999-1"])
def test_a_strange_question_breaks_nothing(
    browser: Browser, hung: Callable[..., None], asked: str
) -> None:
    hung()
    names = ("level", "township", "village", "programme", "after")
    for path in (*(f"/notices?{name}={asked}" for name in names), f"/notices/{asked}"):
        assert browser.get(path).status_code in (200, 404), path
    assert browser.get(f"{ONE}?part={asked}").status_code == 404


def test_a_search_finds_places_and_no_names(county_database: Database, people: Cast) -> None:
    """On both databases."""
    with county_database.write() as session:
        for number, level in enumerate(Level, 1):
            hang(session, number, people.programmes["A"], level)
        session.commit()
    for wanted, found in (
        (Wanted(), {1, 2, 3}),
        (Wanted(level="county"), {3}),
        (Wanted(village="惠风"), {1, 2, 3}),
        (Wanted(village="蘑菇气"), {1, 2, 3}),
        (Wanted(village="爱里"), set()),
        (Wanted(township=TOWNSHIP), {1, 2, 3}),
        (Wanted(township=OTHER_TOWNSHIP), set()),
        (Wanted(township=OTHER_TOWNSHIP, village="惠风"), set()),
        (Wanted(village="王秀英"), set()),
        (Wanted(village="%"), set()),
        (Wanted(village="惠_川"), set()),
        (Wanted(programme=people.programmes["B"]), set()),
    ):
        with county_database.read() as session:
            rows, following = notices_page(session, wanted, None)
        assert {row.id for row in rows} == found, wanted
        assert following is None
