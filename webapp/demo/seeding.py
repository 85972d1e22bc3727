"""Filling an empty database with the demo county."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, select

from models.database import Database
from models.programme import Programme
from models.setting import Setting
from webapp.demo.accounts import seed_accounts
from webapp.demo.county import seed_county
from webapp.demo.daily_office import seed_daily_office
from webapp.demo.doubtful import plant, with_a_duplicate
from webapp.demo.driver import Driver
from webapp.demo.late_entries import review_late_entries
from webapp.demo.lists import seed_lists
from webapp.demo.notice_board import seed_notice_board
from webapp.demo.press import Press, running_press
from webapp.demo.scenarios import FIRST_DAY, LAST_DAY, USUAL_ARRIVAL, case_plans
from webapp.demo.simulation import Simulation
from webapp.demo.unfinished import seed_unfinished
from webapp.demo_clock import store_offset
from webapp.storage import FileStorage, Storage
from workflows import clock
from workflows.data_keys import register_keys
from workflows.parameters import set_parameter
from workflows.runtime import Runtime

HOUSEHOLDS = 129
# For fewer it would not pay to start a second process.
WORTH_A_PROCESS = 60
SEEDED = "demo_seeded"
# When the visitor comes: a Thursday morning in the building season.
OPENING = clock.start_of(LAST_DAY) + dt.timedelta(hours=9)
# The county settles what the document leaves open (G3): the budget is reckoned with this amount.
REBUILD_PARAMETER, REBUILD_YUAN = "c_rebuild_amount_yuan", 20_000
SETTLED_ON = dt.date(2019, 3, 11)
FAST = {"sqlite": "PRAGMA synchronous=OFF", "postgresql": "SET synchronous_commit = off"}


class HalfSeeded(RuntimeError):
    """The database holds something, but not a whole demo county."""


def is_seeded(database: Database) -> bool:
    """Whether the demo county is complete in ``database``."""
    with database.read() as session:
        return session.get(Setting, SEEDED) is not None


def seed(
    database: Database,
    runtime: Runtime,
    storage: Storage,
    *,
    households: int = HOUSEHOLDS,
    progress: Callable[[str], None] = lambda _sentence: None,
) -> None:
    """Make the demo county by running the real process; the clock is left at its last day.

    ``progress`` is told in words how far it has come.  Raises HalfSeeded for a database that an
    interrupted seeding has left behind: it must be thrown away.
    """
    with database.read() as session:
        if session.scalar(select(Programme.id).limit(1)) is not None:
            raise HalfSeeded("the database is not empty")
    if isinstance(storage, FileStorage):
        storage = FileStorage(storage.folder, wait_for_disk=False)
    with (
        running_press(storage, ahead=households >= WORTH_A_PROCESS) as press,
        _fast(database) as quick,
    ):
        _seed(quick, runtime, storage, press, households, progress)


def _seed(
    database: Database,
    runtime: Runtime,
    storage: Storage,
    press: Press,
    households: int,
    progress: Callable[[str], None],
) -> None:
    clock.set_now(clock.start_of(FIRST_DAY) - dt.timedelta(days=3))
    with database.write() as session:
        assert database.keyring is not None
        register_keys(session, database.keyring)
        seed_county(session)
        seed_accounts(session)
        session.commit()
    driver = Driver(database, runtime, storage, press)
    simulation = Simulation(driver, until=OPENING, usual_arrival=USUAL_ARRIVAL)
    simulation.at(clock.start_of(SETTLED_ON), lambda: _settle_amount(database))
    simulation.run(with_a_duplicate(case_plans(households)), _by_month(progress))
    seed_lists(driver)
    seed_notice_board(driver)
    with database.write() as session:
        clock.set_now(OPENING)
        review_late_entries(session, driver)
        plant(session, driver)
        store_offset(session, clock.offset())
        seed_daily_office(session)
        seed_unfinished(session, runtime)
        session.add(Setting(name=SEEDED, value=households))
        session.commit()


def _settle_amount(database: Database) -> None:
    with database.write() as session:
        programme = session.scalars(select(Programme).where(Programme.plan == "A")).one()
        set_parameter(
            session,
            programme,
            name=REBUILD_PARAMETER,
            value=REBUILD_YUAN,
            valid_from=SETTLED_ON,
            kind="proposed",
            source="G3",
            note="C级自愿新建按预算口径20000元执行",
            set_by_id=None,
        )
        session.commit()


def _by_month(progress: Callable[[str], None]) -> Callable[[dt.date], None]:
    def tell(day: dt.date) -> None:
        if day.day == 1 or day == FIRST_DAY:
            progress(f"正在生成演示数据：{day.year}年{day.month}月")

    return tell


@contextmanager
def _fast(database: Database) -> Iterator[Database]:
    """The same database, not waiting for the disk; the connections end with the seeding.

    A crash may leave a broken file, which is thrown away like any half seeding.
    """
    url = database.engine.url
    quick = Database(url.render_as_string(hide_password=False), keyring=database.keyring)
    event.listen(quick.engine, "connect", _do_not_wait)
    try:
        yield quick
    finally:
        quick.dispose()


def _do_not_wait(connection: Any, _record: object) -> None:
    dialect = "sqlite" if type(connection).__module__.startswith("sqlite3") else "postgresql"
    cursor = connection.cursor()
    cursor.execute(FAST[dialect])
    cursor.close()
