"""What a database holds, in short: to see that something refused has changed nothing."""

from __future__ import annotations

import hashlib

from sqlalchemy import inspect, text

from models.database import Database

# Reading and trying leave their traces on purpose.
TRACES = frozenset({"file_reads", "login_attempts", "login_sessions"})
# Small enough to be read whole; of the others the number of rows tells.
READ_WHOLE = ("applications", "tasks", "process_instances", "outbox", "notices", "grants")


def fingerprint(database: Database) -> dict[str, str]:
    """table -> number of rows, and for the tables that move a digest of their content."""
    found = {}
    with database.engine.connect() as connection:
        for table in sorted(set(inspect(connection).get_table_names()) - TRACES):
            count = connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one()
            found[table] = str(count)
        for table in READ_WHOLE:
            rows = connection.execute(text(f"SELECT * FROM {table} ORDER BY 1")).all()
            content = "\n".join(str(tuple(row)) for row in rows)
            found[table] += " " + hashlib.sha256(content.encode()).hexdigest()
    return found
