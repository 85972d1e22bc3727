"""Filling an empty database with a small demo county."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from models.application import Application
from models.check_result import CheckResult
from models.database import Database
from models.document import Document
from models.outbox import OutboxMessage
from models.task import Task
from tests.keys import KEYRING
from webapp.demo import HalfSeeded, is_seeded, seed
from webapp.demo.scenarios import FIRST_DAY, LAST_DAY
from webapp.demo_clock import restore_offset
from webapp.storage import FileStorage
from workflows import clock, history
from workflows.runtime import Runtime

HOUSEHOLDS = 9


@pytest.fixture(scope="module")
def told() -> list[str]:
    """What the seeding said."""
    return []


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> FileStorage:
    """Where the pictures lie."""
    return FileStorage(tmp_path_factory.mktemp("documents"))


@pytest.fixture(scope="module")
def seeded(
    sqlite_template: Path,
    runtime: Runtime,
    storage: FileStorage,
    told: list[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Database]:
    """A demo county of a few households."""
    path = tmp_path_factory.mktemp("seeded") / "demo.sqlite"
    shutil.copyfile(sqlite_template, path)
    opened = Database(f"sqlite:///{path}", keyring=KEYRING)
    before = clock.offset()
    seed(opened, runtime, storage, households=HOUSEHOLDS, progress=told.append)
    clock.set_offset(before)
    yield opened
    opened.dispose()


def test_every_household_has_its_case(seeded: Database) -> None:
    with seeded.read() as session:
        assert session.scalar(select(func.count()).select_from(Application)) == HOUSEHOLDS


def test_it_is_marked_as_complete(seeded: Database, sqlite_url: str) -> None:
    assert is_seeded(seeded)
    empty = Database(sqlite_url, keyring=KEYRING)
    assert not is_seeded(empty)
    empty.dispose()


def test_a_database_that_holds_something_is_refused(
    seeded: Database, runtime: Runtime, storage: FileStorage
) -> None:
    with pytest.raises(HalfSeeded):
        seed(seeded, runtime, storage, households=1)


def test_it_opens_on_the_last_day(seeded: Database) -> None:
    with seeded.read() as session:
        restore_offset(session)

    assert clock.today() == LAST_DAY
    assert clock.local(clock.now()).hour in (9, 10)


def test_everything_happened_before_that_day_and_in_order(seeded: Database) -> None:
    opening = clock.start_of(LAST_DAY) + dt.timedelta(hours=9, minutes=1)
    with seeded.read() as session:
        tasks = session.scalars(select(Task).order_by(Task.id)).all()

    assert all(task.opened_at <= (task.done_at or opening) <= opening for task in tasks)
    assert tasks[0].opened_at >= clock.start_of(FIRST_DAY)
    # Numbers are given as time goes on, over all cases.
    assert [task.opened_at for task in tasks] == sorted(task.opened_at for task in tasks)


def test_open_cases_wait_for_somebody(seeded: Database) -> None:
    with seeded.read() as session:
        open_tasks = session.scalar(
            select(func.count()).select_from(Task).where(Task.status == "open")
        )
    assert open_tasks


def test_every_chain_of_the_record_holds(seeded: Database) -> None:
    with seeded.read() as session:
        for application in session.scalars(select(Application)):
            assert history.verify(session, application) > 0


def test_every_message_arrived(seeded: Database) -> None:
    with seeded.read() as session:
        results = set(session.scalars(select(OutboxMessage.result)))

    assert results <= {"delivered", "not awaited"}


def test_every_document_lies_in_the_storage(seeded: Database, storage: FileStorage) -> None:
    with seeded.read() as session:
        documents = session.scalars(select(Document)).all()

    assert documents
    assert all(len(storage.get(each.sha256)) == each.size for each in documents)


def test_the_database_waits_for_the_disk_again(seeded: Database) -> None:
    full = 2
    with seeded.read() as session:
        assert session.scalar(text("PRAGMA synchronous")) == full


def test_progress_is_told_month_by_month(seeded: Database, told: list[str]) -> None:
    assert told[-1].endswith("7月")


def test_postgresql_is_filled_the_same_way(
    postgresql_url: str, runtime: Runtime, storage: FileStorage
) -> None:
    opened = Database(postgresql_url, keyring=KEYRING)

    seed(opened, runtime, storage, households=1)

    assert is_seeded(opened)
    opened.dispose()


def test_the_only_photographs_that_are_held_are_those_that_were_planted(seeded: Database) -> None:
    with seeded.read() as session:
        held = session.execute(
            select(CheckResult.check_id, CheckResult.why, Document.uploaded_at)
            .outerjoin(Document, Document.id == CheckResult.document_id)
            .where(CheckResult.result == "fail", CheckResult.effect.in_(("block", "hold")))
        ).all()
        last = session.scalar(select(func.max(Document.uploaded_at)))
    assert last is not None
    # They are planted one after the other, when the county stands.
    before = last - dt.timedelta(minutes=1)
    assert [row for row in held if row.uploaded_at and row.uploaded_at < before] == []
