"""One photograph among a million: how long it takes to know it again, and how surely.

The million stored hashes are synthetic and no documents stand behind them.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from models.database import Database, create_schema
from models.document import HOUSE_PHOTOS, Document
from models.picture import Picture
from tests.workflows.checks.planted import KINDS, photograph, sent_again
from tests.workflows.checks.test_likeness import BITS_APART, LIKE, Store
from workflows.checks.house_pictures import HousePicture
from workflows.checks.likeness import BANDS, BITS, BITS_OF_BAND, Question
from workflows.checks.same_picture import NEAR_BITS, NEAR_PERCENT, near, same, statement_of
from workflows.fingerprints import fingerprint

HASHES = 1_000_000
AT_ONCE = 50_000
TRIES = 5
PLANTED = 110
OF_A_KIND = 20
TARGET_SECONDS = 2
# Reading every hash must cost so many times as much, on whatever machine.
TARGET_RATIO = 3
TARGET_FOUND = 0.95
PARAMETERS = {NEAR_BITS: BITS_APART, NEAR_PERCENT: round(LIKE * 100)}
SCANS = ("SCAN", "Seq Scan")
# The tables these rows belong to stay empty: the bench is about the index.
_NO_REFERENCES = {
    "sqlite": "PRAGMA foreign_keys=OFF",
    "postgresql": "SET session_replication_role = replica",
}
_COLUMNS = "picture_bands (key, document_id, hash)"


@dataclass(frozen=True)
class Looked:
    """Seconds for one photograph, and for one where every stored hash is read; its query plan."""

    seconds: float
    baseline: float
    scans: int
    plan: list[str]


@dataclass(frozen=True)
class Kind:
    """Of one way to alter a picture: how many copies were found, of how many."""

    name: str
    found: int
    planted: int


@dataclass(frozen=True)
class Surely:
    """What was found of each kind, and false alarms in how many pairs."""

    kinds: list[Kind]
    false: int
    pairs: int


def measure(url: str, hashes: int = HASHES) -> Looked:
    """One photograph (median of some) in a new database of ``hashes`` stored pictures."""
    database = Database(url)
    create_schema(database.engine)
    _fill(database, hashes)
    with database.read() as session:
        luck = Random(1)
        kept = [fingerprint(sent_again(photograph(each), luck)) for each in range(TRIES)]
        plan = _plan(session, kept[0])
        found = Looked(
            _median(lambda each: _check(session, each), kept),
            _median(lambda each: _read_all(session, each), kept),
            sum(any(word in line for word in SCANS) for line in plan),
            plan,
        )
    database.dispose()
    return found


def surely() -> Surely:
    """Altered copies of planted pictures, each asked among all of them."""
    luck = Random(20190604)
    pictures = [photograph(number) for number in range(PLANTED)]
    store = Store([fingerprint(each) for each in pictures])
    kinds, false, asked = [], 0, 0
    for name, alter in KINDS.items():
        sample = pictures if alter is sent_again else pictures[:OF_A_KIND]
        hits = [store.found(fingerprint(alter(each, luck))) for each in sample]
        caught = sum(number in found for number, found in enumerate(hits))
        false += sum(len(found - {number}) for number, found in enumerate(hits))
        asked += len(sample)
        kinds.append(Kind(name, caught, len(sample)))
    return Surely(kinds, false, asked * (PLANTED - 1))


def _fill(database: Database, count: int) -> None:
    luck = np.random.default_rng(1)
    dialect = database.engine.dialect.name
    connection = database.engine.raw_connection()
    cursor = connection.cursor()
    cursor.execute(_NO_REFERENCES[dialect])
    codes = luck.integers(0, 1 << BITS, size=count)
    bands = np.arange(BANDS)
    values = (codes[:, None] >> (bands * BITS_OF_BAND)) & ((1 << BITS_OF_BAND) - 1)
    keys = ((bands << BITS_OF_BAND) | values).ravel()
    if dialect == "sqlite":
        # Else each row is a transaction of its own: see models.database.
        cursor.execute("BEGIN")
    # In the order of the key, or a table this large takes minutes to write.
    order = np.argsort(keys, kind="stable")
    for first in range(0, len(order), AT_ONCE):
        part = order[first : first + AT_ONCE]
        numbers = part // BANDS
        columns = (keys[part], numbers + 1, codes[numbers])
        _write(cursor, dialect, list(zip(*(each.tolist() for each in columns), strict=True)))
    connection.commit()
    connection.close()


def _write(cursor: Any, dialect: str, rows: list[tuple[int, int, int]]) -> None:
    if dialect == "sqlite":
        cursor.executemany(f"INSERT INTO {_COLUMNS} VALUES (?, ?, ?)", rows)
        return
    with cursor.copy(f"COPY {_COLUMNS} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _check(session: Session, kept: dict[str, Any]) -> None:
    """The checks for the same picture and for a like one, as an upload asks them."""
    document = Document(id=0, kind=HOUSE_PHOTOS[0], sha256="0" * 64)
    shot = HousePicture(document, Picture(fingerprint=kept))
    same(session, shot)
    near(session, shot, PARAMETERS)


def _read_all(session: Session, kept: dict[str, Any]) -> None:
    """What it costs without bands: every stored picture compared in eight positions, uncropped."""
    question = Question.about(kept)
    assert question is not None
    codes = question.whole
    rows = session.connection().exec_driver_sql(
        f"SELECT hash FROM picture_bands WHERE key < {1 << BITS_OF_BAND}"
    )
    while part := rows.fetchmany(AT_ONCE):
        hashes = np.array([row[0] for row in part], dtype=np.int64)
        np.bitwise_count(hashes[:, None] ^ codes).min(axis=1)


def _median(act: Callable[[dict[str, Any]], None], kept: list[dict[str, Any]]) -> float:
    times = []
    for each in kept:
        start = time.perf_counter()
        act(each)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _plan(session: Session, kept: dict[str, Any]) -> list[str]:
    """How the database looks for the keys of a picture; each line short."""
    question = Question.about(kept)
    assert question is not None
    dialect = session.get_bind().dialect.name
    explain = "EXPLAIN QUERY PLAN" if dialect == "sqlite" else "EXPLAIN"
    asked = f"{explain} {statement_of(question.keys, dialect)}"
    rows = session.connection().exec_driver_sql(asked)
    return [str(row[-1])[:80] for row in rows]
