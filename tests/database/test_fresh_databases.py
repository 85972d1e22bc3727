"""Every test begins with an empty database that has the schema."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from sqlalchemy import Engine, inspect, text

from models.database import open_engine
from models.tables import METADATA
from tests.database.postgresql import PostgresqlServer, find_binaries


def table_names(url: str) -> set[str]:
    engine = open_engine(url)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_a_fresh_database_has_every_table(database_url: str) -> None:
    assert table_names(database_url) >= set(METADATA.tables)


def test_a_fresh_database_holds_no_row(engine: Engine) -> None:
    with engine.connect() as connection:
        counts = {
            table.name: connection.execute(
                text(f'SELECT count(*) FROM "{table.name}"')
            ).scalar_one()
            for table in METADATA.sorted_tables
        }
    assert counts
    assert {name: count for name, count in counts.items() if count} == {}


def test_what_one_test_writes_the_next_does_not_find(new_database: Callable[[], str]) -> None:
    first = open_engine(new_database())
    with first.begin() as connection:
        connection.execute(text("CREATE TABLE left_over (id INTEGER)"))
    first.dispose()

    assert "left_over" not in table_names(new_database())


def test_a_stopped_server_leaves_nothing_behind() -> None:
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server: Debian's package postgresql is not installed")
    server = PostgresqlServer(binaries)

    server.stop()

    assert not server.folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(host=str(server.folder), user="anju", dbname="postgres")
