"""The people of a county as a list to choose from: name, place and post."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models.account import Account, Grant
from models.region import Region
from models.role import LABELS, Role
from workflows import rights
from workflows.actors import NEVER_LENT


def colleagues_of(
    session: Session, counties: set[str], *conditions: ColumnElement[bool]
) -> list[tuple[str, str]]:
    """(account, 蘑菇气镇 王岚(乡镇经办)) of everybody at work in ``counties``, by place."""
    inside = [rights.within(Grant.area_code, county) for county in sorted(counties)]
    rows = session.execute(
        select(Account.id, Account.display_name, Grant.role, Region.name)
        .join(Grant, Grant.account_id == Account.id)
        .join(Region, Region.code == Grant.area_code)
        .where(
            Account.is_active.is_(True),
            Grant.role.not_in(NEVER_LENT),
            or_(Account.id < 0, *inside),
            *conditions,
        )
        .order_by(Grant.area_code, Account.display_name, Grant.id)
    )
    people: dict[int, str] = {}
    for number, name, role, place in rows:
        people.setdefault(number, f"{place} {name}({LABELS[Role(role)]})")
    return [(str(number), words) for number, words in people.items()]
