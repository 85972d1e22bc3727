"""A county at work: one server, its database, everybody with an account, a morning in March."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cast import Cast, County, day
from tests.journeys.checkpoints import Checkpoints
from tests.journeys.checks import check_case
from tests.journeys.office import Case, Office
from tests.journeys.plans import BEGINNING, plan_of
from tests.journeys.walks import said_by, way_of
from workflows import clock

NewCase = Callable[..., Case]
CaseAt = Callable[..., Case]


@pytest.fixture(autouse=True)
def moved_clock() -> Iterator[None]:
    """Journeys begin on the same morning; the clock is put back after each."""
    clock.set_now(day(BEGINNING))
    yield
    clock.set_offset(dt.timedelta(0))


@pytest.fixture
def office(county: County, sqlite_folder: Path) -> Iterator[Office]:
    """The whole county; runs once on each kind of database."""
    yield from open_office(county, sqlite_folder)


@pytest.fixture
def sqlite_office(sqlite_county: County, sqlite_folder: Path) -> Iterator[Office]:
    """The same on SQLite alone."""
    yield from open_office(sqlite_county, sqlite_folder)


@pytest.fixture
def postgresql_office(postgresql_county: County, sqlite_folder: Path) -> Iterator[Office]:
    """The same on PostgreSQL alone."""
    yield from open_office(postgresql_county, sqlite_folder)


def open_office(county: County, folder: Path) -> Iterator[Office]:
    """Open the database, start the server."""
    database = county.open()
    with tempfile.TemporaryDirectory(dir=folder) as storage:
        yield Office(database, county.people, Path(storage))
    database.dispose()


@pytest.fixture(scope="session")
def checkpoints(
    sqlite_county_template: tuple[Path, Cast], sqlite_folder: Path
) -> Iterator[Checkpoints]:
    """Where journeys that differ only in their last steps begin."""
    folder = Path(tempfile.mkdtemp(dir=sqlite_folder))
    yield Checkpoints(*sqlite_county_template, folder)
    shutil.rmtree(folder)


@pytest.fixture
def opened(request: pytest.FixtureRequest) -> Iterator[list[Case]]:
    """The cases of a journey; when it is over, each is looked through and its ways are counted."""
    found: list[Case] = []
    yield found
    if not getattr(request.node, "has_failed", False):
        for case in found:
            check_case(case)
        said = said_by(request.function)
        walked = {way_of(way) for case in found for way in case.office.walked}
        assert said <= walked, f"said but not walked: {sorted(said - walked)}"


@pytest.fixture
def new_case(opened: list[Case]) -> NewCase:
    """Opens a case in an office: ``new_case(office, plan="B", identities=("低保",))``."""

    def make(office: Office, **differs: object) -> Case:
        opened.append(office.new_case(plan_of(len(opened) + 1, **differs)))
        return opened[-1]

    return make


@pytest.fixture
def case_at(checkpoints: Checkpoints, opened: list[Case]) -> CaseAt:
    """A case that stands at a step, on SQLite: ``case_at("approve_case", grade="C")``."""

    def make(node: str, **differs: object) -> Case:
        opened.append(checkpoints.case_at(node, **differs))
        return opened[-1]

    return make


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Let ``opened`` know that the journey itself failed, so that it adds no second complaint."""
    report = yield
    if report.when == "call" and report.failed:
        item.has_failed = True
    return report
