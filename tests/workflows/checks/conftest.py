"""The same case on SQLite alone: rules about answers are those of no database."""

from __future__ import annotations

import pytest

from tests.cast import County


@pytest.fixture
def county(sqlite_county: County) -> County:
    """What differs by database has tests of its own."""
    return sqlite_county
