"""Photographs that came with an objection: shown to whoever looks into it, and to nobody else."""

from __future__ import annotations

from flask import Blueprint, Response
from sqlalchemy import exists, select

from models.objection import ObjectionPicture
from models.task import Task
from webapp import transactions
from webapp.files.kinds import JPEG
from webapp.files.pictures import DISPLAY, copy_of
from webapp.parts import parts
from webapp.security import DOCUMENT_POLICY
from webapp.user import user
from workflows import engine, rights
from workflows.errors import NotFound

bp = Blueprint("objection_pictures", __name__)


@bp.get("/objection-pictures/<int:picture_id>")
def show(picture_id: int) -> Response:
    """A copy made of pixels alone, for the posts on whose desk the objection is or was."""
    instances = engine.process_instances
    has_desk = exists().where(
        instances.c.subject_kind == "objection",
        instances.c.subject_id == ObjectionPicture.objection_id,
        Task.instance_id == instances.c.id,
        rights.own_tasks(user().actor),
    )
    sha256 = transactions.reading().scalar(
        select(ObjectionPicture.sha256).where(ObjectionPicture.id == picture_id, has_desk)
    )
    if sha256 is None:
        raise NotFound
    transactions.end_reading()
    try:
        content = copy_of(parts().storage, sha256, DISPLAY, parts().config.uploads)
    except FileNotFoundError:
        raise NotFound from None
    response = Response(content, content_type=JPEG.content_type)
    response.headers["Content-Security-Policy"] = DOCUMENT_POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response
