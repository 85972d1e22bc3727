"""What a database holds, in short: to see that something refused has changed nothing."""

from __future__ import annotations

import hashlib

from sqlalchemy import text

from models.database import Database
from models.tables import METADATA

# Reading and trying leave their traces on purpose.
TRACES = frozenset({"file_reads", "login_attempts", "login_sessions"})
# Small enough to be read whole; of the others the number of rows tells.
READ_WHOLE = (
    *("applications", "tasks", "process_instances", "outbox"),
    *("notices", "noticed_households", "grants"),
)

# Of all tables in one question: they are counted before and after each knock at a door.
COUNTS = text(
    " UNION ALL ".join(
        f"SELECT '{table}', (SELECT count(*) FROM \"{table}\")"
        for table in sorted(METADATA.tables.keys() - TRACES)
    )
)


def fingerprint(database: Database) -> dict[str, str]:
    """table -> number of rows, and for the tables that move a digest of their content."""
    with database.engine.connect() as connection:
        found = {table: str(rows) for table, rows in connection.execute(COUNTS)}
        for table in READ_WHOLE:
            rows = connection.execute(text(f"SELECT * FROM {table} ORDER BY 1")).all()
            content = "\n".join(str(tuple(row)) for row in rows)
            found[table] += " " + hashlib.sha256(content.encode()).hexdigest()
    return found
