"""The next year's programme: a copy of the present one, to be confirmed by the county (G35)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models.programme import Programme, ProgrammeParameter
from workflows import clock
from workflows.errors import Invalid

TO_BE_CONFIRMED = "沿用上年,待确认"
NOT_ISSUED = "文件号待定"


def next_year(session: Session, programme: Programme) -> Programme | None:
    """The same plan of the same county in the following year."""
    return session.scalar(
        select(Programme).where(
            Programme.county_code == programme.county_code,
            Programme.year == programme.year + 1,
            Programme.plan == programme.plan,
        )
    )


def make_next_year(session: Session, programme: Programme, *, made_by_id: int | None) -> Programme:
    """Copy the programme for the following year; every value is a proposal until it is confirmed.

    Raises Invalid when there is one already.
    """
    if next_year(session, programme) is not None:
        raise Invalid(f"{programme.year + 1}年方案{programme.plan}已经有了。")
    year = programme.year + 1
    copy = Programme(
        code=programme.code.replace(f"-{programme.year}-", f"-{year}-"),
        county_code=programme.county_code,
        year=year,
        plan=programme.plan,
        title=programme.title.replace(str(programme.year), str(year)),
        document_number=NOT_ISSUED,
        dated=clock.today(),
    )
    session.add(copy)
    session.flush()
    newest = {
        row.name: row
        for row in session.scalars(
            select(ProgrammeParameter)
            .where(ProgrammeParameter.programme_id == programme.id)
            .order_by(ProgrammeParameter.valid_from, ProgrammeParameter.set_at)
        )
    }
    rows = [
        {
            "programme_id": copy.id,
            "name": row.name,
            "value": row.value,
            "valid_from": dt.date(year, 1, 1),
            "kind": "proposed",
            "source": row.source,
            "note": f"{row.note}({TO_BE_CONFIRMED})",
            "set_by_id": made_by_id,
            "set_at": clock.now(),
        }
        for row in newest.values()
    ]
    session.execute(insert(ProgrammeParameter), rows)
    return copy
