"""Inbox and case page in a small and in a large county, request by request in turn.

In turn, because another program on the machine would otherwise slow down one county alone.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from werkzeug.test import EnvironBuilder, run_wsgi_app

from models.database import Database
from models.role import Role
from tests.benchmarks.county import STEPS
from tests.cast import Cast, username
from tests.database.counting import counted
from tests.journeys.office import COOKIE, HOST, SITE, Office

LISTS = {
    Role.VILLAGE_CLERK: ("/", "/done", "/mine"),
    Role.TOWNSHIP_OFFICER: ("/", "/?step=review_file", "/done", "/mine"),
    Role.OFFICE_HANDLER: ("/", "/done", "/mine"),
    Role.POVERTY_ALLEVIATION_OFFICE: ("/",),
}
# Read a few times a day, over a whole area: these may grow with it, but not beyond a second.
REPORTS = {
    Role.OFFICE_HANDLER: ("/progress", "/roster?measure=reported", "/overdue", "/missing"),
    Role.TOWNSHIP_OFFICER: ("/progress", "/roster", "/overdue", "/missing"),
    Role.POVERTY_ALLEVIATION_OFFICE: ("/progress", "/roster"),
}
# The tabs as two read them: one whose area holds the case, one on whose desk it has been.
TABS = {"": "", "/papers": "", "/history": "", "/diagram": "", "/money": "", "/grounds": ""}
CASE_READERS = (Role.OFFICE_HANDLER, Role.POVERTY_ALLEVIATION_OFFICE)
AT_ITS_DESK = STEPS.index("verify_poverty") + 1
ROUNDS = 15


@dataclass
class Page:
    """One address read by one role: times in ms in the small and the large county."""

    name: str
    small: list[float] = field(default_factory=list)
    large: list[float] = field(default_factory=list)
    statements: int = 0

    @property
    def ratio(self) -> float:
        """How much slower the large county is: turn by turn, so that others' load cancels out."""
        pairs = zip(self.large, self.small, strict=True)
        return statistics.median(large / small for large, small in pairs)


@dataclass
class Pages:
    """Every list, every report and every tab."""

    lists: list[Page] = field(default_factory=list)
    reports: list[Page] = field(default_factory=list)
    tabs: list[Page] = field(default_factory=list)


class County:
    """A server on one of the two databases."""

    def __init__(self, database: Database, people: Cast, cases: int, storage: Path) -> None:
        self.office = Office(database, people, storage)
        self.copies = cases // len(STEPS) - 1
        self.random = Random(cases)

    def get(self, role: Role, path: str) -> float:
        """Open a page; the milliseconds until the last byte."""
        who = username(role)
        cookie = self.office.client(who).get_cookie(COOKIE, HOST)
        assert cookie is not None
        headers = {"Cookie": f"{COOKIE}={cookie.value}"}
        address, _, query = path.partition("?")
        environ = EnvironBuilder(
            address, base_url=SITE, query_string=query, headers=headers
        ).get_environ()
        began = time.perf_counter()
        body, status, _ = run_wsgi_app(self.office.app, environ, buffered=True)
        took = (time.perf_counter() - began) * 1000
        assert status.startswith("200"), f"{path}: {status}"
        assert body
        return took

    def statements(self, role: Role, path: str) -> int:
        """How many statements a page takes once the server is warm."""
        self.get(role, path)
        with counted(self.office.database.engine) as cost:
            self.get(role, path)
        return len(cost.statements)

    def case_at(self, step: int) -> int:
        """The number of some copied case that stands at ``step`` (from 1)."""
        return step + self.random.randint(1, self.copies) * len(STEPS)


def measure(small: Database, large: Database, people: Cast, sizes: tuple[int, int]) -> Pages:
    """Read every page in both counties, ``ROUNDS`` times."""
    pages = Pages()
    with tempfile.TemporaryDirectory() as storage:
        counties = [
            County(database, people, cases, Path(storage))
            for database, cases in zip((small, large), sizes, strict=True)
        ]
        for addresses, found in ((LISTS, pages.lists), (REPORTS, pages.reports)):
            for role, paths in addresses.items():
                for path in paths:
                    statements = counties[0].statements(role, path)
                    page = Page(f"{role.value} {path}", statements=statements)
                    _read(counties, page, role, path, None)
                    found.append(page)
        for role in CASE_READERS:
            for tab in TABS:
                first = f"/cases/{AT_ITS_DESK}{tab}"
                page = Page(
                    f"{role.value} case{tab}", statements=counties[0].statements(role, first)
                )
                _read(counties, page, role, tab, AT_ITS_DESK)
                pages.tabs.append(page)
    return pages


def _read(counties: list[County], page: Page, role: Role, path: str, step: int | None) -> None:
    for turn in range(ROUNDS + 2):
        for county, times in zip(counties, (page.small, page.large), strict=True):
            address = path if step is None else f"/cases/{county.case_at(step)}{path}"
            took = county.get(role, address)
            # The first two warm up what a server keeps: templates, statements, pages of the file.
            if turn >= 2:
                times.append(took)
