"""What must be true of the database before a server opens its door."""

from __future__ import annotations

import structlog
from sqlalchemy import inspect, select

from forms.registry import TASK_FORMS
from models.account import Account
from models.database import Database
from models.programme import Programme
from models.role import LABELS
from models.schema import has_the_tables
from models.triggers import missing_triggers
from webapp.config import UnsafeStartError
from workflows import working_days
from workflows.calendar_upkeep import missing_year
from workflows.data_keys import faults_of_keys
from workflows.engine import check_bindings
from workflows.runtime import Runtime
from workflows.service_tasks import SERVICE_TASKS

log = structlog.get_logger()


def check_database(database: Database) -> None:
    """Raise UnsafeStartError for a database that is empty, behind, or without its guards."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("applications"):
            raise UnsafeStartError(["数据库还没有建好,请先运行 `anju init-db`。"])
        if not has_the_tables(connection):
            raise UnsafeStartError(
                ["数据库的结构不是本程序的:请先备份,再运行 `anju init-db`;仍然不一致的不能使用。"]
            )
        if missing := missing_triggers(connection):
            names = "、".join(sorted(missing))
            raise UnsafeStartError(
                [f"数据库缺少防篡改触发器({names}),请运行 `anju init-db` 重建后再启动。"]
            )


def check_keys(database: Database) -> None:
    """Raise UnsafeStartError where the keys are not those that this database was written with."""
    assert database.keyring is not None
    with database.read() as session:
        if sentences := faults_of_keys(session, database.keyring):
            raise UnsafeStartError(sentences)


def check_no_demo(database: Database) -> None:
    """Raise UnsafeStartError where accounts of the demo, whose password all know, could log in."""
    with database.read() as session:
        known = session.scalar(select(Account.username).where(Account.is_demo.is_(True)).limit(1))
    if known is not None:
        raise UnsafeStartError(
            [f"这是演示数据库(含演示账号 {known}),不能正式使用;请换一个新建的数据库。"]
        )


def check_open_sets(database: Database, runtime: Runtime) -> None:
    """Every set of drawings with running cases must still find its names. Raises DrawingError."""
    with database.read() as session:
        for definitions in runtime.library.open_sets(session):
            check_bindings(
                definitions,
                roles={role.value: label for role, label in LABELS.items()},
                form_keys=frozenset(TASK_FORMS),
                topics=frozenset(SERVICE_TASKS),
                decisions=runtime.tables.refs,
            )


def warn_of_missing_holidays(database: Database) -> None:
    """Say in the log that periods of a year will be reckoned without its holidays (N34)."""
    with database.read() as session:
        newest = select(Programme).order_by(Programme.year.desc(), Programme.plan).limit(1)
        programmes = session.scalars(newest).all()
        year = missing_year(session, programmes, working_days.exceptions(session))
    if year is not None:
        log.warning("holidays_missing", year=year)
