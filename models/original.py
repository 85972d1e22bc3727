"""原件已核对: originals that were seen and given back, by whom and when (R89–R91)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.document import LONGEST_KIND


class OriginalSeen(Base):
    """One look at an original; ``document_id`` is its scan, None where there is no scan.

    ``seen_by`` held it in hand on ``seen_on``; ``recorded_by_id`` typed it.
    """

    __tablename__ = "originals_seen"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    kind: Mapped[str] = mapped_column(String(LONGEST_KIND))
    seen_by: Mapped[str] = mapped_column(String(40))
    seen_on: Mapped[dt.date]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    recorded_at: Mapped[dt.datetime]
