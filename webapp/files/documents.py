"""Documents of a case: adding one, and reading one with the case's own permission."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from urllib.parse import quote

from flask import Blueprint, Response, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.document import Document
from models.role import Role
from webapp import transactions
from webapp.acts.offered import may_replace, may_upload
from webapp.cases.frame import load_frame
from webapp.cases.pages import papers_page
from webapp.files.kinds import JPEG, PICTURES
from webapp.files.pictures import DISPLAY, THUMBNAIL, copy_of
from webapp.files.replacing import GONE, checked_reason, replace
from webapp.files.uploads import keep, keep_all, note_used, receive, receive_all
from webapp.parts import parts
from webapp.readings import SUPERVISION, log_reading
from webapp.security import DOCUMENT_POLICY
from webapp.user import user
from workflows.case_documents import readable, senders_of
from workflows.errors import AlreadyDone, Forbidden, Invalid, NotFound

bp = Blueprint("documents", __name__)
# A browser asks each time whether it still may, and gets the bytes only once.
CACHING = "private, no-cache"


@bp.post("/cases/<int:application_id>/documents")
def add(application_id: int) -> ResponseReturnValue:
    """Keep files as documents of ``kind``; answers JSON to a caller that asks for it.

    Of several files those that are good are kept, and what is wrong with the others is said.
    """
    actor, runtime = user().actor, parts().runtime
    frame = load_frame(transactions.reading(), runtime, actor, application_id)
    if not may_upload(frame):
        raise Forbidden("您现在不能为这一件上传材料。")
    kind = request.form.get("kind", "")
    try:
        uploads, refused = receive_all(request.files.getlist("file"), parts().storage)
        if not uploads and refused is not None:
            raise refused
        session = transactions.session()
        kept, used = keep_all(uploads, partial(keep, session, actor, application_id, kind))
        if used:
            refused = Invalid((refused.sentence if refused is not None else "") + used, "file")
        if not kept and refused is not None:
            raise refused
    except Invalid as error:
        if _wants_json():
            return jsonify(error=error.sentence), error.status
        transactions.abandon()
        frame = load_frame(transactions.session(), runtime, actor, application_id)
        told = {"upload_kind": kind, error.field: error.sentence}
        return papers_page(frame, upload=told), error.status
    if _wants_json():
        document = kept[0]
        return jsonify(id=document.id, kind=document.kind, filename=document.filename), 201
    flash(f"已上传:{kind}" + (f"({len(kept)} 份)。" if len(kept) > 1 else "。"))
    if refused is not None:
        flash(f"没有上传:{refused.sentence}")
    return redirect(url_for("cases.papers", application_id=application_id), 303)


@bp.post("/documents/<int:document_id>/replacement")
def replace_one(document_id: int) -> ResponseReturnValue:
    """Put a file in the place of a document of one case; the old one stays to be looked at."""
    actor, runtime = user().actor, parts().runtime
    old = transactions.reading().scalar(
        select(Document).where(Document.id == document_id, readable(actor))
    )
    if old is None or old.application_id is None:
        raise NotFound
    application_id = old.application_id
    reading = transactions.reading()
    frame = load_frame(reading, runtime, actor, application_id)
    if not may_replace(frame, old, senders_of(reading, application_id)):
        raise Forbidden("这份材料由上传它的岗位或上级替换。")
    if old.replaced_by_id is not None:
        raise AlreadyDone(GONE)
    typed = request.form.get("reason", "")
    try:
        reason = checked_reason(typed)
        upload = receive(request.files.get("file"), parts().storage)
        new = replace(transactions.session(), actor, document_id, upload, reason)
    except Invalid as error:
        transactions.abandon()
        note_used(error)
        frame = load_frame(transactions.session(), runtime, actor, application_id)
        swap = {"id": document_id, "typed": typed, error.field: error.sentence}
        return papers_page(frame, swap=swap), error.status
    flash(f"已替换:{new.kind}。原来的一份保留在“已被替换”里。")
    back = url_for("cases.papers", application_id=application_id)
    return redirect(f"{back}#document-{new.id}", 303)


@bp.get("/documents/<int:document_id>")
def show(document_id: int) -> ResponseReturnValue:
    """A picture as it is shown, upright and without what its camera wrote; a paper is saved."""
    document = _read(transactions.session(), document_id)
    if document.content_type in PICTURES:
        return _copy(document, DISPLAY)
    return _original(document)


@bp.get("/documents/<int:document_id>/thumbnail")
def thumbnail(document_id: int) -> ResponseReturnValue:
    """A small copy of a picture; a sign for a paper."""
    document = _read(transactions.session(), document_id)
    if document.content_type in PICTURES:
        return _copy(document, THUMBNAIL)
    return redirect(url_for("static", filename="paper.svg"))


@bp.get("/documents/<int:document_id>/original")
def original(document_id: int) -> ResponseReturnValue:
    """The bytes as they were sent, to be saved."""
    return _original(_read(transactions.session(), document_id))


def _read(session: Session, document_id: int) -> Document:
    """The document, if the reader may see it; a reading by an auditor is logged."""
    view = user()
    document = session.scalar(
        select(Document).where(Document.id == document_id, readable(view.actor))
    )
    if document is None:
        raise NotFound
    if view.holds(Role.AUDITOR):
        log_reading(f"材料:{document.kind}", SUPERVISION, document.application_id)
    session.expunge(document)
    # The bytes may be far away, or have to be made: nothing waits in the database for them.
    transactions.end_reading()
    return document


def _copy(document: Document, copy: str) -> Response:
    limits = parts().config.uploads
    side = limits.display_side if copy == DISPLAY else limits.thumbnail_side
    etag = f"{document.sha256}-{copy}-{side}"
    if _has(etag):
        return _answer((), etag)
    try:
        content = copy_of(parts().storage, document.sha256, copy, limits)
    except FileNotFoundError:
        raise NotFound from None
    response = _answer([content], etag)
    response.content_type = JPEG.content_type
    response.content_length = len(content)
    name = document.filename.rsplit(".", 1)[0] + JPEG.suffix
    response.headers["Content-Disposition"] = _disposition("inline", name)
    return response


def _original(document: Document) -> Response:
    if _has(document.sha256):
        return _answer((), document.sha256)
    try:
        pieces = parts().storage.stream(document.sha256)
    except FileNotFoundError:
        raise NotFound from None
    response = _answer(pieces, document.sha256)
    response.content_type = document.content_type
    response.content_length = document.size
    response.headers["Content-Disposition"] = _disposition("attachment", document.filename)
    return response


def _has(etag: str) -> bool:
    return request.if_none_match.contains(etag)


def _answer(pieces: Iterable[bytes], etag: str) -> Response:
    """The answer with the headers that every document has; without pieces: you have it."""
    response = Response(pieces, status=200 if pieces else 304)
    response.set_etag(etag)
    response.headers["Content-Security-Policy"] = DOCUMENT_POLICY
    response.headers["Cache-Control"] = CACHING
    return response


def _disposition(how: str, filename: str) -> str:
    return f"{how}; filename*=UTF-8''{quote(filename)}"


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"
