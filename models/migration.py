"""Bringing a database to the present schema, and telling whether it is there.

Migrations are numbered and named (``0001_initial``); there is no way back but a backup.
A revision's number says which migrations ran, not what they were at the time: the fingerprint of
the tables, kept beside them, says that they are those of the code.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, delete, insert, select
from sqlalchemy.schema import CreateIndex, CreateTable

from models.setting import Setting
from models.tables import METADATA
from models.triggers import create_triggers

DIRECTORY = Path(__file__).parent / "migrations"
FINGERPRINT_SETTING = "schema_fingerprint"


def upgrade(engine: Engine) -> None:
    """Run every migration that has not run, then make the append-only triggers anew."""
    with engine.begin() as connection:
        command.upgrade(_config(connection), "head")
        create_triggers(connection)
        if not has_the_tables(connection) and not differences(connection):
            _keep_fingerprint(connection)


def fingerprint() -> str:
    """SHA-256 (hex) of every table and index as the code describes them."""
    described = []
    for table in METADATA.sorted_tables:
        described.append(str(CreateTable(table)))
        described += sorted(str(CreateIndex(index)) for index in table.indexes)
    return hashlib.sha256("".join(described).encode()).hexdigest()


def has_the_tables(connection: Connection) -> bool:
    """Whether the database's tables were compared with the code as it is, and found the same."""
    kept = connection.scalar(select(Setting.value).where(Setting.name == FINGERPRINT_SETTING))
    return bool(kept == fingerprint())


def is_current(connection: Connection) -> bool:
    """Whether the database stands at the newest migration."""
    head = ScriptDirectory(str(DIRECTORY)).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == head


def differences(connection: Connection) -> list[object]:
    """What the tables in the code have that the database has not, or the other way round."""
    context = MigrationContext.configure(connection, opts={"compare_type": False})
    return list(compare_metadata(context, METADATA))


def write_revision(engine: Engine, number: str, message: str) -> None:
    """Draft the next migration from the difference; a person reads it before it is committed."""
    with engine.begin() as connection:
        command.revision(_config(connection), message=message, rev_id=number, autogenerate=True)


def _keep_fingerprint(connection: Connection) -> None:
    connection.execute(delete(Setting).where(Setting.name == FINGERPRINT_SETTING))
    connection.execute(insert(Setting).values(name=FINGERPRINT_SETTING, value=fingerprint()))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(DIRECTORY))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config
