"""A list of 200 households over HTTP: from the press of the button to the last row."""

from __future__ import annotations

import tempfile
import threading
import time
from pathlib import Path

from forms.list_rows import complete_row
from models.database import Database, create_schema
from models.role import Role
from tests.cast import build_cast, day, username
from tests.journeys.office import Office
from tests.journeys.plans import BEGINNING
from tests.journeys.village_of import ListOf, Village
from tests.keys import KEYRING
from workflows import clock
from workflows.worker import run_forever

HOUSEHOLDS = 200
TARGET_SECONDS = 10
MEETING = {
    "meeting_kind": "村民代表大会",
    "place": "村委会会议室",
    "chair": "白音",
    "minute_taker": "孙文书",
    "due_count": 30,
    "present_count": 24,
}
VOTES = {"in_favour": 20, "against": 3, "abstained": 1}


def measure(url: str) -> tuple[float, float]:
    """(seconds until all rows are done, ms of the page of the list), the worker beside."""
    database = Database(url, keyring=KEYRING)
    create_schema(database.engine)
    clock.set_now(day(BEGINNING))
    with database.write() as session:
        people = build_cast(session)
        session.commit()
    with tempfile.TemporaryDirectory() as storage:
        office = Office(database, people, Path(storage))
        village = Village(office)
        village.settle(HOUSEHOLDS)
        village.singly_until("hold_appraisal")
        made = ListOf.of_step(office, username(Role.VILLAGE_CLERK), "hold_appraisal")
        papers = made.upload("document_ids", "民主评议签到表", "民主评议会议记录")
        sent = made.filled(VOTES, **MEETING, document_ids=papers)
        began = time.perf_counter()
        assert made.page.status == 200
        page_ms = (time.perf_counter() - began) * 1000
        stop = threading.Event()
        worker = threading.Thread(
            target=run_forever, args=(database, office.runtime, stop, 1.0, complete_row)
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
    database.dispose()
    return seconds, page_ms
