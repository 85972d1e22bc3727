"""Documents: the bytes live in storage under their SHA-256, this row says what they prove."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


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
