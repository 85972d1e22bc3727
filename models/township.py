"""What the township leaves behind: file review, household visit, meeting, report (R99-R104)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.meeting import ResearchMeeting
from models.official_document import Numbered
from models.step_record import StepRecord


class FileReview(StepRecord, Base):
    """审核材料: which papers were there and which were not when the township looked (R99)."""

    __tablename__ = "file_reviews"

    present: Mapped[list[Any]]
    missing: Mapped[list[Any]]


class HouseholdVisit(StepRecord, Base):
    """入户调查 by two persons (R100). A finding of None is 不清楚, which never counts as yes."""

    __tablename__ = "household_visits"
    __table_args__ = (
        CheckConstraint("first_visitor <> second_visitor", name="two_visitors"),
        CheckConstraint(
            "building_difficulty IS NOT TRUE OR difficulty_reason <> ''", name="difficulty_reason"
        ),
    )

    first_visitor: Mapped[str] = mapped_column(String(40))
    second_visitor: Mapped[str] = mapped_column(String(40))
    long_term_rural: Mapped[bool | None]
    dwelling: Mapped[str | None] = mapped_column(String(20))
    house_agrees: Mapped[bool | None]
    members_agree: Mapped[bool | None]
    building_difficulty: Mapped[bool | None]
    difficulty_reason: Mapped[str] = mapped_column(Text, default="")
    difficulty_evidence: Mapped[list[Any]]
    photos: Mapped[list[Any]]


class TownshipMeeting(Numbered, StepRecord, Base):
    """What a meeting with minutes resolved on one household (立会研究, R102)."""

    __tablename__ = "township_meetings"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("research_meetings.id"), index=True)
    meeting: Mapped[ResearchMeeting] = relationship()
    resolution: Mapped[str] = mapped_column(Text)
    minutes: Mapped[list[Any]]


class NoticeResultReport(Numbered, StepRecord, Base):
    """The result of the township's notice reported upwards, as it stood then (R103, R148)."""

    __tablename__ = "notice_result_reports"

    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"), index=True)
    posted_on: Mapped[dt.date | None]
    ended_on: Mapped[dt.date | None]
    objections: Mapped[int]
    summary: Mapped[str] = mapped_column(Text)
    reports: Mapped[list[Any]]


class RefusalForwarding(StepRecord, Base):
    """The departments' refusal handed on to the village, with the reason (R104)."""

    __tablename__ = "refusal_forwardings"

    reason: Mapped[str] = mapped_column(Text)
