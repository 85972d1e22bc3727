"""Writing the record: the one place. Rows of a case are chained by hash under the case's lock."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Select, insert, select
from sqlalchemy.orm import Session

from models.application import Application
from models.history import HistoryEntry
from models.project import Project
from workflows import clock
from workflows.personal_data import without_numbers
from workflows.rights import Actor

# Rows that have a chained record of their own and keep the head of it.
Chained = Application | Project

FORBIDDEN_KEYS = frozenset({"id_number", "card_number", "telephone"})
# What people typed: somebody may have written a number into a text.
TYPED_KEYS = ("comment", "changes", "late_reason")


@dataclass(frozen=True)
class Entry:
    """One act before it is written; ``payload`` is JSON without personal numbers in clear."""

    kind: str
    actor: Actor
    payload: dict[str, Any]
    happened_on: dt.date
    actor_role: str = ""
    handled_by: str = ""


class BrokenChain(Exception):
    """The record of a row does not fit its own hashes; ``seq`` is the first entry that does not."""

    def __init__(self, subject_kind: str, subject_id: int, seq: int) -> None:
        super().__init__(f"{subject_kind} {subject_id}: history broken at row {seq}")
        self.seq = seq


def record(session: Session, subject: Chained, entries: list[Entry]) -> None:
    """Append ``entries`` to the chain of ``subject``; the caller holds the lock on its row."""
    if not entries:
        return
    at = clock.now()
    rows = []
    for entry in entries:
        if FORBIDDEN_KEYS & entry.payload.keys():
            raise ValueError("a personal number must not enter the history in clear")
        subject.history_length += 1
        row = {
            "subject_kind": _kind_of(subject),
            "subject_id": subject.id,
            "seq": subject.history_length,
            "application_id": subject.id if isinstance(subject, Application) else None,
            "kind": entry.kind,
            "at": at,
            "happened_on": entry.happened_on,
            "is_machine": entry.actor.is_machine,
            "actor_id": entry.actor.account_id,
            "actor_name": entry.actor.name,
            "actor_role": entry.actor_role,
            "handled_by": without_numbers(entry.handled_by),
            "payload": entry.payload | _typed_without_numbers(entry.payload),
            "previous_hash": subject.history_head,
        }
        row["hash"] = subject.history_head = row_hash(row)
        rows.append(row)
    # One statement for people's acts and the machine's, which has no actor.
    session.execute(insert(HistoryEntry).execution_options(render_nulls=True), rows)


def entries_of(subject: Chained) -> Select[HistoryEntry]:
    """The record of ``subject``, in no order yet."""
    return select(HistoryEntry).where(
        HistoryEntry.subject_kind == _kind_of(subject), HistoryEntry.subject_id == subject.id
    )


def _kind_of(subject: Chained) -> str:
    return "application" if isinstance(subject, Application) else "project"


def _typed_without_numbers(payload: dict[str, Any]) -> dict[str, Any]:
    return {name: without_numbers(payload[name]) for name in TYPED_KEYS if name in payload}


def row_hash(row: dict[str, Any]) -> str:
    """SHA-256 (hex) over every column but the id and the hash itself."""
    content = [
        row["subject_kind"],
        row["subject_id"],
        row["seq"],
        row["kind"],
        row["at"].astimezone(dt.UTC).isoformat(),
        row["happened_on"].isoformat(),
        row["is_machine"],
        row["actor_id"],
        row["actor_name"],
        row["actor_role"],
        row["handled_by"],
        orjson.dumps(row["payload"], option=orjson.OPT_SORT_KEYS).decode(),
        row["previous_hash"],
    ]
    return hashlib.sha256(orjson.dumps(content)).hexdigest()


def chain_of(session: Session, subject: Chained) -> Sequence[HistoryEntry]:
    """Every entry of ``subject``, the first one first."""
    return session.scalars(entries_of(subject).order_by(HistoryEntry.seq)).all()


def verify(session: Session, subject: Chained) -> int:
    """Walk the chain of ``subject`` and return its length; raises :class:`BrokenChain`."""
    return verify_chain(subject, chain_of(session, subject))


def verify_chain(subject: Chained, entries: Sequence[HistoryEntry]) -> int:
    """The same for entries that were read already, all of them."""
    head, length, kind = "", 0, _kind_of(subject)
    for entry in entries:
        length += 1
        row = {name: getattr(entry, name) for name in HistoryEntry.__table__.columns.keys()}  # noqa: SIM118
        if entry.seq != length or entry.previous_hash != head or entry.hash != row_hash(row):
            raise BrokenChain(kind, subject.id, length)
        head = entry.hash
    if length != subject.history_length or head != subject.history_head:
        raise BrokenChain(kind, subject.id, length + 1)
    return length
