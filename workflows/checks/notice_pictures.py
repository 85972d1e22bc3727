"""Which documents prove that a notice hung, and of which turn on the board a case's are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.document import POSTED, TAKEN_DOWN
from models.notice import NoticedHousehold, PublicNotice
from workflows import clock


def is_notice_picture(kind: str) -> bool:
    """Whether documents of ``kind`` prove that a notice hung."""
    return kind.startswith((POSTED, TAKEN_DOWN))


@dataclass(frozen=True)
class Turn:
    """A household's turn on the board, with its sheet; None where it is on none yet."""

    noticed: NoticedHousehold
    sheet: PublicNotice | None

    @property
    def posted_on(self) -> dt.date | None:
        """The day of posting: as it was, or before that as the sheet says."""
        return self.noticed.posted_on or (self.sheet.planned_on if self.sheet else None)

    @property
    def last_day(self) -> dt.date | None:
        """The day at whose 24时 its period ends."""
        ends_at = self.noticed.ends_at
        return None if ends_at is None else clock.local(ends_at).date() - dt.timedelta(days=1)


def turn_of(session: Session, application_id: int) -> Turn | None:
    """The newest turn of a case."""
    row = session.execute(
        select(NoticedHousehold, PublicNotice)
        .outerjoin(PublicNotice, PublicNotice.id == NoticedHousehold.notice_id)
        .where(NoticedHousehold.application_id == application_id)
        .order_by(NoticedHousehold.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else Turn(*row)
