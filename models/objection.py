"""Objections (异议) against public notices, and what became of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.role import Level
from models.sealed import Sealed
from models.step_record import StepRecord

# What an objection is aimed at: one household of the sheet, the sheet itself, or neither.
HOUSEHOLD, NOTICE, GENERAL = "household", "notice", "general"
# How it reached an office; from the public site nobody has received it.
SITE, VISIT, CALL, LETTER = "site", "visit", "call", "letter"
# ``received`` waits to be given to a case, ``kept`` is on file without an inquiry.
RECEIVED, OPEN, CLOSED, KEPT = "received", "open", "closed", "kept"
PENDING_OBJECTIONS = (RECEIVED, OPEN)
UPHELD, DISMISSED, ANSWERED, REPETITION = "upheld", "dismissed", "answered", "repetition"
NAME_LENGTH, CONTACT_LENGTH, CONTENT_LENGTH = 40, 60, 2000


class Objection(Base):
    """An objection to what a sheet says (R97, G17).

    ``application_id`` is the household it names; without one it is about the notice itself or
    general.  ``blocks`` says whether it holds up what it is about until it is answered (F19);
    ``repeats_id`` is the one that it repeats.  ``handled_level`` looks into it.  Who said it and
    what was said are sealed, and so is the code of the receipt, which is found by its digest;
    ``form_digest`` tells the same form sent twice.
    """

    __tablename__ = "objections"
    __table_args__ = (
        Index("ix_objections_application", "application_id"),
        Index("ix_objections_notice", "notice_id", "text_digest"),
        Index("ix_objections_state", "state"),
        CheckConstraint("(aims_at = 'household') = (application_id IS NOT NULL)", name="aim"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("applications.id"))
    aims_at: Mapped[str] = mapped_column(String(12))
    blocks: Mapped[bool]
    is_late: Mapped[bool]
    repeats_id: Mapped[int | None] = mapped_column(ForeignKey("objections.id"))
    handled_level: Mapped[Level] = mapped_column(String(12))
    came_by: Mapped[str] = mapped_column(String(12))
    objector_name: Mapped[str] = mapped_column(Sealed("objections.objector_name"), default="")
    contact: Mapped[str] = mapped_column(Sealed("objections.contact"), default="")
    content: Mapped[str] = mapped_column(Sealed("objections.content"))
    code: Mapped[str] = mapped_column(Sealed("objections.code"))
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    form_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    text_digest: Mapped[str] = mapped_column(String(64))
    received_on: Mapped[dt.date]
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    received_at: Mapped[dt.datetime]
    state: Mapped[str] = mapped_column(String(12), default=OPEN)
    finding: Mapped[str | None] = mapped_column(String(12))
    closed_at: Mapped[dt.datetime | None]


class ObjectionPicture(Base):
    """A photograph sent with an objection: no document of the case, seen by who looks into it."""

    __tablename__ = "objection_pictures"

    id: Mapped[int] = mapped_column(primary_key=True)
    objection_id: Mapped[int] = mapped_column(ForeignKey("objections.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    content_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]


class ObjectionCount(Base):
    """How many objections came from one address, or for one notice, in one span of time.

    ``origin`` is a keyed digest: nobody reads from it who objected.  ``refused`` counts what was
    turned away once the span was full, so that any flood stays one row.
    """

    __tablename__ = "objection_counts"

    origin: Mapped[str] = mapped_column(String(64), primary_key=True)
    began_at: Mapped[dt.datetime] = mapped_column(index=True)
    taken: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)


class ObjectionScreening(StepRecord, Base):
    """The first look at an objection that names nobody."""

    __tablename__ = "objection_screenings"

    objection_id: Mapped[int] = mapped_column(ForeignKey("objections.id"), index=True)
    named_id: Mapped[int | None] = mapped_column(ForeignKey("applications.id"))
    repeats_id: Mapped[int | None] = mapped_column(ForeignKey("objections.id"))


class LateObjectionJudgement(StepRecord, Base):
    """What the township makes of an objection that came after the notice had ended."""

    __tablename__ = "late_objection_judgements"

    objection_id: Mapped[int] = mapped_column(ForeignKey("objections.id"), index=True)


class ObjectionInquiry(StepRecord, Base):
    """What two named persons found out, each of whom declared to have no part in the matter.

    ``is_of_clan`` marks one that was done by somebody of the household's surname and group, where
    the programme's parameter lets that pass (F15).
    """

    __tablename__ = "objection_inquiries"

    objection_id: Mapped[int] = mapped_column(ForeignKey("objections.id"), index=True)
    first_investigator: Mapped[str] = mapped_column(String(40))
    first_group: Mapped[str] = mapped_column(String(40), default="")
    second_investigator: Mapped[str] = mapped_column(String(40))
    second_group: Mapped[str] = mapped_column(String(40), default="")
    declared: Mapped[list[Any]]
    is_of_clan: Mapped[bool] = mapped_column(default=False)
    found: Mapped[str] = mapped_column(Text)
    document_ids: Mapped[list[Any]]


class ObjectionAnswer(StepRecord, Base):
    """The written answer to the objector."""

    __tablename__ = "objection_answers"

    objection_id: Mapped[int] = mapped_column(ForeignKey("objections.id"), index=True)
    answer: Mapped[str] = mapped_column(Text)
    delivery: Mapped[str] = mapped_column(String(20))
