"""Measure everything in one run, on SQLite and on PostgreSQL: ``python -m tests.benchmarks``.

SQLite lies in a file on the disk and waits for it at each commit (WAL, synchronous=FULL); the
PostgreSQL server is the tests' own, which does not wait for the disk.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

from models.database import Database
from tests.benchmarks import (
    county,
    engine_bench,
    likeness_bench,
    list_bench,
    notice_bench,
    page_bench,
    paper_bench,
    sheet_bench,
    step_bench,
)
from tests.benchmarks.figures import Figure, Report
from tests.benchmarks.page_bench import Page
from tests.database.postgresql import PostgresqlServer, find_binaries
from tests.keys import KEYRING

MOST_STEP_STATEMENTS = 15
MOST_PAGE_STATEMENTS = 12
MOST_REPORT_MS = 1_000
MOST_HTTP_TO_ENGINE = 15
MOST_SLOWDOWN = 1.3
VAR = Path("var")
PARTS = ("sheets", "steps", "lists", "papers", "photographs", "notices", "pages")


class Sqlite:
    """New databases as files on the disk."""

    name = "SQLite (WAL, synchronous=FULL, file on disk)"

    def __init__(self) -> None:
        VAR.mkdir(exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="benchmarks-", dir=VAR))

    def new(self, name: str) -> str:
        """The address of an empty database."""
        return f"sqlite:///{self.folder / name}.sqlite"

    def copy(self, source: str, name: str) -> str:
        """The address of a copy of a database that nobody has open."""
        shutil.copyfile(self.folder / f"{source}.sqlite", self.folder / f"{name}.sqlite")
        return self.new(name)

    def close(self) -> None:
        """Remove everything."""
        shutil.rmtree(self.folder)


class Postgresql:
    """New databases of a server of our own."""

    name = "PostgreSQL (the tests' server, fsync off)"

    def __init__(self, binaries: Path) -> None:
        self.server = PostgresqlServer(binaries)

    def new(self, name: str) -> str:
        """The address of an empty database."""
        self.server.create(name)
        return self.server.url(name)

    def copy(self, source: str, name: str) -> str:
        """The address of a copy of a database that nobody has open."""
        self.server.create(name, source)
        return self.server.url(name)

    def close(self) -> None:
        """Stop the server, which removes everything."""
        self.server.stop()


Place = Sqlite | Postgresql


def measure_steps(place: Place, add: Callable[..., None]) -> None:
    """Engine beside its baseline, the service call beside the request."""
    ours, naive = engine_bench.measure(place.new("engine"), cases=4)
    engine_ms = ours.milliseconds
    add("engine and persistence, user task completed", engine_ms, "ms")
    add("the same, whole workflow serialized (baseline)", naive.milliseconds, "ms")
    ratio = naive.milliseconds / engine_ms
    add("baseline / engine", ratio, at_least=engine_bench.TARGET_RATIO)
    processor_ms = statistics.median(ours.processor_times)
    add("engine, processor time of this process alone", processor_ms, "ms")
    naive_ms = statistics.median(naive.processor_times)
    add("baseline / engine, processor time alone", naive_ms / processor_ms)
    add(
        "engine state while running, median",
        statistics.median(ours.sizes) / 1024,
        "KB",
        at_most=engine_bench.TARGET_MEDIAN_BYTES / 1024,
    )
    add(
        "engine state while running, worst",
        max(ours.sizes) / 1024,
        "KB",
        at_most=engine_bench.TARGET_WORST_BYTES / 1024,
    )
    add("baseline state while running, median", statistics.median(naive.sizes) / 1024, "KB")
    name = f"engine: rectification round {engine_bench.ROUNDS} / round 1"
    add(name, ours.growth, at_most=engine_bench.TARGET_GROWTH)
    add("baseline: the same", naive.growth)

    steps = step_bench.measure(place.new("steps"), cases=2)
    http_ms = statistics.median(steps.http)
    add("service call with commit, form to record", statistics.median(steps.service), "ms")
    add("HTTP request with session and CSRF, median", http_ms, "ms")
    add("HTTP request, slowest twentieth", statistics.quantiles(steps.http, n=20)[-1], "ms")
    add("HTTP request / engine", http_ms / engine_ms, at_most=MOST_HTTP_TO_ENGINE)
    statements = [len(cost.statements) for cost in steps.costs]
    add("SQL statements of a step over HTTP, median", statistics.median(statements))
    add("SQL statements, worst", max(statements), at_most=MOST_STEP_STATEMENTS)
    add("commits of a step, most", max(cost.commits for cost in steps.costs), at_most=1)
    add(f"service: rectification round {step_bench.ROUNDS} / round 1", steps.growth)
    add("finished case: process rows", steps.finished_state_bytes / 1024, "KB")
    add("finished case: record (history)", steps.history_bytes / 1024, "KB")
    add("finished case: what its steps wrote", steps.record_bytes / 1024, "KB")


def measure_lists(place: Place, add: Callable[..., None]) -> None:
    """One list of many households, done by a worker beside the server."""
    seconds, page_ms = list_bench.measure(place.new("lists"))
    name = f"list of {list_bench.HOUSEHOLDS} households, button to last row"
    add(name, seconds, "s", at_most=list_bench.TARGET_SECONDS)
    add("page of that list with all its inputs", page_ms, "ms")
    whole_way = list_bench.measure_whole_way(place.new("whole_way"))
    add(f"{list_bench.HOUSEHOLDS} households to the payment by lists", whole_way, "s")


def measure_sheets(place: Place, add: Callable[..., None]) -> None:
    """A spreadsheet of many households; first of all, so that the memory is its own."""
    preview, drafts, peak = sheet_bench.measure(place.new("sheets"))
    name = f"sheet of {sheet_bench.ROWS:,} rows"
    add(f"{name}, upload to preview", preview, "s", at_most=sheet_bench.PREVIEW_SECONDS)
    add(f"{name}, button to last draft", drafts, "s", at_most=sheet_bench.IMPORT_SECONDS)
    add(f"{name}, memory of the server at most", peak, "MB", at_most=sheet_bench.MOST_MB)


def measure_papers(place: Place, add: Callable[..., None]) -> None:
    """Legal papers as PDF, where the program that sets them is installed."""
    seconds = paper_bench.measure(place.new("papers"))
    if seconds is None:
        print("  papers are left out: wkhtmltopdf is not installed")
        return
    form, notice = seconds
    name = "one form as PDF, click to last byte, median"
    add(name, form, "s", at_most=paper_bench.TARGET_FORM_SECONDS)
    name = f"notice of {paper_bench.HOUSEHOLDS} households as PDF"
    add(name, notice, "s", at_most=paper_bench.TARGET_NOTICE_SECONDS)


def measure_photographs(place: Place, add: Callable[..., None]) -> None:
    """One photograph looked for among a million stored ones."""
    looked = likeness_bench.measure(place.new("likeness"))
    name = f"one photograph among {likeness_bench.HASHES:,} stored, median"
    add(name, looked.seconds, "s", at_most=likeness_bench.TARGET_SECONDS)
    add("the same, every stored hash read (baseline)", looked.baseline, "s")
    ratio = looked.baseline / looked.seconds
    add("baseline / bands", ratio, at_least=likeness_bench.TARGET_RATIO)
    add("tables scanned by its query plan", looked.scans, at_most=0)
    for line in looked.plan:
        print(f"    plan: {line}")


def measure_altered(add: Callable[..., None]) -> None:
    """Altered copies of planted pictures, kind by kind; it asks no database."""
    found = likeness_bench.surely()
    least = likeness_bench.TARGET_FOUND * 100
    for kind in found.kinds:
        name = f"found of {kind.planted} copies {kind.name}"
        add(name, kind.found / kind.planted * 100, "%", at_least=least)
    add(f"false alarms in {found.pairs:,} pairs", found.false, at_most=found.pairs // 10_000)


def measure_notices(place: Place, add: Callable[..., None]) -> None:
    """The public site through the shipped server, with a health check of it as the baseline."""
    read, least = notice_bench.measure(place.new("notices")), notice_bench.TARGET_PER_SECOND
    name = f"public list, {notice_bench.STORED:,} notices, {notice_bench.CONNECTIONS} readers"
    add(name, read.lists.per_second, "/s", at_least=least)
    add("one notice that everybody reads", read.one_sheet.per_second, "/s", at_least=least)
    add("a notice, another each time", read.sheets.per_second, "/s")
    add("public list by township or name of village", read.by_place.per_second, "/s")
    add("health check: one statement (baseline)", read.healthz.per_second, "/s")
    for name, rate in (("list", read.lists), ("notice", read.one_sheet)):
        add(f"{name} / baseline", rate.per_second / read.healthz.per_second)
        add(f"{name}: processor time of the server", rate.milliseconds, "ms", at_most=1000 / least)
    longest = max(read.lists.longest, read.sheets.longest) / 1000
    add("longest of these pages", longest, "KB", at_most=notice_bench.MOST_KB)


def measure_pages(place: Place, add: Callable[..., None], sizes: tuple[int, int]) -> None:
    """Inbox and case page in a small and a large county."""
    template = Database(place.new("template"), keyring=KEYRING)
    people = county.lay_templates(template)
    template.dispose()
    databases = []
    for name, cases in zip(("small", "large"), sizes, strict=True):
        database = Database(place.copy("template", name), keyring=KEYRING)
        began = time.perf_counter()
        county.fill(database, cases)
        add(f"filling a county with {cases:,} open cases", time.perf_counter() - began, "s")
        databases.append(database)
    pages = page_bench.measure(databases[0], databases[1], people, sizes)
    for database in databases:
        database.dispose()
    for title, found in (("inbox", pages.lists), ("case page", pages.tabs)):
        _add_pages(title, found, add, sizes)
    for page in pages.reports:
        name = f"report {page.name} with {sizes[1]:,} open cases, median"
        add(name, statistics.median(page.large), "ms", at_most=MOST_REPORT_MS)


def _add_pages(
    title: str, pages: list[Page], add: Callable[..., None], sizes: tuple[int, int]
) -> None:
    for page in pages:
        add(f"{page.name}: {sizes[1]:,} / {sizes[0]:,}", page.ratio)
    small = statistics.median(time for page in pages for time in page.small)
    large = statistics.median(time for page in pages for time in page.large)
    add(f"{title} with {sizes[0]:,} open cases, median", small, "ms")
    add(f"{title} with {sizes[1]:,} open cases, median", large, "ms")
    worst = max(page.ratio for page in pages)
    add(f"{title}: slowdown of the worst page", worst, at_most=MOST_SLOWDOWN)
    statements = max(page.statements for page in pages)
    add(f"{title}: SQL statements, worst page", statements, at_most=MOST_PAGE_STATEMENTS)


def _flush_ms(folder: Path) -> float:
    """How long this disk takes to say that something is safe: the floor of a SQLite commit."""
    times = []
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        for _ in range(50):
            file.write(b"x" * 4096)
            file.flush()
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def _measure(place: Place, report: Report, parts: Sequence[str], sizes: tuple[int, int]) -> None:
    def add(name: str, value: float, unit: str = "", **target: float) -> None:
        report.add(Figure(place.name, name, value, unit, **target))

    try:
        if "sheets" in parts:
            measure_sheets(place, add)
        if "steps" in parts:
            measure_steps(place, add)
        if "lists" in parts:
            measure_lists(place, add)
        if "papers" in parts:
            measure_papers(place, add)
        if "photographs" in parts:
            measure_photographs(place, add)
        if "photographs" in parts and isinstance(place, Sqlite):
            measure_altered(add)
        if "notices" in parts and isinstance(place, Sqlite):
            measure_notices(place, add)
        if "pages" in parts:
            measure_pages(place, add, sizes)
    finally:
        place.close()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), help="one kind only")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="some parts")
    parser.add_argument("--small", type=int, default=1_000, metavar="CASES")
    parser.add_argument("--large", type=int, default=100_000, metavar="CASES")
    options = parser.parse_args()
    warnings.simplefilter("ignore", DeprecationWarning)
    report = Report()
    places: dict[str, Callable[[], Place]] = {"sqlite": Sqlite}
    if (binaries := find_binaries()) is not None:
        places["postgresql"] = lambda: Postgresql(binaries)
    else:
        print("PostgreSQL is left out: its server is not installed")
    VAR.mkdir(exist_ok=True)
    print(
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, "
        f"a flush to the disk takes {_flush_ms(VAR):.2f} ms"
    )
    for kind, open_place in places.items():
        if options.database in (None, kind):
            _measure(open_place(), report, options.only, (options.small, options.large))
    report.conclude()


if __name__ == "__main__":
    main()
