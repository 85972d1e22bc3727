"""The places under which a notice is found on the public site; no more than its sheet names."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, bindparam, exists, insert
from sqlalchemy.orm import Session

from models.notice import PublicNotice
from models.notice_place import NoticePlace
from models.role import CODE_LENGTH, Level

TOWNSHIP = CODE_LENGTH[Level.TOWNSHIP]


def note_places(session: Session, notice: PublicNotice, village_codes: Iterable[str]) -> None:
    """Keep the villages whose households stand on ``notice``, and their townships; one statement.

    Only of a sheet for the public site, where alone they are asked for.
    """
    if not notice.is_on_site:
        return
    villages = set(village_codes)
    codes = villages | {code[:TOWNSHIP] for code in villages}
    rows = [{"notice_id": notice.id, "area_code": code} for code in sorted(codes)]
    session.execute(insert(NoticePlace), rows)


def speaks_of() -> ColumnElement[bool]:
    """The clause for notices that speak of one of the villages or townships ``places``."""
    # Asked of each sheet in turn: few hang at one time, but a place has had many over the years.
    return exists().where(
        NoticePlace.notice_id == PublicNotice.id,
        NoticePlace.area_code.in_(bindparam("places", expanding=True)),
    )
