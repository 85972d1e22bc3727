"""The record of acts that concern no case: accounts, parameters, calendar, the demo's clock.

Its rows are chained like a case's, under ``subject_kind`` "system"; the head of the chain is a
setting, locked by every writer, so that two administrators at the same moment follow each other.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models.history import HistoryEntry
from models.setting import Setting
from workflows import clock
from workflows.history import FORBIDDEN_KEYS, row_hash
from workflows.rights import Actor

SUBJECT_KIND = "system"
HEAD_SETTING = "system_history_head"


class BrokenSystemChain(Exception):
    """The system's record does not fit its own hashes from row ``seq`` on."""

    def __init__(self, seq: int) -> None:
        super().__init__(f"system history broken at row {seq}")
        self.seq = seq


def record_system(
    session: Session, actor: Actor, kind: str, payload: dict[str, Any], *, role: str = ""
) -> None:
    """Append one act; ``payload`` is JSON without passwords or personal numbers."""
    if FORBIDDEN_KEYS & payload.keys():
        raise ValueError("a personal number must not enter the history in clear")
    head = _locked_head(session)
    length, previous = head.value["length"] + 1, head.value["hash"]
    row = {
        "subject_kind": SUBJECT_KIND,
        "subject_id": 0,
        "seq": length,
        "application_id": None,
        "kind": kind,
        "at": clock.now(),
        "happened_on": clock.today(),
        "is_machine": actor.is_machine,
        "actor_id": actor.account_id,
        "actor_name": actor.name,
        "actor_role": role,
        "handled_by": "",
        "payload": payload,
        "previous_hash": previous,
    }
    row["hash"] = row_hash(row)
    session.execute(insert(HistoryEntry), [row])
    head.value = {"length": length, "hash": row["hash"]}
    session.flush()


def verify_system(session: Session) -> int:
    """Walk the chain and return its length; raises :class:`BrokenSystemChain`."""
    previous, length = "", 0
    entries = session.scalars(
        select(HistoryEntry)
        .where(HistoryEntry.subject_kind == SUBJECT_KIND, HistoryEntry.subject_id == 0)
        .order_by(HistoryEntry.seq)
    )
    for entry in entries:
        length += 1
        row = {column.name: getattr(entry, column.name) for column in HistoryEntry.__table__.c}
        if entry.seq != length or entry.previous_hash != previous or entry.hash != row_hash(row):
            raise BrokenSystemChain(length)
        previous = entry.hash
    head = session.get(Setting, HEAD_SETTING)
    if head is not None and head.value != {"length": length, "hash": previous}:
        raise BrokenSystemChain(length + 1)
    return length


def _locked_head(session: Session) -> Setting:
    head = session.scalar(
        select(Setting)
        .where(Setting.name == HEAD_SETTING)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if head is None:
        head = Setting(name=HEAD_SETTING, value={"length": 0, "hash": ""})
        session.add(head)
        session.flush()
    return head
