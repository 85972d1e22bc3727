"""One photograph among a million: how long it takes to know it again, and how surely.

The million stored hashes are synthetic and no documents stand behind them.
"""

from __future__ import annotations

import time
from random import Random
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from models.database import Database, create_schema
from tests.workflows.checks.planted import photograph, sent_again
from tests.workflows.checks.test_likeness import Store
from workflows.checks.likeness import BANDS, BITS, BITS_OF_BAND, Question
from workflows.checks.same_picture import rows_of
from workflows.fingerprints import fingerprint

HASHES = 1_000_000
AT_ONCE = 50_000
TRIES = 5
PLANTED = 110
TARGET_SECONDS = 2
# The tables these rows belong to stay empty: the bench is about the index.
_NO_REFERENCES = {
    "sqlite": "PRAGMA foreign_keys=OFF",
    "postgresql": "SET session_replication_role = replica",
}
_COLUMNS = "picture_bands (key, document_id, hash)"


def measure(url: str, hashes: int = HASHES) -> float:
    """Seconds for one photograph (median) in a new database of ``hashes`` stored pictures."""
    database = Database(url)
    create_schema(database.engine)
    _fill(database, hashes)
    with database.read() as session:
        seconds = _seconds_to_look_up(session)
    database.dispose()
    return seconds


def surely() -> tuple[int, int, int]:
    """(altered copies that were found, of how many, false alarms in that many pairs)."""
    luck = Random(20190604)
    pictures = [photograph(number) for number in range(PLANTED)]
    store = Store([fingerprint(each) for each in pictures])
    found = [store.found(fingerprint(sent_again(each, luck))) for each in pictures]
    caught = sum(number in hits for number, hits in enumerate(found))
    false = sum(len(hits - {number}) for number, hits in enumerate(found))
    return caught, PLANTED, false


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


def _seconds_to_look_up(session: Session) -> float:
    luck, times = Random(1), []
    for number in range(TRIES):
        kept = fingerprint(sent_again(photograph(number), luck))
        start = time.perf_counter()
        question = Question.about(kept)
        assert question is not None
        rows = rows_of(session, question.keys)
        keys, _, hashes = (np.array(each, dtype=np.int64) for each in zip(*rows, strict=True))
        question.distances(keys, hashes)
        times.append(time.perf_counter() - start)
    return sorted(times)[TRIES // 2]
