"""``anju verify-history`` says that the record is whole, or where it is not."""

from __future__ import annotations

import datetime as dt

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from models.application import Application
from models.database import Database
from models.role import Role
from tests.cast import VILLAGE, County
from tests.keys import KEYRING
from webapp.cli import main
from workflows import clock, history
from workflows.history import Entry


@pytest.fixture
def recorded(sqlite_county: County) -> str:
    """A database with one case of three rows."""
    database = sqlite_county.open()
    with database.write() as session:
        clerk = sqlite_county.people.actor(session, Role.VILLAGE_CLERK)
        case = Application(
            programme_id=1, village_code=VILLAGE, opened_by_id=1, opened_at=clock.now()
        )
        session.add(case)
        session.flush()
        day = dt.date(2019, 6, 4)
        history.record(
            session, case, [Entry("task_completed", clerk, {"n": n}, day) for n in range(3)]
        )
        session.commit()
    database.dispose()
    return sqlite_county.url


def verify(url: str) -> Result:
    return CliRunner().invoke(main, ["verify-history", "--database", url])


def test_a_whole_record_is_counted(recorded: str) -> None:
    result = verify(recorded)
    assert result.exit_code == 0
    assert "3 条记录,全部一致" in result.output


def test_a_changed_row_is_named_and_the_exit_status_is_1(recorded: str) -> None:
    database = Database(recorded, keyring=KEYRING)
    with database.write() as session:
        session.execute(text("DROP TRIGGER history_no_update"))
        session.execute(text("UPDATE history SET handled_by = 'x' WHERE seq = 2"))
        session.commit()
    database.dispose()
    result = verify(recorded)
    assert result.exit_code == 1
    assert "第 2 条起不一致" in result.output
