"""Files sent by people: what they really are, how big, and their row beside the case."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import select, true
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from models.application import Application
from models.document import Document, is_kind
from models.role import Role
from models.task import Task
from webapp import transactions
from webapp.confined import runner
from webapp.files import kinds as file_kinds
from webapp.files import pictures
from webapp.files.capture import Capture, capture_sent
from webapp.files.kinds import PDF, PICTURES
from webapp.files.limits import UploadLimits
from webapp.files.pictures import Run
from webapp.parts import parts
from webapp.storage import Storage
from workflows import clock, history, rights
from workflows.checks.photographs import (
    PictureUsed,
    check_new,
    record_used,
    require_unused,
    require_unused_of_list,
)
from workflows.errors import Invalid, Refused
from workflows.history import Entry
from workflows.rights import Actor

__all__ = [
    "PICTURES",
    "Upload",
    "keep",
    "keep_all",
    "keep_for_list",
    "note_used",
    "receive",
    "receive_all",
]
# What a PDF may be refused for.
FAULTS_OF_PAPERS = {
    "cut": "这份 PDF 不完整,可能没有传完,请重新选择或重新扫描。",
    "locked": "这份 PDF 加了密码,请取消密码后再上传。",
    "active": "这份 PDF 里有脚本、附件或会自动运行的内容,不能上传;请打印后重新扫描。",
    "pages": "这份 PDF 超过 {pages} 页,请分成几份上传。",
    "broken": "这份 PDF 读不出来,可能已经损坏,请重新扫描后上传。",
}


@dataclass(frozen=True)
class Upload:
    """A file that was read, checked and stored; its row is not written yet.

    ``picture`` is what a photograph says of itself, as :mod:`webapp.files.pictures` keeps it, and
    ``capture`` where the telephone was that sent it.
    """

    filename: str
    content_type: str
    size: int
    sha256: str
    picture: dict[str, Any] | None = None
    capture: Capture | None = None


def receive(
    file: FileStorage | None,
    storage: Storage,
    limits: UploadLimits | None = None,
    run: Run = runner.run,
) -> Upload:
    """Read, check and store one file, before any transaction begins to write. Raises Invalid.

    ``limits`` are those of the server where none are given; ``run`` is where a picture is opened.
    """
    if limits is None:
        limits = parts().config.uploads
    if file is None or not file.filename:
        raise Invalid("请先选择要上传的照片或 PDF。", "file")
    content = file.stream.read(limits.file_bytes + 1)
    if len(content) > limits.file_bytes:
        raise Invalid(f"文件超过 {limits.file_megabytes} MB,请缩小后再上传。", "file")
    if not content:
        raise Invalid("这个文件是空的,请重新选择。", "file")
    kind = file_kinds.told_by(content)
    name = _plain_name(file.filename, kind.suffix)
    picture = None
    if kind == PDF:
        _check_paper(content, limits)
        sha256 = storage.put(content)
    else:
        picture, copies = pictures.read(content, limits, run)
        sha256 = storage.put(content)
        pictures.keep_copies(storage, sha256, limits, copies)
    return Upload(name, kind.content_type, len(content), sha256, picture)


def receive_all(
    files: Iterable[FileStorage], storage: Storage
) -> tuple[list[Upload], Invalid | None]:
    """Each file that can be taken, and what is wrong with the others in one refusal.

    A position that the request tells is that of its one file; of several it would be nobody's.
    """
    sent: list[FileStorage | None] = [file for file in files if file.filename]
    capture = capture_sent() if len(sent) == 1 else None
    uploads, faults = [], []
    for file in sent or [None]:
        try:
            uploads.append(replace(receive(file, storage), capture=capture))
        except Invalid as error:
            named = f"“{_plain_name(file.filename or '')}”:" if file and len(sent) > 1 else ""
            faults.append(named + error.sentence)
    return uploads, Invalid("".join(faults), "file") if faults else None


def _check_paper(content: bytes, limits: UploadLimits) -> None:
    try:
        said, _ = runner.run("paper", content, max_pages=limits.pages)
    except runner.Lost:
        said = {"fault": "broken"}
    if fault := said.get("fault"):
        raise Invalid(FAULTS_OF_PAPERS[fault].format(pages=limits.pages), "file")


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

    ``paper_of`` is the step whose signed paper it is.  A photograph of a house is checked.  Raises
    Invalid for a kind that does not exist, and PictureUsed for a picture that stands elsewhere.
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
    require_unused(session, actor, kind, upload.sha256, application_id=application_id)
    task_id = paper_of.id if paper_of is not None else None
    document = add_row(session, actor, kind, upload, application_id=application_id, task_id=task_id)
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
    check_new(session, document, application=application)
    return document


def keep_all(
    uploads: Iterable[Upload], keep_one: Callable[[Upload], Document]
) -> tuple[list[Document], str]:
    """Keep those that stand nowhere else; and what is wrong with the others, in one sentence."""
    kept, faults = [], []
    for upload in uploads:
        try:
            kept.append(keep_one(upload))
        except PictureUsed as used:
            note_used(used)
            faults.append(used.sentence)
    return kept, "".join(dict.fromkeys(faults))


def note_used(error: Refused) -> None:
    """Keep, apart from what is rolled back, that a picture of another house was sent (F27)."""
    if isinstance(error, PictureUsed):
        transactions.record_apart(partial(record_used, error))


def keep_for_list(
    session: Session, actor: Actor, list_id: int, kind: str, upload: Upload
) -> Document:
    """Write the row of a paper that serves every case of a list; the same file twice is one row.

    Each case gets to know of it when its row is done.  Raises Invalid and PictureUsed.
    """
    require_unused_of_list(session, actor, list_id, kind, upload.sha256)
    return _keep_shared(session, actor, {"list_id": list_id}, kind, upload)


def keep_for_project(
    session: Session, actor: Actor, project_id: int, kind: str, upload: Upload
) -> Document:
    """Write the row of a paper of a 工程; the same file twice is one row."""
    return _keep_shared(session, actor, {"project_id": project_id}, kind, upload)


def _keep_shared(
    session: Session, actor: Actor, owner: dict[str, int], kind: str, upload: Upload
) -> Document:
    if not is_kind(kind):
        raise Invalid("请选择这份材料是什么。", "kind")
    present = session.scalar(
        select(Document)
        .filter_by(**owner)
        .where(
            Document.kind == kind,
            Document.sha256 == upload.sha256,
            Document.replaced_by_id.is_(None),
        )
    )
    if present is not None:
        return present
    return add_row(session, actor, kind, upload, **owner)


def add_row(
    session: Session, actor: Actor, kind: str, upload: Upload, **belongs: int | None
) -> Document:
    """The row of an upload and that of its picture; ``belongs`` are the columns that say whose."""
    assert actor.account_id is not None
    document = Document(
        kind=kind,
        filename=upload.filename,
        content_type=upload.content_type,
        size=upload.size,
        sha256=upload.sha256,
        uploaded_by_id=actor.account_id,
        uploaded_at=clock.now(),
        **belongs,
    )
    session.add(document)
    session.flush()
    if upload.picture is not None:
        session.add(pictures.row_of(document.id, upload.picture, upload.capture))
        session.flush()
    return document


def _plain_name(filename: str, suffix: str = "") -> str:
    """The sender's name without folders and control characters, with the true ending."""
    name = PurePosixPath(filename.replace("\\", "/")).name
    stem = name.rsplit(".", 1)[0] if "." in name else name
    plain = "".join(c for c in stem if unicodedata.category(c)[0] != "C").strip()
    return f"{plain[:100] or '文件'}{suffix}"
