"""A completed step as a clerk feels it: the service call, and the whole HTTP request.

Real households go from the application to the closed file on one server.  Pages are opened, papers
uploaded and forms filled in as a browser does; only the press of the button is measured.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import EnvironBuilder, run_wsgi_app
from werkzeug.wrappers import Response

from forms.submission import submit
from models.account import Account
from models.database import Database, create_schema
from models.process_instance import process_instances
from models.tables import METADATA
from tests.cast import build_cast, day
from tests.database.counting import Counted, counted
from tests.journeys.office import COOKIE, HOST, SITE, Case, Office, Page
from tests.journeys.plans import BEGINNING, plan_of
from tests.keys import KEYRING
from workflows import clock
from workflows.actors import actor_of

HTTP, SERVICE, COUNT = "http", "service", "count"
ROUNDS = 50


@dataclass
class Steps:
    """Times in ms; statements and commits of each step; bytes of the cases that came to an end."""

    http: list[float] = field(default_factory=list)
    service: list[float] = field(default_factory=list)
    costs: list[Counted] = field(default_factory=list)
    rounds: list[float] = field(default_factory=list)
    states: list[int] = field(default_factory=list)
    history_bytes: int = 0
    record_bytes: int = 0
    finished_state_bytes: int = 0

    @property
    def growth(self) -> float:
        """Cost of the last rounds of a rectification over that of the first ones."""
        return statistics.median(self.rounds[-5:]) / statistics.median(self.rounds[:5])


class MeasuredOffice(Office):
    """An office whose buttons are pressed in one of three ways."""

    how: str = HTTP
    steps: Steps

    def post(self, who: str, path: str, data: Mapping[str, Any] | MultiDict[str, Any]) -> Page:
        """Send a form; when it completes a task, the way that ``how`` says."""
        number = path.removeprefix("/tasks/")
        if not path.startswith("/tasks/") or not number.isdecimal():
            return super().post(who, path, data)
        if self.how == SERVICE:
            return self._serve(who, int(number), MultiDict(data))
        if self.how == COUNT:
            with counted(self.database.engine) as cost:
                page = super().post(who, path, data)
            self.steps.costs.append(cost)
            return page
        return self._request(who, path, data)

    def _request(self, who: str, path: str, data: Mapping[str, Any]) -> Page:
        cookie = self.client(who).get_cookie(COOKIE, HOST)
        assert cookie is not None
        headers = {"Referer": f"{SITE}/", "Cookie": f"{COOKIE}={cookie.value}"}
        builder = EnvironBuilder(path, base_url=SITE, method="POST", data=data, headers=headers)
        environ = builder.get_environ()
        began = time.perf_counter()
        answer = run_wsgi_app(self.app, environ, buffered=True)
        self.steps.http.append((time.perf_counter() - began) * 1000)
        return Page(Response(*answer))  # type: ignore[arg-type]

    def _serve(self, who: str, task_id: int, answers: MultiDict[str, Any]) -> Page:
        with self.database.read() as session:
            account_id = session.scalars(select(Account.id).where(Account.username == who)).one()
            actor = actor_of(session, account_id)
        began = time.perf_counter()
        with self.database.write() as session:
            submit(session, self.runtime, actor, task_id, answers)
            session.commit()
        self.steps.service.append((time.perf_counter() - began) * 1000)
        return Page(Response(status=303))  # type: ignore[arg-type]


def measure(url: str, *, cases: int) -> Steps:
    """Take ``cases`` households each way to the closed file, and one through fifty rounds."""
    database = Database(url, keyring=KEYRING)
    create_schema(database.engine)
    clock.set_now(day(BEGINNING))
    with database.write() as session:
        people = build_cast(session)
        session.commit()
    steps = Steps()
    with tempfile.TemporaryDirectory() as storage:
        office = MeasuredOffice(database, people, Path(storage))
        office.steps = steps
        numbers = iter(range(1, 1000))
        _walk(office, COUNT, next(numbers))
        finished = []
        for _ in range(cases):
            for how in (HTTP, SERVICE):
                finished.append(_walk(office, how, next(numbers)))
        _weigh(database, steps, [case.id for case in finished])
        _rectify(office, next(numbers))
    database.dispose()
    return steps


def _walk(office: MeasuredOffice, how: str, number: int) -> Case:
    office.how = how
    case = office.new_case(plan_of(number))
    for _ in range(200):
        if case.application.state == "ended":
            break
        case.go_on()
        _note_state(office, case)
    assert case.application.result == "case_closed"
    return case


def _rectify(office: MeasuredOffice, number: int) -> None:
    """Fifty failed acceptances; a round is the failure and the mending, as service calls."""
    office.how = SERVICE
    case = office.new_case(plan_of(number)).advance_to("accept_preliminary")
    for _ in range(ROUNDS):
        before = len(office.steps.service)
        case.complete("accept_preliminary", "fail")
        case.complete("rectify_defects")
        office.steps.rounds.append(sum(office.steps.service[before:]))
        del office.steps.service[before:]


def _note_state(office: MeasuredOffice, case: Case) -> None:
    instances = process_instances.c
    with office.database.read() as session:
        states = session.scalars(
            select(instances.state).where(
                instances.application_id == case.id, instances.status == "running"
            )
        )
        office.steps.states.append(sum(len(state) for state in states))


def _weigh(database: Database, steps: Steps, ids: list[int]) -> None:
    """Bytes that one finished case leaves: what its rows say, without indexes and pages."""
    with database.read() as session:
        for table in METADATA.sorted_tables:
            column = table.c.get("application_id")
            column = table.c.id if table.name == "applications" else column
            if column is None:
                continue
            rows = session.execute(select(table).where(column.in_(ids))).all()
            size = sum(_size(value) for row in rows for value in row) // len(ids)
            if table.name == "history":
                steps.history_bytes += size
            elif table.name == "process_instances":
                steps.finished_state_bytes += size
            else:
                steps.record_bytes += size


def _size(value: object) -> int:
    return len(value) if isinstance(value, bytes) else len(str(value).encode())
