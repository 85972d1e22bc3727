"""The record of a case as prose that an official reads aloud, newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from models.history import HistoryEntry
from models.role import Role
from models.task import Task
from webapp.cases.frame import CaseFrame
from webapp.sentence import Sentence
from webapp.sentences import tell
from workflows import clock

# Pictures sent within this time read as one act.
UPLOADS_TOGETHER = dt.timedelta(minutes=30)


@dataclass(frozen=True)
class Event:
    """A sentence with the facts of its row."""

    seq: int
    at: dt.datetime
    happened_on: dt.date
    who: str
    post: str
    handled_by: str
    is_machine: bool
    said: Sentence
    # 补录: why it was entered afterwards.
    late_reason: str = ""

    @property
    def is_earlier(self) -> bool:
        """Whether it was entered on a later day than it happened."""
        return not self.is_machine and self.happened_on < clock.local(self.at).date()


class Narrator:
    """Tells the acts of one case."""

    def __init__(self, frame: CaseFrame) -> None:
        self.frame = frame
        self._done: dict[tuple[str, str], list[Task]] = {}
        for task in frame.tasks:
            if task.done_at is not None:
                self._done.setdefault((task.process_id, task.node_id), []).append(task)

    def tell(self, entries: Iterable[HistoryEntry]) -> list[Event]:
        """Events in the order of ``entries``, newest first; pictures sent together are one."""
        events: list[Event] = []
        for entry in entries:
            said = tell(self.frame, entry)
            if entry.kind == "task_completed":
                said.task_id = self._task_behind(entry)
            event = self._event(entry, said)
            if events and _is_one_upload(events[-1], event):
                events[-1].said.documents[:0] = said.documents
            else:
                events.append(event)
        return events

    def _task_behind(self, entry: HistoryEntry) -> int | None:
        """The round of the step that was done last before the entry was written."""
        key = (entry.payload["process"], entry.payload["task"])
        done = [
            task for task in self._done.get(key, ()) if task.done_at and task.done_at <= entry.at
        ]
        return max(done, key=lambda task: (task.done_at, task.id)).id if done else None

    def _event(self, entry: HistoryEntry, said: Sentence) -> Event:
        post = ""
        if entry.actor_role:
            role = Role(entry.actor_role)
            post = self.frame.post_of(role)
        handled_by = entry.handled_by if entry.handled_by != entry.actor_name else ""
        holder = entry.payload.get("stands_in_for", "")
        return Event(
            seq=entry.seq,
            at=entry.at,
            happened_on=entry.happened_on,
            who=f"{entry.actor_name} 代 {holder}" if holder else entry.actor_name,
            post=post,
            handled_by=handled_by,
            is_machine=entry.is_machine,
            said=said,
            late_reason=entry.payload.get("late_reason", ""),
        )


def _is_one_upload(later: Event, earlier: Event) -> bool:
    """Whether two acts are pictures sent one after the other by the same person."""
    return (
        bool(later.said.documents and earlier.said.documents)
        and later.said.text == earlier.said.text
        and not later.said.quote
        and later.who == earlier.who
        and later.at - earlier.at < UPLOADS_TOGETHER
    )
