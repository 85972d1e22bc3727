"""What SQLAlchemy makes of a statement, kept for all databases of one process.

It writes each statement once for each opened database; a test has a database of its own, and would
spend more on that than on what it shows.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

from models import database
from models.keyring import Keyring


def keep_statements() -> None:
    """Let databases that were opened alike, with the same keys, share what was made."""
    first: dict[tuple[object, ...], Engine] = {}
    open_anew = database.open_engine

    def open_alike(url: str, *, keyring: Keyring | None = None, **options: Any) -> Engine:
        engine = open_anew(url, keyring=keyring, **options)
        key = (engine.dialect.name, id(keyring), repr(sorted(options.items())))
        known = first.get(key)
        # A dialect learns from its first connection what server it speaks to.
        if known is None or known.dialect.server_version_info is None:
            first[key] = engine
            return engine
        engine.dialect = engine.pool._dialect = known.dialect
        engine._compiled_cache = known._compiled_cache
        return engine

    database.open_engine = open_alike
