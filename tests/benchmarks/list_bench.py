"""A list of 200 households over HTTP, and the whole way of a village of 200 by lists."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from forms.list_rows import complete_row
from models.database import Database, create_schema
from models.role import Role
from tests.cast import build_cast, day, username
from tests.journeys.office import Office
from tests.journeys.plans import BEGINNING
from tests.journeys.village_of import MEETING, PAPERS, VOTES, ListOf, Village
from tests.journeys.whole_way import check, whole_way
from tests.keys import KEYRING
from workflows import clock
from workflows.worker import run_forever

HOUSEHOLDS = 200
TARGET_SECONDS = 10


def measure(url: str) -> tuple[float, float]:
    """(seconds until all rows are done, ms of the page of the list), the worker beside."""
    with county_at(url) as office:
        village = Village(office)
        village.settle(HOUSEHOLDS)
        village.singly_until("hold_appraisal")
        made = ListOf.of_step(office, username(Role.VILLAGE_CLERK), "hold_appraisal")
        papers = made.upload("document_ids", *PAPERS)
        sent = made.filled(VOTES, **MEETING, document_ids=papers)
        began = time.perf_counter()
        assert made.page.status == 200
        page_ms = (time.perf_counter() - began) * 1000
        stop = threading.Event()
        worker = threading.Thread(
            target=run_forever, args=(office.database, office.runtime, stop, 1.0, complete_row)
        )
        worker.start()
        began = time.perf_counter()
        assert made.post("submit", sent).status == 303
        while made.case_list.state == "running":
            time.sleep(0.1)
        seconds = time.perf_counter() - began
        stop.set()
        worker.join()
        assert made.case_list.done_count == HOUSEHOLDS
    return seconds, page_ms


def measure_whole_way(url: str) -> float:
    """Seconds from the first application to the last payment, every case looked through."""
    with county_at(url) as office:
        village = Village(office)
        village.settle(HOUSEHOLDS, grade="C", method="修缮加固", area_m2=None)
        began = time.perf_counter()
        whole_way(village)
        seconds = time.perf_counter() - began
        check(village)
    return seconds


@contextmanager
def county_at(url: str) -> Iterator[Office]:
    """The offices of a county with an empty database of its own."""
    database = Database(url, keyring=KEYRING)
    create_schema(database.engine)
    clock.set_now(day(BEGINNING))
    with database.write() as session:
        people = build_cast(session)
        session.commit()
    with tempfile.TemporaryDirectory() as storage:
        yield Office(database, people, Path(storage))
    database.dispose()
