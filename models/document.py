"""Documents: the bytes live in storage under their SHA-256, this row says what they prove."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

# The two pictures of the old house that an application needs (R92).
HOUSE_PHOTOS = ("危房照片-固定参照物", "危房照片-户主正面肖像")

# What a document can be; the list that the upload page offers.
KINDS = (
    *HOUSE_PHOTOS,
    "入户调查照片",
    "入户调查表",
    "建房困难佐证",
    "会议纪要",
    "公示结果报告",
    "身份审核名单",
    "鉴定照片",
    "鉴定报告",
    "安置照片",
    "旧房拆除或封存照片",
)


class Document(Base):
    """One uploaded picture or PDF of a case. Replaced by a newer row, never overwritten."""

    __tablename__ = "documents"
    __table_args__ = (Index("ix_documents_application", "application_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"))
    kind: Mapped[str] = mapped_column(String(60))
    filename: Mapped[str] = mapped_column(String(120))
    content_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    uploaded_at: Mapped[dt.datetime]
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
