"""The record: chained, append-only, and free of personal numbers in clear."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from models.application import Application
from models.database import Database
from models.history import AppendOnlyError, HistoryEntry
from models.role import Role
from models.triggers import create_triggers, missing_triggers
from tests.cast import VILLAGE, Cast, County
from tests.keys import KEYRING
from workflows import clock, history
from workflows.history import BrokenChain, Entry
from workflows.rights import MACHINE, Actor

TODAY = dt.date(2019, 6, 4)


@pytest.fixture
def clerk(session: Session, people: Cast) -> Actor:
    return people.actor(session, Role.VILLAGE_CLERK)


@pytest.fixture
def case(session: Session, clerk: Actor) -> Application:
    assert clerk.account_id is not None
    application = Application(
        programme_id=1,
        village_code=VILLAGE,
        opened_by_id=clerk.account_id,
        opened_at=clock.now(),
    )
    session.add(application)
    session.flush()
    return application


def write(session: Session, case: Application, actor: Actor, *texts: str) -> None:
    entries = [Entry("task_completed", actor, {"comment": each}, TODAY) for each in texts]
    history.record(session, case, entries)
    session.flush()


def test_rows_of_a_case_are_chained_in_the_order_they_were_written(
    session: Session, case: Application, clerk: Actor
) -> None:
    write(session, case, clerk, "first", "second")
    write(session, case, MACHINE, "third")
    assert history.verify(session, case) == 3
    entries = session.scalars(select(HistoryEntry).order_by(HistoryEntry.seq)).all()
    assert [each.payload["comment"] for each in entries] == ["first", "second", "third"]
    assert entries[2].previous_hash == entries[1].hash


def test_a_machine_act_names_nobody(session: Session, case: Application) -> None:
    write(session, case, MACHINE, "timer")
    entry = session.scalars(select(HistoryEntry)).one()
    assert (entry.is_machine, entry.actor_id, entry.actor_name) == (True, None, "系统")


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_database_refuses_to_change_the_record(
    session: Session, case: Application, clerk: Actor, verb: str
) -> None:
    write(session, case, clerk, "first")
    statement = update(HistoryEntry).values(kind="forged") if verb == "update" else None
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(delete(HistoryEntry) if statement is None else statement)


def test_the_session_refuses_to_change_the_record(
    session: Session, case: Application, clerk: Actor
) -> None:
    write(session, case, clerk, "first")
    session.scalars(select(HistoryEntry)).one().kind = "forged"
    with pytest.raises(AppendOnlyError):
        session.flush()


def test_a_case_cannot_be_deleted(session: Session, case: Application) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        session.execute(delete(Application))


def test_truncate_is_refused_where_the_database_knows_it(postgresql_url: str) -> None:
    database = Database(postgresql_url, keyring=KEYRING)
    with database.write() as session, pytest.raises(DatabaseError, match="append-only"):
        session.execute(text("TRUNCATE history CASCADE"))
    database.dispose()


def test_a_row_changed_behind_the_triggers_breaks_the_chain_at_that_row(
    sqlite_county: County,
) -> None:
    database = sqlite_county.open()
    with database.write() as session:
        clerk = sqlite_county.people.actor(session, Role.VILLAGE_CLERK)
        case = Application(
            programme_id=1, village_code=VILLAGE, opened_by_id=1, opened_at=clock.now()
        )
        session.add(case)
        session.flush()
        write(session, case, clerk, "first", "second", "third")
        session.execute(text("DROP TRIGGER history_no_update"))
        session.execute(text("UPDATE history SET actor_name = 'nobody' WHERE seq = 2"))
        session.expire_all()
        with pytest.raises(BrokenChain) as broken:
            history.verify(session, case)
        assert broken.value.seq == 2
    database.dispose()


def test_rows_cut_off_the_end_break_the_chain(sqlite_county: County) -> None:
    database = sqlite_county.open()
    with database.write() as session:
        clerk = sqlite_county.people.actor(session, Role.VILLAGE_CLERK)
        case = Application(
            programme_id=1, village_code=VILLAGE, opened_by_id=1, opened_at=clock.now()
        )
        session.add(case)
        session.flush()
        write(session, case, clerk, "first", "second")
        session.execute(text("DROP TRIGGER history_no_delete"))
        session.execute(text("DELETE FROM history WHERE seq = 2"))
        with pytest.raises(BrokenChain):
            history.verify(session, case)
    database.dispose()


def test_a_personal_number_is_refused(session: Session, case: Application, clerk: Actor) -> None:
    entry = Entry("task_completed", clerk, {"id_number": "150783196202030024"}, TODAY)
    with pytest.raises(ValueError, match="in clear"):
        history.record(session, case, [entry])


def test_a_dropped_trigger_is_missed_and_made_anew(session: Session) -> None:
    on = "" if session.get_bind().dialect.name == "sqlite" else " ON history"
    session.execute(text(f"DROP TRIGGER history_no_update{on}"))
    assert missing_triggers(session.connection()) == {"history_no_update"}
    create_triggers(session.connection())
    assert missing_triggers(session.connection()) == set()
