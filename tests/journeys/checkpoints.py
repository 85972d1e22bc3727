"""Cases that stand at a step already: walked there once over HTTP, then copied with their database.

Many journeys differ only in their last steps.  The way there is real, but it is gone once for each
process of the test run.
"""

from __future__ import annotations

import datetime as dt
import tempfile
import zlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from models.database import Database
from tests.cast import Cast, day
from tests.journeys.office import PATIENCE, Case, Office
from tests.journeys.plans import BEGINNING, plan_of
from tests.keys import KEYRING
from workflows import clock


@dataclass(frozen=True)
class Checkpoint:
    """A database at rest, and what the people at their browsers remember."""

    database: bytes
    case_id: int
    open_nodes: frozenset[str]
    visits: Counter[str]
    now: dt.datetime
    cookies: dict[str, str]
    walked: frozenset[str]
    pictures: int


@dataclass
class Way:
    """One household on its way: every step that it has reached so far."""

    differs: dict[str, object]
    storage: Path
    steps: list[Checkpoint] = field(default_factory=list)


@dataclass
class Checkpoints:
    """All of one process; ``county`` is an SQLite file with the cast, ``people``, in it."""

    county: Path
    people: Cast
    folder: Path
    _ways: dict[tuple[object, ...], Way] = field(default_factory=dict)

    def case_at(self, node: str, **differs: object) -> Case:
        """A case for which ``node`` has just opened, in a county of its own."""
        way = self._ways.setdefault(tuple(sorted(differs.items())), self._new_way(differs))
        found = self._found(way, node)
        if found is None:
            self._walk_on(way, node)
            found = self._found(way, node)
        assert found is not None, f"{node} never opened"
        return self._restored(way, found)

    @staticmethod
    def _found(way: Way, node: str) -> Checkpoint | None:
        return next((step for step in way.steps if node in step.open_nodes), None)

    def _new_way(self, differs: dict[str, object]) -> Way:
        return Way(differs, Path(tempfile.mkdtemp(dir=self.folder)))

    def _walk_on(self, way: Way, node: str) -> None:
        case = self._restored(way, way.steps[-1]) if way.steps else self._begin(way)
        for _ in range(PATIENCE):
            way.steps.append(_saved(case))
            if node in way.steps[-1].open_nodes:
                break
            case.go_on()
        case.office.database.dispose()

    def _begin(self, way: Way) -> Case:
        clock.set_now(day(BEGINNING))
        office = self._open(way, self.county.read_bytes())
        return office.new_case(plan_of(1, **way.differs))

    def _restored(self, way: Way, saved: Checkpoint) -> Case:
        clock.set_now(saved.now)
        office = self._open(way, zlib.decompress(saved.database))
        office.walked, office.pictures = set(saved.walked), saved.pictures
        office.take_cookies(saved.cookies)
        return Case(office, plan_of(1, **way.differs), saved.case_id, Counter(saved.visits))

    def _open(self, way: Way, content: bytes) -> Office:
        path = Path(tempfile.mkdtemp(dir=self.folder)) / "county.sqlite"
        path.write_bytes(content)
        return Office(Database(f"sqlite:///{path}", keyring=KEYRING), self.people, way.storage)


def _saved(case: Case) -> Checkpoint:
    office = case.office
    with office.database.read() as session:
        driver = session.connection().connection.dbapi_connection
        assert driver is not None
        content = zlib.compress(driver.serialize(), 1)
    return Checkpoint(
        database=content,
        case_id=case.id,
        open_nodes=frozenset(case.open_tasks),
        visits=Counter(case.visits),
        now=clock.now(),
        cookies=office.cookies,
        walked=frozenset(office.walked),
        pictures=office.pictures,
    )
