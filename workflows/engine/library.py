"""All sets of drawings that this process knows, each parsed once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from threading import Lock
from weakref import WeakSet

from sqlalchemy import Engine, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.process_instance import definition_sets, process_instances
from workflows.engine.definition_set import DefinitionSet
from workflows.engine.errors import DrawingError, Problem, UnknownDefinitions

_EXISTS = select(definition_sets.c.hash).where(definition_sets.c.hash == bindparam("b_hash"))
_FILES = select(definition_sets.c.files).where(definition_sets.c.hash == bindparam("b_hash"))
_OPEN = (
    select(process_instances.c.definition_hash)
    .where(process_instances.c.status == "running")
    .distinct()
)
# In a session's info: the hash of the set that it wrote.
_WROTE = "wrote_definition_set"


class Library:
    """Parsed sets by hash; ``current`` is the one that new instances are started from."""

    def __init__(self, current: DefinitionSet) -> None:
        self.current = current
        self._sets = {current.hash: current}
        self._parsing = Lock()
        # Databases in which the current set was found committed: it is never deleted.
        self._stored_in: WeakSet[Engine] = WeakSet()

    @classmethod
    def from_directory(cls, path: Path) -> Library:
        """Parse every ``*.bpmn`` in a directory. Raises DrawingError."""
        files = {file.name: file.read_text("utf-8") for file in sorted(path.glob("*.bpmn"))}
        if not files:
            raise DrawingError([Problem(path.name, "", "holds no drawing")])
        return cls(DefinitionSet(files))

    def get(self, session: Session, set_hash: str) -> DefinitionSet:
        """The set with that hash, from the database on a cold cache. Raises UnknownDefinitions."""
        known = self._sets.get(set_hash)
        if known is not None:
            return known
        files = session.execute(_FILES, {"b_hash": set_hash}).scalar_one_or_none()
        if files is None:
            raise UnknownDefinitions(set_hash)
        with self._parsing:
            if set_hash not in self._sets:
                self._sets[set_hash] = DefinitionSet(files)
        return self._sets[set_hash]

    def store(self, session: Session) -> None:
        """Write the current set, unless it is there. The caller commits."""
        current, bind = self.current, session.get_bind().engine
        if bind in self._stored_in:
            return
        with session.no_autoflush:
            is_there = session.execute(_EXISTS, {"b_hash": current.hash}).scalar_one_or_none()
        if is_there:
            # What this session has just written itself may still be rolled back.
            if session.info.get(_WROTE) != current.hash:
                self._stored_in.add(bind)
            return
        session.info[_WROTE] = current.hash
        row = {
            "hash": current.hash,
            "files": current.files,
            "loaded_at": dt.datetime.now(dt.UTC),
        }
        # Two servers may start at the same moment with the same new set.
        if bind.dialect.name == "postgresql":
            insert = postgresql.insert(definition_sets).on_conflict_do_nothing()
            session.execute(insert, row)
        else:
            session.execute(sqlite.insert(definition_sets).on_conflict_do_nothing(), row)

    def open_sets(self, session: Session) -> Iterable[DefinitionSet]:
        """Every set that has running instances, for checking their bindings at start-up."""
        return [self.get(session, each) for each in session.execute(_OPEN).scalars().all()]
