"""Where a household's turn on the board stands, and its sheet with it."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.notice import ENDED, LISTED, POSTED, NoticedHousehold, PublicNotice


def leave(session: Session, noticed: NoticedHousehold, state: str) -> None:
    """End the turn in ``state``; the sheet ends with the last of its households."""
    noticed.state = state
    if noticed.notice_id is None:
        return
    # Locked: of two that leave at the same moment the second sees that it is the last.
    sheet = session.scalars(
        select(PublicNotice).where(PublicNotice.id == noticed.notice_id).with_for_update()
    ).one()
    session.flush()
    goes_on = session.scalar(
        select(
            exists().where(
                NoticedHousehold.notice_id == sheet.id,
                NoticedHousehold.state.in_((LISTED, POSTED)),
            )
        )
    )
    if not goes_on:
        sheet.state = ENDED
