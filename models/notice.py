"""Public notices (公示): the sheets, and each household's turn on the board."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, partial_index
from models.role import Level
from models.step_record import StepRecord

# Where a household's turn on the board stands; the first three are still to be ended.
WAITING, LISTED, POSTED = "waiting", "listed", "posted"
CLOSED, TAKEN_OFF, CANCELLED = "closed", "taken_off", "cancelled"
OPEN_TURNS = (WAITING, LISTED, POSTED)
# And a sheet: cancelled is one that was never put up.
MADE, ENDED = "made", "ended"


class PublicNotice(Base):
    """One sheet (公示): households of one level, area and programme, under GS-2019-00012.

    ``content`` is all that is printed and published, frozen when the sheet was made, and
    ``content_hash`` the SHA-256 (hex) of its canonical JSON.  It says ``planned_on`` as the day of
    posting and cannot be posted on another.  ``ends_at`` is 24时 of its last full day, set by
    posting it and by nothing else (R95, R101).  ``corrects_id`` is the sheet that this one corrects
    (更正公示).  Without ``made_by_id`` it was made by the machine for a notice that hung on paper
    before it was entered (F54).
    """

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("county_code", "number"),
        # How its public address finds a sheet.
        Index("ix_notices_number", "number"),
        Index("ix_notices_area", "level", "area_code", "id"),
        # The public list is read from it alone, until it has found its twenty sheets.
        partial_index(
            "ix_notices_on_site",
            "leaves_site_at",
            "id",
            "is_on_site",
            "state",
            "level",
            "programme_id",
            where="leaves_site_at IS NOT NULL",
        ),
        CheckConstraint("(posted_on IS NULL) = (ends_at IS NULL)", name="posted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    county_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    number: Mapped[str] = mapped_column(String(20))
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    level: Mapped[Level] = mapped_column(String(12))
    area_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"))
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str] = mapped_column(String(64))
    planned_on: Mapped[dt.date]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    made_at: Mapped[dt.datetime]
    state: Mapped[str] = mapped_column(String(12), default=MADE)
    posted_on: Mapped[dt.date | None]
    ends_at: Mapped[dt.datetime | None]
    is_on_site: Mapped[bool]
    leaves_site_at: Mapped[dt.datetime | None]
    household_count: Mapped[int]
    # Those whose turn on this sheet has not ended.
    open_count: Mapped[int]


class NoticedHousehold(Base):
    """One turn of a case on the board, with a process and a clock of its own.

    It waits until it is put on a sheet; ``snapshot`` is then exactly what is published of the
    household (G33).  A turn that is repeated or corrected ends (``taken_off_because``) and the next
    one begins; ``first_turn_id`` holds them together, None for the first.
    """

    __tablename__ = "noticed_households"
    __table_args__ = (
        Index("ix_noticed_households_notice", "notice_id", "position"),
        partial_index(
            "ix_noticed_households_waiting",
            "level",
            "area_code",
            "programme_id",
            where="state = 'waiting'",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("applications.id"), index=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programmes.id"))
    level: Mapped[Level] = mapped_column(String(12))
    area_code: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    first_turn_id: Mapped[int | None] = mapped_column(
        ForeignKey("noticed_households.id"), index=True
    )
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notices.id"))
    position: Mapped[int | None]
    snapshot: Mapped[dict[str, Any]]
    opened_at: Mapped[dt.datetime]
    posted_on: Mapped[dt.date | None]
    ends_at: Mapped[dt.datetime | None]
    state: Mapped[str] = mapped_column(String(12), default=WAITING)
    result: Mapped[str | None] = mapped_column(String(20))
    taken_off_because: Mapped[str] = mapped_column(String(200), default="")


class NoticePosting(StepRecord, Base):
    """The notice put up at its places, a photograph at each (R95, F18)."""

    __tablename__ = "notice_postings"

    noticed_id: Mapped[int] = mapped_column(ForeignKey("noticed_households.id"), index=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), index=True)
    places: Mapped[list[Any]]
    photo_ids: Mapped[list[Any]]
    ends_at: Mapped[dt.datetime]


class NoticeRemoval(StepRecord, Base):
    """The notice taken down after its full days, a photograph at each place.

    ``places`` are those where it hung until the end.
    """

    __tablename__ = "notice_removals"

    noticed_id: Mapped[int] = mapped_column(ForeignKey("noticed_households.id"), index=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id"), index=True)
    places: Mapped[list[Any]]
    photo_ids: Mapped[list[Any]]
    full_days: Mapped[int]
