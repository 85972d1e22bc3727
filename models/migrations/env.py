"""Alembic's entry: runs migrations on the connection that models.migration hands over."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from models.sealed import Sealed
from models.tables import METADATA


def render(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """A migration needs no keys: to the database a sealed column is text."""
    return "sa.Text()" if kind == "type" and isinstance(item, Sealed) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=connection.dialect.name == "sqlite",
    transaction_per_migration=False,
    render_item=render,
)
with context.begin_transaction():
    context.run_migrations()
