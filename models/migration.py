"""Bringing a database to the present schema, and telling whether it is there.

Migrations are numbered and named (``0001_initial``); there is no way back but a backup.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine

from models.schema import has_the_tables, keep_fingerprint
from models.tables import METADATA
from models.triggers import create_triggers

DIRECTORY = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Run every migration that has not run, then make the append-only triggers anew."""
    with engine.begin() as connection:
        command.upgrade(_config(connection), "head")
        create_triggers(connection)
        if not has_the_tables(connection) and not differences(connection):
            keep_fingerprint(connection)


def differences(connection: Connection) -> list[object]:
    """What the tables in the code have that the database has not, or the other way round."""
    context = MigrationContext.configure(connection, opts={"compare_type": False})
    return list(compare_metadata(context, METADATA))


def write_revision(engine: Engine, number: str, message: str) -> None:
    """Draft the next migration from the difference; a person reads it before it is committed."""
    with engine.begin() as connection:
        command.revision(_config(connection), message=message, rev_id=number, autogenerate=True)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(DIRECTORY))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config
