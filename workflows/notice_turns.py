"""Where a household's turn on the board stands, and its sheet with it."""

from __future__ import annotations

from sqlalchemy import case, update
from sqlalchemy.orm import Session

from models.notice import ENDED, NoticedHousehold, PublicNotice


def leave(session: Session, noticed: NoticedHousehold, state: str) -> None:
    """End the turn in ``state``; the sheet ends with the last of its households.

    The sheet counts them in the statement itself: of two that leave at the same moment the second
    is the last.
    """
    noticed.state = state
    if noticed.notice_id is None:
        return
    session.execute(
        update(PublicNotice)
        .where(PublicNotice.id == noticed.notice_id)
        .values(
            open_count=PublicNotice.open_count - 1,
            state=case((PublicNotice.open_count <= 1, ENDED), else_=PublicNotice.state),
        )
        .execution_options(synchronize_session=False)
    )
