"""Meetings that decide on one household or on many: their facts are stored once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class AppraisalMeeting(Base):
    """A villagers' meeting (村民大会, 村民代表大会, R94): where, led by whom, who came.

    ``attendees`` are the names of those present where they were written down, ``begins_at`` and
    ``ends_at`` its hours where they are known.
    """

    __tablename__ = "appraisal_meetings"
    __table_args__ = (
        CheckConstraint("present_count <= due_count", name="present"),
        CheckConstraint("ends_at > begins_at", name="hours"),
        # Meetings of about the same day are compared with each other (F17).
        Index("ix_appraisal_meetings_held_on", "held_on", "area_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), index=True)
    list_id: Mapped[int | None] = mapped_column(ForeignKey("case_lists.id"), unique=True)
    held_on: Mapped[dt.date]
    begins_at: Mapped[dt.time | None]
    ends_at: Mapped[dt.time | None]
    meeting_kind: Mapped[str] = mapped_column(String(20))
    place: Mapped[str] = mapped_column(String(60))
    chair: Mapped[str] = mapped_column(String(40))
    minute_taker: Mapped[str] = mapped_column(String(40))
    due_count: Mapped[int]
    present_count: Mapped[int]
    attendees: Mapped[list[Any]]
    document_ids: Mapped[list[Any]]


class ResearchMeeting(Base):
    """A township's meeting (立会研究, R102), known by its minutes where they have a number."""

    __tablename__ = "research_meetings"

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int | None] = mapped_column(ForeignKey("official_documents.id"), unique=True)
    attendees: Mapped[list[Any]]
