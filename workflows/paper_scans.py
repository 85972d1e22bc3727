"""What came back signed: the scans of the legal papers of finished steps."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.document import Document, DocumentUse
from models.task import Task


def kinds_given(session: Session, task_ids: Iterable[int]) -> dict[int, set[str]]:
    """Task -> kinds of the signed papers that came back for it; one statement for all."""
    wanted = list(task_ids)
    given: dict[int, set[str]] = {each: set() for each in wanted}
    rows = session.execute(
        select(Document.task_id, Document.kind)
        .where(Document.task_id.in_(wanted), Document.replaced_by_id.is_(None))
        .union(
            # One stamped list serves the steps of many cases; found along the index by case.
            select(DocumentUse.task_id, Document.kind)
            .join(Document, Document.id == DocumentUse.document_id)
            .join(Task, Task.application_id == DocumentUse.application_id)
            .where(
                Task.id.in_(wanted),
                DocumentUse.task_id == Task.id,
                Document.replaced_by_id.is_(None),
            )
        )
    )
    for task_id, kind in rows:
        given[task_id or 0].add(kind)
    return given
