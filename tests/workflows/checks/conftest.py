"""The same case on SQLite alone: rules about answers are those of no database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from models.database import Database


@pytest.fixture
def session(sqlite_url: str) -> Iterator[Session]:
    """A transaction that is never committed."""
    database = Database(sqlite_url)
    with database.write() as session:
        yield session
    database.dispose()
