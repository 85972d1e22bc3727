"""Whether a database has the tables that the code describes, told by a fingerprint kept in it.

A migration's number says which ones ran, not what they were at the time.  Asked at every start, so
it needs nothing of what makes migrations.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, delete, insert, inspect, select
from sqlalchemy.schema import CreateIndex, CreateTable

from models.setting import Setting
from models.tables import METADATA

FINGERPRINT_SETTING = "schema_fingerprint"


def fingerprint() -> str:
    """SHA-256 (hex) of every table and index as the code describes them."""
    described = []
    for table in METADATA.sorted_tables:
        described.append(str(CreateTable(table)))
        described += sorted(str(CreateIndex(index)) for index in table.indexes)
    return hashlib.sha256("".join(described).encode()).hexdigest()


def has_the_tables(connection: Connection) -> bool:
    """Whether the database's tables were compared with the code as it is, and found the same."""
    if not inspect(connection).has_table(Setting.__tablename__):
        return False
    kept = connection.scalar(select(Setting.value).where(Setting.name == FINGERPRINT_SETTING))
    return bool(kept == fingerprint())


def keep_fingerprint(connection: Connection) -> None:
    """Note that the tables of this database are those of the code."""
    connection.execute(delete(Setting).where(Setting.name == FINGERPRINT_SETTING))
    connection.execute(insert(Setting).values(name=FINGERPRINT_SETTING, value=fingerprint()))
