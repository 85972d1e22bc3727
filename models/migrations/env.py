"""Alembic's entry: runs migrations on the connection that models.migration hands over."""

from __future__ import annotations

from alembic import context

from models.tables import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=connection.dialect.name == "sqlite",
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
