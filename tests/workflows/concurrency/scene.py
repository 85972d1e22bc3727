"""One database, several who act on it at the same moment: threads here, processes beside."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier, Event
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from forms.submission import submit
from models.application import Application
from models.database import Database
from models.document import Document
from models.history import HistoryEntry
from models.role import Role
from models.tables import METADATA
from models.task import Task
from tests.cast import Cast
from tests.forms.stage import PHOTOS, Stage, new_application, shipped_runtime
from tests.workflows.concurrency import other_process
from workflows import clock, history, steps
from workflows.actors import actor_of
from workflows.engine import process_instances
from workflows.errors import Refused

# No test may hang: what takes longer than this has met a deadlock.
LONGEST_SECONDS = 40

# Others are forked from one that has read everything already: it takes milliseconds.
FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload([other_process.__name__])

Act = Callable[[Session], object]


@dataclass
class Scene:
    """A database with the cast in it; every act has a session, and so a connection, of its own."""

    url: str
    database: Database
    people: Cast

    def case(self, process_id: str, plan: str = "A", **facts: Any) -> int:
        """A case at the start of ``process_id``; returns its number."""
        with self.database.write() as session:
            application = new_application(session, self.people, plan, **facts)
            stage = Stage(session, self.people, application)
            stage.upload(*PHOTOS)
            stage.start(process_id)
            session.commit()
            return application.id

    def document(self, application_id: int) -> int:
        """A document of the case."""
        with self.database.read() as session:
            return session.scalars(
                select(Document.id).where(Document.application_id == application_id)
            ).all()[0]

    def task(self, application_id: int, node_id: str) -> int:
        """The newest task of a node of the case."""
        with self.database.read() as session:
            return (
                session.scalars(
                    select(Task.id)
                    .where(Task.application_id == application_id, Task.node_id == node_id)
                    .order_by(Task.id.desc())
                ).first()
                or 0
            )

    def move(self, application_id: int, node_id: str, outcome: str = "done", **data: Any) -> None:
        """Take a step without its form and commit it."""
        answer = self.done(self.step(self.task(application_id, node_id), outcome, **data))
        assert answer == node_id, answer

    def step(self, task_id: int, outcome: str = "done", **data: Any) -> Act:
        """The act of taking a step without its form: what matters here is what comes after it."""

        def act(session: Session) -> str:
            task = session.get_one(Task, task_id)
            actor = self.people.actor(session, Role(task.role))
            step = steps.begin(session, shipped_runtime(), actor, task_id)
            steps.complete(
                step,
                outcome=outcome,
                happened_on=clock.today(),
                handled_by=actor.name,
                comment="",
                routing=data,
            )
            return task.node_id

        return act

    def fill_in(
        self,
        task_id: int,
        outcome: str,
        *,
        account_id: int | None = None,
        answers: Mapping[str, Any] | None = None,
    ) -> Act:
        """The act of sending the form of a task, by the cast or by ``account_id``."""

        def act(session: Session) -> object:
            return send_form(session, self.people, task_id, outcome, account_id, answers or {})

        return act

    def done(self, act: Act) -> object:
        """Do one act and commit it; a refusal is an answer too."""
        with self.database.write() as session:
            try:
                answer = act(session)
            except Refused as refused:
                return refused
            session.commit()
            return answer

    def at_once(self, *acts: Act) -> list[object]:
        """Do the acts in threads that start together; what each answered or was refused with."""
        barrier = Barrier(len(acts))

        def run(act: Act) -> object:
            barrier.wait(LONGEST_SECONDS)
            return self.done(act)

        with ThreadPoolExecutor(len(acts)) as pool:
            running = [pool.submit(run, act) for act in acts]
            return [each.result(LONGEST_SECONDS) for each in running]

    def while_open(self, first: Act, second: Act) -> tuple[object, object]:
        """``second`` begins when ``first`` has written everything and has not committed yet."""
        has_written, may_commit = Event(), Event()

        def slowly(session: Session) -> object:
            answer = first(session)
            session.flush()
            has_written.set()
            assert may_commit.wait(LONGEST_SECONDS)
            return answer

        with ThreadPoolExecutor(2) as pool:
            one = pool.submit(self.done, slowly)
            assert has_written.wait(LONGEST_SECONDS)
            other = pool.submit(self.done, second)
            try:
                # Whoever did not wait for the first would be through by now.
                other.exception(0.3)
                waited = False
            except TimeoutError:
                waited = True
            may_commit.set()
            answers = one.result(LONGEST_SECONDS), other.result(LONGEST_SECONDS)
        assert waited, f"the second did not wait for the first: {answers[1]!r}"
        return answers

    def record(self, application_id: int, kind: str) -> list[dict[str, Any]]:
        """Payloads of one kind on the record of the case; its chain is verified beside."""
        with self.database.read() as session:
            application = session.get_one(Application, application_id)
            history.verify(session, application)
            rows = session.scalars(
                select(HistoryEntry.payload)
                .where(HistoryEntry.application_id == application_id, HistoryEntry.kind == kind)
                .order_by(HistoryEntry.seq)
            )
            return list(rows)

    def application(self, application_id: int) -> Application:
        """The case as it stands."""
        with self.database.read() as session:
            return session.get_one(Application, application_id)

    def open_nodes(self, application_id: int) -> set[str]:
        """Nodes of the tasks of the case that are open."""
        with self.database.read() as session:
            query = select(Task.node_id).where(
                Task.application_id == application_id, Task.status == "open"
            )
            return set(session.scalars(query))

    def statuses(self, application_id: int) -> set[str]:
        """Statuses of all processes of the case."""
        instances = process_instances.c
        with self.database.read() as session:
            query = select(instances.status).where(instances.application_id == application_id)
            return set(session.scalars(query))

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table."""
        with self.database.read() as session:
            return {
                table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
                for table in METADATA.sorted_tables
            }


def send_form(
    session: Session,
    people: Cast,
    task_id: int,
    outcome: str,
    account_id: int | None,
    answers: Mapping[str, Any],
) -> str:
    """Send the form of a task; answers with the node that was completed."""
    task = session.get_one(Task, task_id)
    actor = actor_of(session, account_id or people.account_id(Role(task.role)))
    common = {"handled_by": actor.name, "happened_on": clock.today().isoformat()}
    given = MultiDict({**common, "outcome": outcome, **answers})
    step = submit(session, shipped_runtime(), actor, task_id, given)
    assert step.task is not None
    return step.task.node_id


class OtherProcess:
    """A process of its own with its own connections, which follows orders and can be killed."""

    def __init__(self, url: str) -> None:
        self._line, theirs = FORKED.Pipe()
        self._process = FORKED.Process(
            target=other_process.serve, args=(url, clock.now(), theirs), daemon=True
        )
        self._process.start()
        theirs.close()

    def ask(self, **order: Any) -> None:
        """Tell it what to do, without waiting."""
        self._line.send(order)

    def answer(self) -> Any:
        """Its next answer."""
        assert self._line.poll(LONGEST_SECONDS), "the other process does not answer"
        return self._line.recv()

    def kill(self) -> None:
        """SIGKILL: it gets no chance to tidy up."""
        self._process.kill()
        self._process.join(LONGEST_SECONDS)

    def __enter__(self) -> OtherProcess:
        assert self.answer() == "ready"
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()
        self._line.close()
