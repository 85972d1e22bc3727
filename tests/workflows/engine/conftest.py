from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.database import Database
from workflows.engine import (
    Advance,
    DefinitionSet,
    Library,
    OpenTask,
    Run,
    Subject,
    open_instance,
    start,
)

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)


class Answers:
    """Handlers that answer from a table and remember what they were asked."""

    def __init__(self, **answers: Mapping[str, Any] | None) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def decide(self, decision_ref: str) -> dict[str, Any]:
        self.asked.append(decision_ref)
        return dict(self.answers[decision_ref] or {})

    def serve(self, topic: str) -> dict[str, Any] | None:
        self.asked.append(topic)
        answer = self.answers[topic]
        return None if answer is None else dict(answer)


class Desk:
    """One instance, every act in a transaction of its own and on a freshly read state."""

    def __init__(self, session: Session, library: Library, answers: Answers) -> None:
        self.session, self.library, self.answers = session, library, answers
        self.instance_id = 0
        self.last: Advance | None = None

    def begin(self, process_id: str, data: Mapping[str, Any] | None = None) -> Advance:
        subject = Subject("application", 7, 7)
        self.instance_id, advance = start(
            self.session, self.library, process_id, subject, data or {}, self.answers, NOW
        )
        self.session.commit()
        return advance

    def run(self) -> Run:
        return open_instance(self.session, self.library, self.instance_id)

    def open(self) -> list[str]:
        return [task.node_id for task in self.run().open_tasks()]

    def task(self, node_id: str) -> OpenTask:
        return next(task for task in self.run().open_tasks() if task.node_id == node_id)

    def data(self, node_id: str) -> dict[str, Any]:
        run = self.run()
        return run.data_of(self.task(node_id).id)

    def complete(self, node_id: str, outcome: str = "done", **routing: Any) -> Advance:
        advance = self.run().complete(
            self.task(node_id).id, {"outcome": outcome, **routing}, self.answers, NOW
        )
        self.session.commit()
        return advance

    def deliver(self, message: str, **payload: Any) -> Advance:
        advance = self.run().deliver(message, payload, self.answers, NOW)
        self.session.commit()
        return advance

    def fire(self, now: dt.datetime) -> Advance:
        advance = self.run().fire_timers(self.answers, now)
        self.session.commit()
        return advance


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A writing session; the test runs once on each kind of database."""
    with database.write() as opened:
        yield opened


def library_of(*files: Mapping[str, str]) -> Library:
    merged = {name: xml for each in files for name, xml in each.items()}
    return Library(DefinitionSet(merged))


@pytest.fixture
def desk_of(session: Session) -> Any:
    def make(*files: Mapping[str, str], **answers: Mapping[str, Any] | None) -> Desk:
        return Desk(session, library_of(*files), Answers(**answers))

    return make
