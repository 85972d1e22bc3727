"""A signed scan that comes back after its step was done: the mark 待补纸质 goes."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager

from models.application import Application
from models.document import Document, DocumentUse
from models.task import Task
from webapp.files.uploads import Upload, keep
from workflows import clock
from workflows.paper_scans import kinds_given
from workflows.papers import Paper, lacking_papers
from workflows.parameters import parameters_of
from workflows.rights import Actor


def supply_paper(
    session: Session, actor: Actor, task_id: int, paper: Paper, upload: Upload
) -> bool:
    """Keep ``upload`` as the scan of ``paper``; True when the step lacks nothing any more."""
    application, task = session.execute(
        select(Application, Task)
        .join(Task, Task.application_id == Application.id)
        .join(Application.programme)
        .options(contains_eager(Application.programme))
        .where(Task.id == task_id)
        .with_for_update(of=(Application, Task))
    ).one()
    keep(session, actor, application.id, paper.kind, upload, paper_of=task)
    parameters = parameters_of(session, application.programme, clock.today())
    given = kinds_given(session, [task_id])[task_id]
    lacking = lacking_papers(parameters, task.node_id, task.outcome, given)
    task.lacks_paper = bool(lacking)
    session.flush()
    return not lacking


def scans_of(session: Session, task: Task) -> list[Document]:
    """The signed papers that came back for a step, oldest first."""
    return list(
        session.scalars(
            select(Document)
            .where(
                or_(
                    Document.task_id == task.id,
                    Document.id.in_(
                        select(DocumentUse.document_id).where(
                            DocumentUse.application_id == task.application_id,
                            DocumentUse.task_id == task.id,
                        )
                    ),
                ),
                Document.replaced_by_id.is_(None),
            )
            .order_by(Document.id)
        )
    )
