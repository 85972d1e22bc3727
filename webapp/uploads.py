"""Files sent by people: what they really are, how big, and their row beside the case."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from sqlalchemy import select, true
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from models.application import Application
from models.document import Document, is_kind
from models.role import Role
from models.task import Task
from webapp.storage import Storage
from workflows import clock, history, rights
from workflows.errors import Invalid
from workflows.history import Entry
from workflows.rights import Actor

MAX_BYTES = 10 * 1024 * 1024
# By content, never by the name that the sender chose.
SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"%PDF-", "application/pdf", ".pdf"),
)
PICTURES = frozenset({"image/jpeg", "image/png"})


@dataclass(frozen=True)
class Upload:
    """A file that was read, checked and stored; its row is not written yet."""

    filename: str
    content_type: str
    size: int
    sha256: str


def receive(file: FileStorage | None, storage: Storage) -> Upload:
    """Read, check and store one file, before any transaction begins to write. Raises Invalid."""
    if file is None or not file.filename:
        raise Invalid("请先选择要上传的照片或 PDF。", "file")
    content = file.stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise Invalid("文件超过 10 MB,请缩小后再上传。", "file")
    if not content:
        raise Invalid("这个文件是空的,请重新选择。", "file")
    found = next((each for each in SIGNATURES if content.startswith(each[0])), None)
    if found is None:
        raise Invalid("只能上传 JPG、PNG 照片或 PDF 文件。", "file")
    _, content_type, suffix = found
    name = _plain_name(file.filename, suffix)
    return Upload(name, content_type, len(content), storage.put(content))


def keep(
    session: Session,
    actor: Actor,
    application_id: int,
    kind: str,
    upload: Upload,
    *,
    paper_of: Task | None = None,
) -> Document:
    """Write the row of an upload and put it on the record; the same file twice is one row.

    ``paper_of`` is the step whose signed paper it is.  Raises Invalid for a kind that does not
    exist.
    """
    if not is_kind(kind):
        raise Invalid("请选择这份材料是什么。", "kind")
    application = session.execute(
        select(Application).where(Application.id == application_id).with_for_update()
    ).scalar_one()
    of_step = true() if paper_of is None else Document.task_id == paper_of.id
    present = session.scalar(
        select(Document).where(
            Document.application_id == application_id,
            Document.kind == kind,
            Document.sha256 == upload.sha256,
            Document.replaced_by_id.is_(None),
            of_step,
        )
    )
    if present is not None:
        return present
    assert actor.account_id is not None
    document = Document(
        application_id=application_id,
        task_id=paper_of.id if paper_of is not None else None,
        kind=kind,
        filename=upload.filename,
        content_type=upload.content_type,
        size=upload.size,
        sha256=upload.sha256,
        uploaded_by_id=actor.account_id,
        uploaded_at=clock.now(),
    )
    session.add(document)
    session.flush()
    # The file's name stays out of the record: people put identity numbers into file names.
    payload = {"document": document.id, "document_kind": kind, "sha256": upload.sha256}
    event = "document_added"
    if paper_of is not None:
        payload["name"] = paper_of.name
        event = "paper_supplied" if paper_of.status == "done" else event
    # The role in which the actor has to do with this village; of several, the first.
    authority = rights.covers_village(actor, application.village_code, *Role)
    role = ""
    if authority is not None:
        role, payload = authority.role.value, payload | authority.marks
    entry = Entry(event, actor, payload, clock.today(), role)
    history.record(session, application, [entry])
    session.flush()
    return document


def keep_for_list(
    session: Session, actor: Actor, list_id: int, kind: str, upload: Upload
) -> Document:
    """Write the row of a paper that serves every case of a list; the same file twice is one row.

    Each case gets to know of it when its row is done.
    """
    if not is_kind(kind):
        raise Invalid("请选择这份材料是什么。", "kind")
    present = session.scalar(
        select(Document).where(
            Document.list_id == list_id,
            Document.kind == kind,
            Document.sha256 == upload.sha256,
            Document.replaced_by_id.is_(None),
        )
    )
    if present is not None:
        return present
    assert actor.account_id is not None
    document = Document(
        list_id=list_id,
        kind=kind,
        filename=upload.filename,
        content_type=upload.content_type,
        size=upload.size,
        sha256=upload.sha256,
        uploaded_by_id=actor.account_id,
        uploaded_at=clock.now(),
    )
    session.add(document)
    session.flush()
    return document


def _plain_name(filename: str, suffix: str) -> str:
    """The sender's name without folders and control characters, with the true ending."""
    name = PurePosixPath(filename.replace("\\", "/")).name
    stem = name.rsplit(".", 1)[0] if "." in name else name
    plain = "".join(c for c in stem if unicodedata.category(c)[0] != "C").strip()
    return f"{plain[:100] or '文件'}{suffix}"
