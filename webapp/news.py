"""What has changed on a case since the same step was taken before, field by field.

Whoever sent a case back sees what was mended when it returns, and need not compare by eye.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.history import HistoryEntry
from models.task import Task
from webapp.cases.changes import Change, changes_of, changes_of_persons
from webapp.cases.frame import CaseFrame
from webapp.cases.step_record import record_of

# Form of a step that mends -> the question in which it says what it did.
EXPLAINED = {
    "correction": "explanation",
    "return_handling": "explanation",
    "supplement": "supplied",
}
KINDS = ("task_completed", "household_mended", "document_added", "document_replaced")


@dataclass
class News:
    """Since ``before`` was done with ``label`` and ``reason``: words, facts and papers.

    ``said`` is (who, step, opinion), ``documents`` (number, kind).
    """

    before: Task
    label: str
    reason: str = ""
    said: list[tuple[str, str, str]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    documents: list[tuple[int, str]] = field(default_factory=list)


def news_since(session: Session, frame: CaseFrame, task: Task) -> News | None:
    """What others did since the last round of the step ``task``; None in its first round."""
    before = max(
        (
            each
            for each in frame.tasks
            if each.status == "done"
            and (each.process_id, each.node_id) == (task.process_id, task.node_id)
        ),
        key=lambda each: each.id,
        default=None,
    )
    if before is None:
        return None
    entries = session.scalars(
        select(HistoryEntry)
        .where(
            HistoryEntry.application_id == frame.id,
            HistoryEntry.kind.in_(KINDS),
            HistoryEntry.at >= before.done_at,
        )
        .order_by(HistoryEntry.seq)
    ).all()
    own = [n for n, entry in enumerate(entries) if _is_round_of(entry, before)]
    outcomes = frame.definitions.outcomes(before.process_id, before.node_id)
    news = News(before, next((each.label for each in outcomes if each.id == before.outcome), ""))
    if own:
        news.reason = entries[own[-1]].payload.get("comment", "")
    news.said = [
        (frame.names.get(each.done_by_id or 0, ""), each.name, words)
        for each in frame.tasks
        if each.status == "done" and each.id > before.id
        if (words := _explanation(session, each))
    ]
    _collect(news, entries[own[-1] + 1 :] if own else entries)
    return news


def _explanation(session: Session, task: Task) -> str:
    """What whoever mended the case said of it."""
    if task.form_key not in EXPLAINED:
        return ""
    record = record_of(session, task)
    return str(getattr(record, EXPLAINED[task.form_key], "") or "")


def _is_round_of(entry: HistoryEntry, task: Task) -> bool:
    payload = entry.payload
    return (
        entry.kind == "task_completed"
        and payload.get("task") == task.node_id
        and payload.get("process") == task.process_id
    )


def _collect(news: News, entries: Sequence[HistoryEntry]) -> None:
    """Facts by name: from what they were then to what they are now."""
    facts: dict[str, Change] = {}
    for entry in entries:
        if entry.kind in ("document_added", "document_replaced"):
            payload = entry.payload
            news.documents.append((payload["document"], payload.get("document_kind", "")))
            continue
        changes = [*changes_of(entry.payload), *changes_of_persons(entry.payload)]
        for change in changes:
            first = facts.get(change.label, change).before
            facts[change.label] = Change(change.label, first, change.after)
        if entry.kind == "task_completed" and entry.payload.get("comment"):
            said = (entry.actor_name, entry.payload["name"], entry.payload["comment"])
            news.said.append(said)
    news.changes = [each for each in facts.values() if each.before != each.after]
