"""A county at work: one server, its database, everybody with an account, a morning in March."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from models.database import Database
from tests.cast import VILLAGE, build_cast, day
from tests.journeys.checks import check_case
from tests.journeys.office import Case, Office
from tests.journeys.walks import said_by, way_of
from webapp.demo.case_plan import CasePlan
from webapp.demo.people import make_family
from workflows import clock

NewCase = Callable[..., Case]
BEGINNING = "2019-03-04"


@pytest.fixture(autouse=True)
def moved_clock() -> Iterator[None]:
    """Journeys begin on the same morning; the clock is put back after each."""
    clock.set_now(day(BEGINNING))
    yield
    clock.set_offset(dt.timedelta(0))


@pytest.fixture
def office(database_url: str, sqlite_folder: Path) -> Iterator[Office]:
    """The whole county; runs once on each kind of database."""
    yield from open_office(database_url, sqlite_folder)


@pytest.fixture
def sqlite_office(sqlite_url: str, sqlite_folder: Path) -> Iterator[Office]:
    """The same on SQLite alone."""
    yield from open_office(sqlite_url, sqlite_folder)


def open_office(url: str, folder: Path) -> Iterator[Office]:
    """Open the database, write the cast, start the server."""
    database = Database(url)
    with database.write() as session:
        people = build_cast(session)
        session.commit()
    with tempfile.TemporaryDirectory(dir=folder) as storage:
        yield Office(database, people, Path(storage))
    database.dispose()


@pytest.fixture
def cases(request: pytest.FixtureRequest) -> Iterator[NewCase]:
    """Opens cases; when the journey is over, each is looked through and its ways are counted.

    ``cases(office, plan="B", identities=("低保",))`` says what differs from a 建档立卡户 of
    three whose house is graded D and who builds for themselves.
    """
    opened: list[Case] = []

    def open_case(office: Office, **differs: object) -> Case:
        case = office.new_case(plan_of(len(opened) + 1, **differs))
        opened.append(case)
        return case

    yield open_case
    if getattr(request.node, "failed", False):
        return
    for case in opened:
        check_case(case)
    said = said_by(request.function)
    walked = {way_of(way) for case in opened for way in case.office.walked}
    assert said <= walked, f"said but not walked: {sorted(said - walked)}"


def plan_of(number: int, **differs: object) -> CasePlan:
    """What is to happen to household ``number``."""
    told = {
        "number": number,
        "plan": "A",
        "family": make_family(number, VILLAGE, "惠风川村", size=int(str(differs.pop("size", 3)))),
        "identities": ("建档立卡",),
        "grade": "D",
        "method": "自建房屋",
        "area_m2": 55,
        "starts_on": clock.today(),
    }
    return CasePlan(**(told | differs))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Let ``cases`` know that the journey itself failed, so that it adds no second complaint."""
    report = yield
    if report.when == "call" and report.failed:
        item.failed = True
    return report
