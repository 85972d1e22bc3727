"""Official documents (文号): number, kind and date of a paper that an office gave out, stored once.

A step or a list that rests on one refers to it by its id.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from models.base import Base

LONGEST_NUMBER = 60


class OfficialDocument(Base):
    """扎扶办函〔2019〕3号 of 2019-03-01: ``office`` names whose it is among those of its area.

    ``key`` is the number as it is compared, ``year`` the one it names, else that of its date:
    offices begin their numbers anew with the year.  It may name households of both plans, so it
    belongs to no programme.
    """

    __tablename__ = "official_documents"
    __table_args__ = (UniqueConstraint("area_code", "office", "year", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    office: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(60))
    number: Mapped[str] = mapped_column(String(LONGEST_NUMBER))
    key: Mapped[str] = mapped_column(String(LONGEST_NUMBER))
    year: Mapped[int]
    dated: Mapped[dt.date]
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    registered_at: Mapped[dt.datetime]


class Numbered:
    """A row that may rest on an official document, read with the row itself."""

    @declared_attr
    def official_document_id(cls) -> Mapped[int | None]:  # noqa: N805
        return mapped_column(ForeignKey("official_documents.id"), index=True)

    @declared_attr
    def official_document(cls) -> Mapped[OfficialDocument | None]:  # noqa: N805
        return relationship(OfficialDocument, lazy="joined")

    @property
    def document_number(self) -> str:
        """Its 文号; empty where there is none."""
        return self.official_document.number if self.official_document is not None else ""

    @property
    def document_date(self) -> dt.date | None:
        """Its date; None where there is none."""
        return self.official_document.dated if self.official_document is not None else None
