"""Households brought in by spreadsheet (批量录入): a sheet, and one row for each household.

``kind`` tells what the rows become: drafts of applications, or entries of the old ledger.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, partial_index
from models.sealed import Sealed, SealedJson

INTAKE = "intake"


class IntakeSheet(Base):
    """One sheet: ``preview`` until confirmed, ``running``, then ``finished``; or ``discarded``.

    It is its sender's alone until its rows have become something.  ``told`` says what of the
    workbook was left aside.
    """

    __tablename__ = "intake_sheets"
    __table_args__ = (
        CheckConstraint("state IN ('preview', 'running', 'finished', 'discarded')", name="state"),
        Index("ix_intake_sheets_uploaded_by_id", "uploaded_by_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), default=INTAKE)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    filename: Mapped[str] = mapped_column(Sealed("intake_sheets.filename"))
    told: Mapped[str] = mapped_column(String(500), default="")
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    uploaded_at: Mapped[dt.datetime]
    confirmed_at: Mapped[dt.datetime | None]
    state: Mapped[str] = mapped_column(String(12), default="preview")
    households: Mapped[int]


class IntakeSheetRow(Base):
    """One household: ``good`` or ``bad`` in the preview, then ``waiting``, ``done`` or ``known``.

    ``known`` was there already.  ``lines`` are the lines of the sheet as written (column key ->
    text), emptied when something else has them.  ``faults`` are [line, column key, sentence,
    cell].
    """

    __tablename__ = "intake_sheet_rows"
    __table_args__ = (
        UniqueConstraint("sheet_id", "position"),
        Index("ix_intake_sheet_rows_state", "sheet_id", "state", "position"),
        partial_index(
            "ix_intake_sheet_rows_waiting",
            "id",
            where="state = 'waiting'",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("intake_sheets.id"))
    position: Mapped[int]
    cell: Mapped[str] = mapped_column(String(12), default="")
    village_code: Mapped[str | None] = mapped_column(ForeignKey("regions.code"))
    head_name: Mapped[str] = mapped_column(String(60), default="")
    persons: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), default="")
    lines: Mapped[list[Any]] = mapped_column(SealedJson("intake_sheet_rows.lines"))
    faults: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(12))
    message: Mapped[str] = mapped_column(String(300), default="")
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("intake_drafts.id"), index=True)
