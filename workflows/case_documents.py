"""Which documents serve a case: its own, and those it shares with others (a stamped list)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select, union_all
from sqlalchemy.orm import Session

from models.application import Application
from models.case_list import CaseList
from models.document import Document, DocumentUse
from models.history import HistoryEntry
from models.intake_draft import IntakeDraft
from models.project import Project
from models.role import Role
from workflows import rights
from workflows.rights import Actor


def serves(application_id: Any) -> ColumnElement[bool]:
    """Documents of the case ``application_id`` (a number or a bound parameter)."""
    # A union and not an OR: each half has an index of its own.
    return Document.id.in_(
        union_all(
            select(Document.id).where(Document.application_id == application_id),
            select(DocumentUse.document_id).where(DocumentUse.application_id == application_id),
        )
    )


def senders_of(session: Session, application_id: int) -> dict[int, Role]:
    """document -> the post in which it was sent; what came with the application is not here."""
    rows = session.execute(
        select(HistoryEntry.payload, HistoryEntry.actor_role).where(
            HistoryEntry.application_id == application_id,
            HistoryEntry.kind.in_(("document_added", "document_replaced", "paper_supplied")),
            HistoryEntry.actor_role != "",
        )
    )
    return {payload["document"]: Role(role) for payload, role in rows}


def readable(actor: Actor) -> ColumnElement[bool]:
    """Documents that ``actor`` may read: of a case or 工程, of their own list or draft."""
    visible = rights.visible_applications(actor)
    return or_(
        exists().where(Application.id == Document.application_id, visible).correlate(Document),
        exists()
        .where(
            DocumentUse.document_id == Document.id,
            Application.id == DocumentUse.application_id,
            visible,
        )
        .correlate(Document),
        exists()
        .where(CaseList.id == Document.list_id, rights.own_lists(actor))
        .correlate(Document),
        exists()
        .where(IntakeDraft.id == Document.intake_draft_id, rights.own_drafts(actor))
        .correlate(Document),
        exists()
        .where(Project.id == Document.project_id, rights.visible_projects(actor))
        .correlate(Document),
    )
