"""Numbers of lists and notices: MD-2019-00012, counted by county and year."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.programme import Programme


def next_number(
    session: Session,
    programme_id: int,
    prefix: str,
    *,
    county: InstrumentedAttribute[str],
    number: InstrumentedAttribute[str],
) -> tuple[Programme, str]:
    """The programme, locked, and the next number of its county and year in column ``number``."""
    programme = session.scalars(
        # Locked: two made at the same moment get two numbers.
        select(Programme).where(Programme.id == programme_id).with_for_update()
    ).one()
    start = f"{prefix}-{programme.year}-"
    taken: Any = session.scalar(
        select(func.max(number)).where(county == programme.county_code, number.startswith(start))
    )
    return programme, f"{start}{int(taken.removeprefix(start)) + 1 if taken else 1:05d}"
