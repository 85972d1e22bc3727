"""Database triggers: the record stays append-only, a notice as posted, a draft private.

Every migration that touches a guarded table calls :func:`create_triggers` again (a batch migration
on SQLite drops triggers silently) and start-up calls :func:`missing_triggers`.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

APPEND_ONLY_TABLES = ("history", "file_reads")
NEVER_DELETED_TABLES = ("applications", "documents", "notices", "objections", "refusals")
REFUSAL = "append-only"
# A draft may hold numbers of persons: it goes with the task, by whatever way the task is closed,
# and without a statement in every step.
DRAFTS = "tasks_drop_drafts"
# What was posted is what was frozen, and nothing makes its days fewer (F18): name -> (table,
# columns, when).
FROZEN = {
    "notices_content_stays": ("notices", "content, content_hash, planned_on", "TRUE"),
    **{
        f"{table}_end_stays": (
            table,
            "posted_on, ends_at",
            "OLD.ends_at IS NOT NULL AND (NEW.ends_at IS NULL OR NEW.ends_at < OLD.ends_at "
            "OR NEW.posted_on IS NULL OR NEW.posted_on <> OLD.posted_on)",
        )
        for table in ("notices", "noticed_households")
    },
}
_DROP_DRAFTS = "DELETE FROM drafts WHERE task_id = NEW.id;"


def create_triggers(connection: Connection) -> None:
    """Create, or create anew, every trigger."""
    create = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    for statement in create():
        connection.execute(text(statement))


def trigger_names(dialect: str) -> set[str]:
    """The names that must exist on ``dialect``."""
    names = {f"{table}_no_{verb}" for table in APPEND_ONLY_TABLES for verb in ("update", "delete")}
    names |= {f"{table}_no_delete" for table in NEVER_DELETED_TABLES}
    names |= {DRAFTS, *FROZEN}
    if dialect != "sqlite":
        names |= {f"{table}_no_truncate" for table in (*APPEND_ONLY_TABLES, *NEVER_DELETED_TABLES)}
    return names


def missing_triggers(connection: Connection) -> set[str]:
    """Names of guards that this database lacks; start-up refuses when there are any."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    present = {row[0] for row in connection.execute(text(query))}
    return trigger_names(connection.dialect.name) - present


def _sqlite() -> list[str]:
    statements = []
    for table, verb in _guards():
        name = f"{table}_no_{verb}"
        statements.append(f"DROP TRIGGER IF EXISTS {name}")
        statements.append(
            f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is {REFUSAL}'); END"
        )
    for name, (table, columns, when) in FROZEN.items():
        statements.append(f"DROP TRIGGER IF EXISTS {name}")
        statements.append(
            f"CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is {REFUSAL}'); END"
        )
    statements.append(f"DROP TRIGGER IF EXISTS {DRAFTS}")
    statements.append(
        f"CREATE TRIGGER {DRAFTS} AFTER UPDATE OF status ON tasks "
        f"WHEN NEW.status <> 'open' BEGIN {_DROP_DRAFTS} END"
    )
    return statements


def _postgresql() -> list[str]:
    statements = [
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '% is {REFUSAL}', TG_TABLE_NAME; END $$",
        "CREATE OR REPLACE FUNCTION drop_drafts() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {_DROP_DRAFTS} RETURN NULL; END $$",
        f"DROP TRIGGER IF EXISTS {DRAFTS} ON tasks",
        f"CREATE TRIGGER {DRAFTS} AFTER UPDATE OF status ON tasks "
        "FOR EACH ROW WHEN (NEW.status <> 'open') EXECUTE FUNCTION drop_drafts()",
    ]
    for table, verb in _guards():
        name = f"{table}_no_{verb}"
        statements.append(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        statements.append(
            f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    for name, (table, columns, when) in FROZEN.items():
        statements.append(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        statements.append(
            f"CREATE TRIGGER {name} BEFORE UPDATE OF {columns} ON {table} "
            f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION refuse_change()"
        )
    for table in (*APPEND_ONLY_TABLES, *NEVER_DELETED_TABLES):
        name = f"{table}_no_truncate"
        statements.append(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        statements.append(
            f"CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    return statements


def _guards() -> list[tuple[str, str]]:
    pairs = [(table, verb) for table in APPEND_ONLY_TABLES for verb in ("update", "delete")]
    return pairs + [(table, "delete") for table in NEVER_DELETED_TABLES]
