"""The villages of a county by every way in which a sheet may write them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models.region import Region


def villages_of(session: Session, county_code: str) -> dict[str, str]:
    """Every way to write a village of the county -> its code; a name of two villages is none."""
    township = aliased(Region)
    rows = session.execute(
        select(Region.code, Region.name, township.name)
        .join(township, township.code == Region.parent_code)
        .where(township.parent_code == county_code)
    ).all()
    found: dict[str, str] = {}
    twice = set()
    for code, name, township_name in rows:
        for written in (code, f"{township_name}{name}", name):
            if found.setdefault(written, code) != code:
                twice.add(written)
    return {written: code for written, code in found.items() if written not in twice}
