"""Running processes: the drawings they were started from and where each one stands.

Written by ``workflows.engine`` through Core statements only; not mapped by the ORM, because the
state is a cursor that nobody but the engine can read.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
)

from models.base import Base, Json, UtcDateTime, partial_index
from models.sealed import SealedJson

# One row for each set of drawings ever used; `files` maps a file name to its XML.
definition_sets = Table(
    "definition_sets",
    Base.metadata,
    Column("hash", String(64), primary_key=True),
    Column("files", Json, nullable=False),
    Column("loaded_at", UtcDateTime, nullable=False),
)

# `result` is the id of the end event reached; `state` is bytes, never jsonb: key order matters.
# `previous_state` stood before the task `undo_task` was completed, `undo` is what else to put back;
# the next movement drops all three.
process_instances = Table(
    "process_instances",
    Base.metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("definition_hash", ForeignKey(definition_sets.c.hash), nullable=False),
    Column("process_id", String(64), nullable=False),
    Column("subject_kind", String(32), nullable=False),
    Column("subject_id", Integer, nullable=False),
    Column("application_id", Integer, index=True),
    Column("status", String(16), nullable=False),
    Column("result", String(64)),
    Column("version", Integer, nullable=False),
    Column("due_at", UtcDateTime),
    Column("state", LargeBinary, nullable=False),
    Column("previous_state", LargeBinary),
    Column("undo_task", String(36)),
    # Facts as they stood, an account among them.
    Column("undo", SealedJson("process_instances.undo")),
    Column("started_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    CheckConstraint("status IN ('running', 'completed', 'cancelled')", name="status"),
    CheckConstraint("(status = 'running') = (ended_at IS NULL)", name="ended"),
    CheckConstraint("result IS NULL OR status = 'completed'", name="result"),
    CheckConstraint("due_at IS NULL OR status = 'running'", name="due"),
    CheckConstraint("(undo_task IS NULL) = (previous_state IS NULL)", name="undo"),
)

_due = process_instances.c.due_at.is_not(None)
partial_index(
    "ix_process_instances_due_at",
    process_instances.c.due_at,
    where=_due,
)
Index(
    "ix_process_instances_subject",
    process_instances.c.subject_kind,
    process_instances.c.subject_id,
)
