"""Databases for the tests: each test gets one of its own, on SQLite and on PostgreSQL.

``database_url`` is an empty one and runs a test once on each; ``sqlite_url`` and ``postgresql_url``
are for what concerns only one.  ``county``, ``sqlite_county`` and ``postgresql_county`` are the
same with the cast in it.  Schema and cast are made once and copied, which takes milliseconds.
"""

from __future__ import annotations

import gc
import itertools
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from models.database import Database, create_schema, open_engine
from tests.cast import Cast, County, settle_cast
from tests.database.postgresql import PostgresqlServer, find_binaries
from tests.database.scratch import scratch_folder
from tests.database.statements import keep_statements
from tests.keys import KEYRING
from tests.servers import keep_addresses

# Node and our own command are the ones of this virtual environment, however pytest was started.
os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"

# The same examples each time: a run that fails can be run again, and a busy machine fails nothing.
settings.register_profile("anju", derandomize=True, deadline=None)
settings.load_profile("anju")

keep_addresses()
keep_statements()


def pytest_collection_finish() -> None:
    """What was loaded stays until the end: nobody has to look through it for rubbish each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


TEMPLATE, COUNTY_TEMPLATE = "anju_template", "anju_county_template"


@pytest.fixture(scope="session")
def sqlite_folder() -> Iterator[Path]:
    """Where SQLite files of the tests lie."""
    folder = scratch_folder()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(sqlite_folder: Path) -> Path:
    """An SQLite file with the schema and nothing else."""
    path = sqlite_folder / f"{TEMPLATE}.sqlite"
    lay_schema(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresqlServer]:
    """The server of this run, started when the first test asks for it."""
    binaries = find_binaries()
    if binaries is None:
        reason = "no PostgreSQL server: Debian's package postgresql is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    server = PostgresqlServer(binaries)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: PostgresqlServer) -> str:
    """The name of a PostgreSQL database with the schema and nothing else."""
    postgresql_server.create(TEMPLATE)
    lay_schema(postgresql_server.url(TEMPLATE))
    return TEMPLATE


@pytest.fixture(scope="session")
def sqlite_county_template(sqlite_template: Path, sqlite_folder: Path) -> tuple[Path, Cast]:
    """An SQLite file with the cast in it."""
    path = sqlite_folder / f"{COUNTY_TEMPLATE}.sqlite"
    shutil.copyfile(sqlite_template, path)
    return path, settle_cast(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def postgresql_county_template(
    postgresql_server: PostgresqlServer, postgresql_template: str
) -> tuple[str, Cast]:
    """The name of a PostgreSQL database with the cast in it."""
    postgresql_server.create(COUNTY_TEMPLATE, postgresql_template)
    return COUNTY_TEMPLATE, settle_cast(postgresql_server.url(COUNTY_TEMPLATE))


@pytest.fixture
def new_sqlite(sqlite_template: Path, sqlite_folder: Path) -> Iterator[Callable[..., str]]:
    """Makes as many SQLite databases as a test wants: empty ones, or copies of a file."""
    folder = Path(tempfile.mkdtemp(dir=sqlite_folder))
    numbers = itertools.count(1)

    def make(template: Path = sqlite_template) -> str:
        path = folder / f"{next(numbers)}.sqlite"
        shutil.copyfile(template, path)
        return f"sqlite:///{path}"

    yield make
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgresql_names() -> Iterator[str]:
    """Names no database of this server has had."""
    return (f"test_{number}" for number in itertools.count(1))


@pytest.fixture
def new_postgresql(
    postgresql_server: PostgresqlServer, postgresql_template: str, postgresql_names: Iterator[str]
) -> Iterator[Callable[..., str]]:
    """Makes as many PostgreSQL databases as a test wants: empty ones, or copies of another."""
    made = []

    def make(template: str = postgresql_template) -> str:
        name = next(postgresql_names)
        postgresql_server.create(name, template)
        made.append(name)
        return postgresql_server.url(name)

    yield make
    for name in made:
        postgresql_server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database(request: pytest.FixtureRequest) -> Callable[[], str]:
    """Makes empty databases; the test runs once on each kind."""
    make: Callable[[], str] = request.getfixturevalue(f"new_{request.param}")
    return make


@pytest.fixture
def database_url(new_database: Callable[[], str]) -> str:
    """An empty database with the schema; the test runs once on each kind."""
    return new_database()


@pytest.fixture
def sqlite_url(new_sqlite: Callable[[], str]) -> str:
    """An empty SQLite database with the schema."""
    return new_sqlite()


@pytest.fixture
def postgresql_url(new_postgresql: Callable[[], str]) -> str:
    """An empty PostgreSQL database with the schema."""
    return new_postgresql()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The opened database of ``database_url``."""
    opened = Database(database_url, keyring=KEYRING)
    yield opened
    opened.dispose()


