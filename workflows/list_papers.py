"""The papers of a list: each serves every case on it, at once or when it comes back stamped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models.application import Application
from models.case_list import DONE, CaseList, CaseListRow
from models.document import LIST_SCAN, Document, DocumentUse
from models.programme import Programme
from models.task import Task
from workflows import clock, history, papers
from workflows.checks.notice_photographs import check_notice_photographs
from workflows.checks.notice_pictures import is_notice_picture
from workflows.history import Entry
from workflows.paper_scans import kinds_given
from workflows.parameters import parameters_of
from workflows.rights import Actor
from workflows.step import Step


def scan_kinds(node_id: str) -> tuple[str, ...]:
    """What a stamped list can be uploaded as: the legal papers of its step, or the list itself."""
    return (LIST_SCAN, *dict.fromkeys(paper.kind for paper in papers.papers_of(node_id)))


def share_documents(step: Step, case_list: CaseList) -> None:
    """Let the chosen papers of the list serve the case of ``step``, and count as given with it."""
    assert step.task is not None
    chosen = _chosen(step.session, case_list)
    step.papers_given |= {each.kind for each in chosen}
    _use(step.session, chosen, [(step.application.id, step.task.id)])
    hung = [each for each in chosen if is_notice_picture(each.kind)]
    check_notice_photographs(step.session, step.application, hung, tells_passes=False)


def share_later(
    session: Session, actor: Actor, case_list: CaseList, documents: Sequence[Document]
) -> None:
    """Let papers that came after the list was done serve its cases; 待补纸质 ends where it may."""
    done = session.execute(
        select(Application, Task)
        .join(CaseListRow, CaseListRow.application_id == Application.id)
        .join(Task, Task.id == CaseListRow.task_id)
        .where(CaseListRow.list_id == case_list.id, CaseListRow.state == DONE)
        .order_by(Application.id)
        .with_for_update(of=Application)
        .execution_options(populate_existing=True)
    ).all()
    _use(session, documents, [(application.id, task.id) for application, task in done])
    # A case may have papers of its own besides: the mark goes by all that came back for the step.
    given = kinds_given(session, [task.id for _, task in done])
    programme = session.get_one(Programme, case_list.programme_id)
    parameters = parameters_of(session, programme, clock.today())
    for application, task in done:
        if not papers.lacking_papers(parameters, task.node_id, task.outcome, given[task.id]):
            task.lacks_paper = False
        entries = [
            Entry(
                "document_added",
                actor,
                {"document": each.id, "document_kind": each.kind, "sha256": each.sha256},
                clock.today(),
                case_list.role,
            )
            for each in documents
        ]
        history.record(session, application, entries)


def _chosen(session: Session, case_list: CaseList) -> list[Document]:
    """Papers of the list that an answer or the list itself names."""
    named = {text for texts in case_list.answers.values() for text in texts}
    named |= {str(number) for number in case_list.scan_ids}
    found = session.scalars(
        select(Document).where(Document.list_id == case_list.id, Document.replaced_by_id.is_(None))
    )
    return [each for each in found if str(each.id) in named]


def _use(session: Session, documents: Iterable[Document], cases: Sequence[tuple[int, int]]) -> None:
    uses = [
        {"document_id": document.id, "application_id": application_id, "task_id": task_id}
        for document in documents
        for application_id, task_id in cases
    ]
    if uses:
        session.execute(insert(DocumentUse), uses)
