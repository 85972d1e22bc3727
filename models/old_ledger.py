"""Old ledgers (历年台账): households paid before this system, so that nobody is paid twice.

They are no cases: they have a name, a number and a place, and the duplicate gate asks for them.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.sealed import Sealed


class OldLedger(Base):
    """One ledger as it was handed over: a sheet of one year under one title."""

    __tablename__ = "old_ledgers"

    id: Mapped[int] = mapped_column(primary_key=True)
    county_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    filename: Mapped[str] = mapped_column(Sealed("old_ledgers.filename"))
    imported_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    imported_at: Mapped[dt.datetime]


class OldLedgerHousehold(Base):
    """One paid household of an old ledger; a row of the same content twice is one household.

    ``compared_name`` is the head's name as ``workflows.personal_names.compared`` gives it and
    ``place`` the address as ``workflows.places.compared`` gives it.  The number may be lacking
    or broken in old ledgers: then it is None, and only name and village speak.
    """

    __tablename__ = "old_ledger_households"
    __table_args__ = (
        UniqueConstraint("ledger_id", "row_digest"),
        Index("ix_old_ledger_households_name", "compared_name", "village_code"),
        Index("ix_old_ledger_households_place", "village_code", "place"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ledger_id: Mapped[int] = mapped_column(ForeignKey("old_ledgers.id"))
    row_digest: Mapped[str] = mapped_column(String(64))
    position: Mapped[int]
    village_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    programme_title: Mapped[str] = mapped_column(String(120))
    year: Mapped[int]
    head_name: Mapped[str] = mapped_column(String(60))
    compared_name: Mapped[str] = mapped_column(String(60))
    id_number: Mapped[str | None] = mapped_column(Sealed("old_ledger_households.id_number"))
    id_number_digest: Mapped[str | None] = mapped_column(String(64), index=True)
    born_on: Mapped[dt.date | None]
    address: Mapped[str] = mapped_column(String(120), default="")
    place: Mapped[str] = mapped_column(String(120), default="")
    house_code: Mapped[str | None] = mapped_column(String(40), index=True)
    paid_on: Mapped[dt.date | None]
    paid_yuan: Mapped[int | None]
