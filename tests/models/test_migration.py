"""Migrations and the tables in the code describe the same database, on both kinds."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text

from models.database import open_engine
from models.migration import differences, upgrade
from models.schema import has_the_tables
from models.triggers import missing_triggers
from tests.database.postgresql import PostgresqlServer


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_url(request: pytest.FixtureRequest, new_sqlite: Callable[[], str]) -> Iterator[str]:
    """A database with nothing in it."""
    if request.param == "sqlite":
        yield new_sqlite().replace(".sqlite", ".bare.sqlite")
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql_server")
    server.create("bare")
    yield server.url("bare")
    server.drop("bare")


def test_migrations_make_the_tables_that_the_code_knows(bare_url: str) -> None:
    engine = open_engine(bare_url)
    upgrade(engine)
    with engine.connect() as connection:
        assert differences(connection) == []
        assert missing_triggers(connection) == set()
    engine.dispose()


def test_migrations_run_twice_change_nothing(bare_url: str) -> None:
    engine = open_engine(bare_url)
    upgrade(engine)
    upgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1
    engine.dispose()


def test_an_empty_database_has_not_the_tables(bare_url: str) -> None:
    engine = open_engine(bare_url)
    with engine.connect() as connection:
        assert not has_the_tables(connection)
    engine.dispose()


def test_migrated_tables_are_known_to_be_those_of_the_code(bare_url: str) -> None:
    engine = open_engine(bare_url)
    upgrade(engine)
    with engine.connect() as connection:
        assert has_the_tables(connection)
    engine.dispose()


def test_tables_of_an_older_draft_of_a_migration_are_told_apart(bare_url: str) -> None:
    engine = open_engine(bare_url)
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE houses DROP COLUMN rooms"))
        connection.execute(text("UPDATE settings SET value = '\"of that draft\"'"))
    upgrade(engine)
    with engine.connect() as connection:
        assert not has_the_tables(connection)
    engine.dispose()
