"""Public notices (公示) and the objections raised against them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.role import Level
from models.step_record import StepRecord


class PublicNotice(Base):
    """A notice of one level; ``ends_at`` is set by posting it and by nothing else (R95, R101)."""

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    level: Mapped[Level] = mapped_column(String(12))
    area_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    opened_at: Mapped[dt.datetime]
    posted_on: Mapped[dt.date | None]
    ends_at: Mapped[dt.datetime | None]
    state: Mapped[str] = mapped_column(String(20), default="open")
    result: Mapped[str | None] = mapped_column(String(20))


class NoticedHousehold(Base):
    """A case on a notice, with exactly what is published about it (G33)."""

    __tablename__ = "noticed_households"

    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), primary_key=True)
    application_id: Mapped[int] = mapped_column(
        ForeignKey("applications.id"), primary_key=True, index=True
    )
    snapshot: Mapped[dict[str, Any]]


class NoticePosting(StepRecord, Base):
    """The notice put up at its places, a photograph at each (R95, F18)."""

    __tablename__ = "notice_postings"

    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), index=True)
    places: Mapped[list[Any]]
    photo_ids: Mapped[list[Any]]
    ends_at: Mapped[dt.datetime]


class NoticeRemoval(StepRecord, Base):
    """The notice taken down after its full days, a photograph at each place.

    ``places`` are those where it hung until the end.
    """

    __tablename__ = "notice_removals"

    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), index=True)
    places: Mapped[list[Any]]
    photo_ids: Mapped[list[Any]]
    full_days: Mapped[int]


class Objection(Base):
    """An objection (异议) to what a notice says of one household (R97, G17)."""

    __tablename__ = "objections"

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    objector_name: Mapped[str] = mapped_column(String(60), default="")
    contact: Mapped[str] = mapped_column(String(60), default="")
    content: Mapped[str] = mapped_column(Text)
    received_on: Mapped[dt.date]
    received_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    received_at: Mapped[dt.datetime]
    state: Mapped[str] = mapped_column(String(20), default="open")
    finding: Mapped[str | None] = mapped_column(String(20))


class ObjectionInquiry(StepRecord, Base):
    """What two named persons found out."""

    __tablename__ = "objection_inquiries"

    objection_id: Mapped[int] = mapped_column(ForeignKey("objections.id"), index=True)
    first_investigator: Mapped[str] = mapped_column(String(40))
    second_investigator: Mapped[str] = mapped_column(String(40))
    found: Mapped[str] = mapped_column(Text)
    document_ids: Mapped[list[Any]]


class ObjectionAnswer(StepRecord, Base):
    """The written answer to the objector."""

    __tablename__ = "objection_answers"

    objection_id: Mapped[int] = mapped_column(ForeignKey("objections.id"), index=True)
    answer: Mapped[str] = mapped_column(Text)
    delivery: Mapped[str] = mapped_column(String(20))
