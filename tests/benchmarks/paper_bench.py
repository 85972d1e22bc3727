"""Papers as PDF: one form over HTTP, and a notice of a whole township."""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from models.database import Database, create_schema
from models.role import Role
from models.task import Task
from tests.cast import build_cast, day, username
from tests.journeys.office import Office
from tests.journeys.plans import BEGINNING, plan_of
from tests.keys import KEYRING
from webapp.cases.frame import load_frame
from webapp.papers.facts import facts_of
from webapp.papers.filled import fill
from webapp.papers.press import body_of, pdf_of
from webapp.parts import parts
from workflows import clock
from workflows.papers import PAPERS

HOUSEHOLDS = 500
TARGET_FORM_SECONDS = 1
TARGET_NOTICE_SECONDS = 5
ROUNDS = 5


def measure(url: str) -> tuple[float, float] | None:
    """(seconds of a form from click to last byte, of the notice); None without the printer."""
    database = Database(url, keyring=KEYRING)
    create_schema(database.engine)
    clock.set_now(day(BEGINNING))
    with database.write() as session:
        people = build_cast(session)
        session.commit()
    with tempfile.TemporaryDirectory() as storage:
        office = Office(database, people, Path(storage))
        with office.app.app_context():
            if parts().printer.why_not:
                return None
            # The measure of the program is taken once for each of its versions.
            assert parts().printer.zoom
        case = office.new_case(plan_of(1)).advance_to("post_notice")
        filed = next(task for task in case.tasks if task.node_id == "file_application")
        address = f"/tasks/{filed.id}/papers/application_letter/pdf"
        form = statistics.median(_form_seconds(office, address) for _ in range(ROUNDS))
        task = case.task("post_notice")
        office.make_sheets(case.desk(task), [task.id])
        notice = _notice_seconds(office, task.id)
    database.dispose()
    return form, notice


def _form_seconds(office: Office, address: str) -> float:
    began = time.perf_counter()
    assert office.get(username(Role.VILLAGE_CLERK), address).status == 200
    return time.perf_counter() - began


def _notice_seconds(office: Office, task_id: int) -> float:
    """The notice as of one household, with its line ``HOUSEHOLDS`` times."""
    with office.app.test_request_context("/"), office.database.read() as session:
        began = time.perf_counter()
        task = session.get_one(Task, task_id)
        actor = office.people.actor(session, Role.VILLAGE_CLERK)
        frame = load_frame(session, parts().runtime, actor, task.application_id)
        filled = fill(session, frame, task, PAPERS["public_notice"], shows_numbers=False)
        facts = facts_of(session, filled)
        notice = facts["n"]
        content = notice.content | {"rows": list(notice.lines) * HOUSEHOLDS}
        facts["n"] = replace(notice, content=content)
        assert len(facts["n"].lines) == HOUSEHOLDS
        assert pdf_of(body_of(filled, facts), filled.title, parts().printer)
        return time.perf_counter() - began
