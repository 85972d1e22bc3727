"""Columns whose content is encrypted in the database: numbers of persons, accounts, telephones.

The keys belong to the opened database (``models.database.open_engine``) and travel with its
dialect: nothing is global, and two databases with different keys live in one process.
"""

from __future__ import annotations

from typing import Any

import orjson
from sqlalchemy import Column, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import operators
from sqlalchemy.types import TypeDecorator

from models.base import Base
from models.keyring import Keyring, NoKeyring

_ATTRIBUTE = "anju_keyring"
_MAY_BE_ASKED = (operators.is_, operators.is_not)


def bind_keyring(dialect: Dialect, keyring: Keyring | None) -> None:
    """Give the keys to everything that is read and written in this dialect of one engine."""
    setattr(dialect, _ATTRIBUTE, keyring)


def keyring_of(dialect: Dialect) -> Keyring:
    """The keys of an opened database. Raises NoKeyring."""
    found = getattr(dialect, _ATTRIBUTE, None)
    if not isinstance(found, Keyring):
        raise NoKeyring("open the database with a keyring: Database(url, keyring=…)")
    return found


class Sealed(TypeDecorator[str]):
    """A text sealed for ``place``, which is its ``table.column``; empty and None stay as they are.

    Two equal texts look different, so it cannot be compared: ask the column of its digest.
    """

    impl = Text
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    class Comparator(TypeDecorator.Comparator[Any]):
        """Refuses every question but whether something is there."""

        def operate(self, op: Any, *other: Any, **options: Any) -> Any:
            if op not in _MAY_BE_ASKED:
                raise TypeError("a sealed column is not comparable; ask its digest")
            return super().operate(op, *other, **options)

    comparator_factory = Comparator

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return keyring_of(dialect).seal(value, self.place) if value else value

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return keyring_of(dialect).open(value, self.place) if value else value


class SealedJson(Sealed):
    """JSON sealed as one text."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return super().process_bind_param(orjson.dumps(value).decode(), dialect)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        opened = super().process_result_value(value, dialect)
        return None if opened is None else orjson.loads(opened)


def sealed_columns() -> list[Column[Any]]:
    """Every sealed column of every table that is known."""
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Sealed)
    ]
