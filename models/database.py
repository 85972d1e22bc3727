"""Opening the database, SQLite or PostgreSQL, with the same promises on both.

SQLite: WAL, synchronous=FULL, foreign keys on, writes begin IMMEDIATE; a reading transaction
cannot write.  PostgreSQL: a reading transaction is READ ONLY.  Sealed columns are read and written
with the keys that a database was opened with.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, make_url
from sqlalchemy import create_engine as _create_engine
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session, sessionmaker

from models import tables
from models.keyring import Keyring
from models.sealed import bind_keyring
from models.triggers import create_triggers

BUSY_TIMEOUT_MS = 15_000


def open_engine(url: str, *, keyring: Keyring | None = None, **options: Any) -> Engine:
    """An engine for ``url`` (``sqlite:///path`` or ``postgresql+psycopg://…``).

    Without ``keyring`` whatever is sealed can neither be read nor written.
    """
    engine = _open_engine(url, **options)
    bind_keyring(engine.dialect, keyring)
    return engine


def _open_engine(url: str, **options: Any) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        # Said outright: whoever waited for a lock must then see what the other has written.
        return _create_engine(
            parsed, pool_pre_ping=False, isolation_level="READ COMMITTED", **options
        )
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = _create_engine(
        parsed, connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000}
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver must not open transactions by itself: _begin_sqlite does.
    connection.isolation_level = None
    cursor = connection.cursor()
    # busy_timeout first: switching to WAL itself may have to wait.
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    if cursor.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", True)
    driver = connection.connection.dbapi_connection
    assert isinstance(driver, sqlite3.Connection)
    driver.execute(f"PRAGMA query_only={'OFF' if writes else 'ON'}")
    driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")


class Database:
    """The two ways to open a transaction: one that reads and one that writes."""

    def __init__(self, url: str, *, keyring: Keyring | None = None, **options: Any) -> None:
        self.keyring = keyring
        self.engine = open_engine(url, keyring=keyring, **options)
        self.writing = sessionmaker(
            self.engine.execution_options(writes=True), expire_on_commit=False
        )
        self.reading = sessionmaker(
            self.engine.execution_options(writes=False, postgresql_readonly=True),
            expire_on_commit=False,
            autoflush=False,
        )

    def write(self) -> Session:
        """A session whose transaction may write; the caller commits."""
        return self.writing()

    def read(self) -> Session:
        """A session whose transaction cannot write."""
        return self.reading()

    def dispose(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def may_write(session: Session) -> bool:
    """Whether the transaction of ``session`` may write."""
    return bool(session.get_bind().get_execution_options().get("writes"))


def create_schema(engine: Engine) -> None:
    """Create every table and the append-only triggers in an empty database."""
    tables.METADATA.create_all(engine)
    with engine.begin() as connection:
        create_triggers(connection)