@pytest.fixture
def engine(database: Database) -> Engine:
    """The engine of ``database``."""
    return database.engine


@pytest.fixture
def sqlite_county(
    new_sqlite: Callable[..., str], sqlite_county_template: tuple[Path, Cast]
) -> County:
    """An SQLite database with the cast in it."""
    path, people = sqlite_county_template
    return County(new_sqlite(path), people)


@pytest.fixture
def postgresql_county(
    new_postgresql: Callable[..., str], postgresql_county_template: tuple[str, Cast]
) -> County:
    """A PostgreSQL database with the cast in it."""
    name, people = postgresql_county_template
    return County(new_postgresql(name), people)


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database; the test runs once on each."""
    return str(request.param)


@pytest.fixture
def county(request: pytest.FixtureRequest, kind: str) -> County:
    """A database with the cast in it; the test runs once on each kind."""
    template, people = request.getfixturevalue(f"{kind}_county_template")
    make = request.getfixturevalue(f"new_{kind}")
    return County(make(template), people)


@pytest.fixture
def county_database(county: County) -> Iterator[Database]:
    """The opened database of ``county``."""
    opened = county.open()
    yield opened
    opened.dispose()


@pytest.fixture(scope="session")
def sqlite_at_rest(
    sqlite_county_template: tuple[Path, Cast], sqlite_folder: Path
) -> Iterator[Database]:
    """An SQLite database with the cast in it, for transactions that are never committed."""
    path = sqlite_folder / "at_rest.sqlite"
    shutil.copyfile(sqlite_county_template[0], path)
    yield from opened_at_rest(f"sqlite:///{path}")


@pytest.fixture(scope="session")
def postgresql_at_rest(
    postgresql_server: PostgresqlServer, postgresql_county_template: tuple[str, Cast]
) -> Iterator[Database]:
    """The same on PostgreSQL."""
    postgresql_server.create("at_rest", postgresql_county_template[0])
    yield from opened_at_rest(postgresql_server.url("at_rest"))


@pytest.fixture
def session(request: pytest.FixtureRequest, kind: str) -> Iterator[Session]:
    """A transaction in a county with the cast; it is never committed."""
    database: Database = request.getfixturevalue(f"{kind}_at_rest")
    with database.write() as session:
        yield session


@pytest.fixture
def people(request: pytest.FixtureRequest, kind: str) -> Cast:
    """Everybody in the county."""
    found: Cast = request.getfixturevalue(f"{kind}_county_template")[1]
    return found


def opened_at_rest(url: str) -> Iterator[Database]:
    """A database that stays as it is: all tests of the run share it, so nobody may commit."""
    database = Database(url, keyring=KEYRING)
    event.listen(database.engine, "commit", refuse_to_commit)
    yield database
    database.dispose()


def refuse_to_commit(_connection: Connection) -> None:
    """Fail the test that would change what other tests find."""
    raise AssertionError("committed to the database that all tests share")


def lay_schema(url: str) -> None:
    """Create the schema and let go of the database, so that it can be copied."""
    engine = open_engine(url)
    create_schema(engine)
    engine.dispose()
