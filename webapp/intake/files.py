"""Files of a draft: pictures, scans and the signature, kept before there is a case."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.intake_draft import SIGNED_OVER, signed_by
from models.document import HOUSE_PHOTOS, SIGNATURES, Document
from models.intake_draft import IntakeDraft
from webapp.files.uploads import Upload, add_row
from workflows.checks import end_results_of
from workflows.checks.photographs import check_new, require_unused
from workflows.draft_steps import LEFT_OUT, used_documents
from workflows.errors import Invalid
from workflows.intake_drafts import documents_of
from workflows.rights import Actor

# Of these a new one takes the place of the one before; of the others there may be several sheets.
ONE_OF_EACH = (*HOUSE_PHOTOS, *SIGNATURES)
SIGNED_BEFORE = "这份签字是内容或照片改动以前签的。请把改过的给农户看、念给农户听,再签一次。"


def keep_for_draft(
    session: Session, actor: Actor, draft: IntakeDraft, kind: str, upload: Upload
) -> Document:
    """Write the row of an upload; the caller holds the lock on the draft and knows the kind.

    The same file twice is one row; another one makes a new version of the draft.  A photograph of
    the house is checked on the spot; a signature is one over what the draft says now.  Raises
    PictureUsed for a picture that stands elsewhere, and Invalid for a signature that was given over
    other words or files.
    """
    present = session.scalars(
        select(Document).where(
            Document.intake_draft_id == draft.id,
            Document.kind == kind,
            Document.replaced_by_id.is_(None),
        )
    ).all()
    document = next((each for each in present if each.sha256 == upload.sha256), None)
    if kind in SIGNATURES:
        _require_signed_now(session, draft, document, upload)
    if document is None:
        require_unused(session, actor, kind, upload.sha256, draft_id=draft.id)
        document = add_row(session, actor, kind, upload, intake_draft_id=draft.id)
        check_new(session, document, draft=draft)
        draft.version += 1
    for each in present if kind in ONE_OF_EACH else ():
        if each is not document:
            each.replaced_by_id = document.id
            end_results_of(session, None, each.id)
    answers = dict(draft.answers)
    answers[LEFT_OUT] = [each for each in answers.get(LEFT_OUT, []) if each != str(document.id)]
    draft.answers = answers
    session.flush()
    if kind in SIGNATURES:
        over = answers.get(SIGNED_OVER, [])
        mark = signed_by(document.id, answers, used_documents(session, draft))
        draft.answers = {**answers, SIGNED_OVER: [*(each for each in over if each != mark), mark]}
        session.flush()
    return document


def _require_signed_now(
    session: Session, draft: IntakeDraft, document: Document | None, upload: Upload
) -> None:
    """Nobody signs twice in the very same way: a file that came before stands for what it did."""
    over = draft.answers.get(SIGNED_OVER, ())
    documents = used_documents(session, draft)
    if document is not None and signed_by(document.id, draft.answers, documents) in over:
        return
    came_before = select(Document.id).where(
        Document.intake_draft_id == draft.id,
        Document.kind.in_(SIGNATURES),
        Document.sha256 == upload.sha256,
    )
    if session.scalar(came_before.limit(1)) is not None:
        raise Invalid(SIGNED_BEFORE, "signature")


def leave_out(
    session: Session, draft: IntakeDraft, shown: Collection[str], kept: Collection[str]
) -> None:
    """Of the documents ``shown`` on a page only those ``kept`` become part of the application."""
    before = set(draft.answers.get(LEFT_OUT, ()))
    after = (before | set(shown)) - set(kept)
    if after != before:
        own = {str(each.id) for each in documents_of(session, draft.id)}
        draft.answers = {**draft.answers, LEFT_OUT: sorted(after & own)}
        draft.version += 1
