"""Debian's Chromium, headless, and a county served to it."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.desk import PATIENCE_MS
from tests.browser.needed import skip_unless
from tests.browser.town import SeenCase, Town
from tests.cast import Cast, County, day
from tests.journeys.checkpoints import Checkpoints
from tests.journeys.office import Office
from tests.journeys.plans import BEGINNING
from workflows import clock

SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; without it these tests are skipped, but never by CI."""
    executable = shutil.which("chromium")
    skip_unless(executable is not None, "no browser: Debian's package chromium is not installed")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(SWITCHES))
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def moved_clock() -> Iterator[None]:
    """Every test begins on the same morning; the clock is put back after each."""
    clock.set_now(day(BEGINNING))
    yield
    clock.set_offset(dt.timedelta(0))


@pytest.fixture
def served(chromium: Browser) -> Iterator[Callable[[Office], Town]]:
    """Serves an office; afterwards no window may have complained."""
    towns: list[Town] = []

    def serve(office: Office) -> Town:
        towns.append(Town(office, chromium))
        return towns[-1]

    yield serve
    faults = [fault for town in towns for fault in town.close()]
    assert faults == []


@pytest.fixture
def town(served: Callable[[Office], Town], sqlite_county: County, tmp_path: Path) -> Iterator[Town]:
    """A served county without a case."""
    database = sqlite_county.open()
    yield served(Office(database, sqlite_county.people, tmp_path))
    database.dispose()


@pytest.fixture(scope="session")
def checkpoints(
    sqlite_county_template: tuple[Path, Cast], sqlite_folder: Path
) -> Iterator[Checkpoints]:
    """Cases that stand at a step, walked there over HTTP."""
    folder = Path(tempfile.mkdtemp(dir=sqlite_folder))
    yield Checkpoints(*sqlite_county_template, folder)
    shutil.rmtree(folder)


@pytest.fixture
def seen_at(
    checkpoints: Checkpoints, served: Callable[[Office], Town]
) -> Callable[[str], SeenCase]:
    """A case of a served county that stands at a step: ``seen_at("hold_appraisal")``."""

    def make(node: str) -> SeenCase:
        case = checkpoints.case_at(node)
        return SeenCase(case.office, case.plan, case.id, case.visits, town=served(case.office))

    return make
