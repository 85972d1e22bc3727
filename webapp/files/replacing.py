"""A document that takes the place of another: the old one stays, with who, when and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.account import Account
from models.application import Application
from models.document import LONGEST_REASON, Document
from models.role import Role
from webapp.files.uploads import Upload, add_row
from workflows import clock, history, rights
from workflows.checks import end_results_of
from workflows.checks.photographs import check_new, require_unused
from workflows.errors import AlreadyDone, Invalid
from workflows.history import Entry
from workflows.personal_data import without_numbers
from workflows.rights import Actor

GONE = "这份材料刚刚已被替换,请刷新后再看。"


@dataclass(frozen=True)
class Replaced:
    """A document that counts no more: who put another in its place, and when."""

    document: Document
    at: dt.datetime
    by: str


def checked_reason(text: str) -> str:
    """Why a document is replaced. Raises Invalid for none and for a novel."""
    reason = text.strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise Invalid(f"请写明为什么替换,不超过 {LONGEST_REASON} 个字。", "reason")
    return reason


def replace(
    session: Session, actor: Actor, document_id: int, upload: Upload, reason: str
) -> Document:
    """Put ``upload`` in the place of a document of one case; the caller has asked for permission.

    What the checks said of the old one bars nobody any more; the new one is checked anew.  Raises
    AlreadyDone when somebody was first, Invalid for the same file again or one used elsewhere.
    """
    application = session.execute(
        select(Application)
        .join(Document, Document.application_id == Application.id)
        .where(Document.id == document_id)
        .with_for_update(of=Application)
    ).scalar_one()
    old = session.get_one(Document, document_id, populate_existing=True)
    if old.replaced_by_id is not None:
        raise AlreadyDone(GONE)
    if old.sha256 == upload.sha256:
        raise Invalid("选的还是原来那一份,请选择要换上的文件。", "file")
    require_unused(session, actor, old.kind, upload.sha256, application_id=application.id)
    new = add_row(
        session,
        actor,
        old.kind,
        upload,
        application_id=old.application_id,
        task_id=old.task_id,
        intake_draft_id=old.intake_draft_id,
    )
    old.replaced_by_id, old.replaced_because = new.id, without_numbers(reason)
    payload = {
        "document": new.id,
        "replaces": old.id,
        "document_kind": old.kind,
        "sha256": new.sha256,
        "comment": reason,
    }
    authority = rights.covers_village(actor, application.village_code, *Role)
    role = ""
    if authority is not None:
        role, payload = authority.role.value, payload | authority.marks
    entry = Entry("document_replaced", actor, payload, clock.today(), role)
    history.record(session, application, [entry])
    session.flush()
    end_results_of(session, application, old.id)
    check_new(session, new, application=application)
    return new


def replaced_of(session: Session, application_id: int) -> Sequence[Replaced]:
    """The documents of a case that were replaced, the last one first."""
    newer = aliased(Document)
    rows = session.execute(
        select(Document, newer.uploaded_at, Account.display_name)
        .join(newer, newer.id == Document.replaced_by_id)
        .join(Account, Account.id == newer.uploaded_by_id)
        .where(Document.application_id == application_id)
        .order_by(newer.id.desc())
    )
    return [Replaced(*row) for row in rows]
