"""Documents of a case: adding one, and reading one with the case's own permission."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from models.document import Document
from models.role import Role
from webapp import transactions
from webapp.case_acts import may_upload
from webapp.case_frame import load_frame
from webapp.parts import parts
from webapp.readings import SUPERVISION, log_reading
from webapp.security import DOCUMENT_POLICY
from webapp.uploads import PICTURES, keep, receive
from webapp.user import user
from workflows.case_documents import readable
from workflows.errors import Forbidden, NotFound

bp = Blueprint("documents", __name__)


@bp.post("/cases/<int:application_id>/documents")
def add(application_id: int) -> ResponseReturnValue:
    """Keep one file as a document of ``kind``; answers JSON to a caller that asks for it."""
    actor, runtime = user().actor, parts().runtime
    frame = load_frame(transactions.reading(), runtime, actor, application_id)
    if not may_upload(frame):
        raise Forbidden("您现在不能为这一件上传材料。")
    upload = receive(request.files.get("file"), parts().storage)
    kind = request.form.get("kind", "")
    document = keep(transactions.session(), actor, application_id, kind, upload)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(id=document.id, kind=document.kind, filename=document.filename), 201
    flash(f"已上传:{document.kind}。")
    return redirect(url_for("cases.papers", application_id=application_id), 303)


@bp.get("/documents/<int:document_id>")
def show(document_id: int) -> ResponseReturnValue:
    """The bytes; pictures open in the page, everything else is saved."""
    view = user()
    document = transactions.session().scalar(
        select(Document).where(Document.id == document_id, readable(view.actor))
    )
    if document is None:
        raise NotFound
    if view.holds(Role.AUDITOR):
        log_reading(f"材料:{document.kind}", SUPERVISION, document.application_id)
    try:
        content = parts().storage.get(document.sha256)
    except FileNotFoundError:
        raise NotFound from None
    how = "inline" if document.content_type in PICTURES else "attachment"
    response = Response(content, content_type=document.content_type)
    response.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(document.filename)}"
    response.headers["Content-Security-Policy"] = DOCUMENT_POLICY
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
