"""Cases that were under way before entry (在办件导入): a sheet, and one row for each household."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, partial_index
from models.sealed import Sealed, SealedJson


class CaseImport(Base):
    """One sheet: ``preview`` until confirmed, ``running`` while its rows walk, then ``finished``.

    ``statement_id`` is the stamped list that proves what the rows tell.
    """

    __tablename__ = "case_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"), index=True)
    filename: Mapped[str] = mapped_column(Sealed("case_imports.filename"))
    reason: Mapped[str] = mapped_column(String(1000))
    statement_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    uploaded_at: Mapped[dt.datetime]
    confirmed_at: Mapped[dt.datetime | None]
    state: Mapped[str] = mapped_column(String(12), default="preview")


class CaseImportRow(Base):
    """One household: ``waiting``, ``done`` where the sheet ends, or ``refused`` with a sentence.

    ``cells`` is what the sheet says, and is emptied when the case has arrived: from then on the
    case has it.  ``steps`` counts what was done.
    """

    __tablename__ = "case_import_rows"
    __table_args__ = (
        UniqueConstraint("import_id", "position"),
        partial_index(
            "ix_case_import_rows_waiting",
            "id",
            where="state = 'waiting'",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("case_imports.id"))
    position: Mapped[int]
    village_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    head_name: Mapped[str] = mapped_column(String(60))
    cells: Mapped[dict[str, Any]] = mapped_column(SealedJson("case_import_rows.cells"))
    last_step: Mapped[str] = mapped_column(String(60), default="")
    application_id: Mapped[int | None] = mapped_column(ForeignKey("applications.id"), index=True)
    steps: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(12), default="preview")
    message: Mapped[str] = mapped_column(String(1000), default="")
    done_at: Mapped[dt.datetime | None]
