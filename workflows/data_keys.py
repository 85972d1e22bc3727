"""The keys of personal data as the database knows them, and sealing everything anew.

The database keeps of each key what only that key gives (``Keyring.proofs``), so that a wrong key
file is known before anything is written with it.  Nothing here commits: whoever rotates does so
batch by batch, and may be stopped between any two of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Text, and_, func, select, tuple_, type_coerce, update
from sqlalchemy.orm import Session

from models.keyring import VERSION, Keyring
from models.sealed import Sealed, sealed_columns
from models.setting import Setting
from workflows.rights import MACHINE
from workflows.system_history import record_system

SETTING = "data_keys"
BATCH = 500
IN_CLEAR = "-"


def register_keys(session: Session, keyring: Keyring) -> list[str]:
    """Make the keys known that the database does not know yet; returns their ids."""
    known = session.get(Setting, SETTING, with_for_update=True)
    if known is None:
        known = Setting(name=SETTING, value={})
        session.add(known)
    added = [key_id for key_id in keyring.keys if key_id not in known.value]
    if added:
        proofs = keyring.proofs()
        known.value = known.value | {key_id: proofs[key_id] for key_id in added}
        record_system(session, MACHINE, "data_keys_added", {"keys": added})
    return added


def faults_of_keys(session: Session, keyring: Keyring) -> list[str]:
    """Why ``keyring`` does not fit this database, in words; empty when it does."""
    known = session.get(Setting, SETTING)
    if known is None:
        return ["数据库还没有登记密钥,请先运行 `anju init-db`。"]
    proofs = keyring.proofs()
    sentences = [
        f"密钥文件缺少这个数据库用过的密钥 {key_id}:请从保管处取回完整的密钥文件。"
        for key_id in known.value
        if key_id not in proofs
    ]
    return sentences + [
        f"密钥 {key_id} 不是这个数据库的密钥:请检查 ANJU_KEY_FILE 是否指错了文件。"
        for key_id, proof in proofs.items()
        if known.value.get(key_id, proof) != proof
    ]


def count_by_key(session: Session) -> dict[str, int]:
    """How many values each key has sealed: key id (or IN_CLEAR) -> count."""
    counts: dict[str, int] = {}
    for column in sealed_columns():
        raw = _raw(column)
        # "s1." and the eight characters of the id.
        start = func.substr(raw, 1, len(VERSION) + 9)
        rows = session.execute(select(start, func.count()).where(_is_there(column)).group_by(start))
        for beginning, count in rows:
            version, _, key_id = beginning.partition(".")
            key = key_id if version == VERSION else IN_CLEAR
            counts[key] = counts.get(key, 0) + count
    return counts


def has_older(session: Session, writing: str) -> bool:
    """Whether anything is sealed with another key than ``writing``."""
    return any(
        session.execute(select(_raw(column)).where(_is_older(column, writing)).limit(1)).first()
        for column in sealed_columns()
    )


@dataclass(frozen=True)
class Sealing:
    """What one batch did: how many values, and the key of its last row (None behind the last)."""

    count: int
    last: tuple[Any, ...] | None


def seal_anew(
    session: Session, keyring: Keyring, column: Column[Any], after: tuple[Any, ...] | None
) -> Sealing:
    """Seal the next batch of a column with the newest key, behind the row ``after``.

    A value that somebody else has written meanwhile is left alone: it is new already.
    """
    place, keys = _place(column), list(column.table.primary_key.columns)
    raw = _raw(column)
    query = select(raw, *keys).where(_is_older(column, keyring.writing)).order_by(*keys)
    if after is not None:
        query = query.where(tuple_(*keys) > tuple_(*after))
    rows = session.execute(query.limit(BATCH)).all()
    for old, *values in rows:
        text = keyring.open(old, place) if old.startswith(f"{VERSION}.") else old
        is_row = and_(*(key == value for key, value in zip(keys, values, strict=True)))
        new = type_coerce(keyring.seal(text, place), Text)
        session.execute(update(column.table).where(is_row, raw == old).values({column.name: new}))
    return Sealing(len(rows), tuple(rows[-1][1:]) if len(rows) == BATCH else None)


def unreadable(session: Session, keyring: Keyring) -> Iterator[tuple[str, Sequence[Any]]]:
    """Values that no key opens, or that lie in clear: place and key of the row."""
    for column in sealed_columns():
        place, keys = _place(column), list(column.table.primary_key.columns)
        rows = session.execute(
            select(_raw(column), *keys).where(_is_there(column)).execution_options(yield_per=BATCH)
        )
        for value, *values in rows:
            if not keyring.opens(value, place):
                yield place, values


def _place(column: Column[Any]) -> str:
    assert isinstance(column.type, Sealed)
    return column.type.place


def _raw(column: Column[Any]) -> ColumnElement[str]:
    """The column as the database holds it."""
    return type_coerce(column, Text)


def _is_there(column: Column[Any]) -> ColumnElement[bool]:
    return and_(column.is_not(None), _raw(column) != "")


def _is_older(column: Column[Any], writing: str) -> ColumnElement[bool]:
    return and_(_is_there(column), _raw(column).not_like(f"{VERSION}.{writing}.%"))
