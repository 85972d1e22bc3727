"""In words: what a household's file lacks, as the step said that asked for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.approval import ArchiveReview
from models.archive import ArchiveClosing
from models.task import Task
from models.township import FileReview
from models.village import AcceptanceCheck
from webapp.parts import parts

# The forms that supply what is missing, and nothing else.
SUPPLYING_FORMS = frozenset({"supplement", "correction", "archive_supply", "account_repair"})
# Step that supplies -> the record of the step that said what is missing.
ASKED_BY: Mapping[str, type[AcceptanceCheck | FileReview | ArchiveReview | ArchiveClosing]] = {
    "supplement_application": AcceptanceCheck,
    "correct_application": FileReview,
    "correct_archive": ArchiveReview,
    "supply_documents": ArchiveClosing,
}


def supplying_steps() -> list[str]:
    """The steps of the drawings whose form supplies."""
    tasks = parts().runtime.library.current.user_tasks()
    return sorted({task.node_id for task in tasks if task.form_key in SUPPLYING_FORMS})


def words_of(session: Session, tasks: Sequence[Task]) -> dict[int, str]:
    """Open task -> what it has to supply; one statement for each kind of step among them."""
    waiting = [task for task in tasks if task.status == "open"]
    named = _names_of(session, waiting)
    return {task.id: named.get(task.id) or task.asked_because for task in waiting}


def _names_of(session: Session, tasks: Sequence[Task]) -> dict[int, str]:
    found: dict[int, str] = {}
    for node_id, record in ASKED_BY.items():
        waiting = {task.application_id: task.id for task in tasks if task.node_id == node_id}
        if not waiting:
            continue
        rows: Iterable[Any] = session.scalars(
            select(record).where(record.application_id.in_(waiting)).order_by(record.id)
        )
        for row in rows:
            # The newest stands last and stays.
            found[waiting[row.application_id]] = "、".join(_missing(row))
    return found


def _missing(row: Any) -> list[str]:
    if isinstance(row, ArchiveClosing):
        return [name for name, is_there in row.items.items() if not is_there]
    return [str(name) for name in row.missing]
