"""The county's list of 公职人员 and 村组干部 (F13, F14): put on it, and no longer in office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.official import Official
from models.role import Role
from workflows import clock
from workflows.duplicate_gate import ask_county_again
from workflows.errors import AlreadyDone, Invalid, NotFound
from workflows.personal_data import digest
from workflows.personal_names import compared
from workflows.rights import Actor
from workflows.system_history import record_system


@dataclass(frozen=True)
class Named:
    """Somebody to be put on the list; without ``id_number`` the village must be there."""

    name: str
    post: str
    village_code: str | None
    id_number: str


def put_on_list(
    session: Session, key: bytes, actor: Actor, county_code: str, named: Sequence[Named]
) -> int:
    """Add those who are not on it yet; how many.  Open cases of the county are asked again."""
    rows = session.execute(
        select(Official.id_number_digest, Official.compared_name, Official.village_code).where(
            Official.county_code == county_code, Official.left_on.is_(None)
        )
    )
    known = {(row[0] or row[1], None if row[0] else row[2]) for row in rows}
    new = 0
    for each in named:
        number = digest(key, each.id_number) if each.id_number else None
        entry = (number or compared(each.name), None if number else each.village_code)
        if entry in known:
            continue
        known.add(entry)
        new += 1
        session.add(
            Official(
                county_code=county_code,
                village_code=each.village_code,
                name=each.name,
                compared_name=compared(each.name),
                post=each.post,
                id_number_digest=number,
                entered_by_id=actor.account_id,
                entered_at=clock.now(),
            )
        )
    session.flush()
    if new:
        ask_county_again(session, county_code)
        _record(session, actor, "officials_listed", {"county": county_code, "count": new})
    return new


def leave_office(
    session: Session, actor: Actor, county_code: str, official_id: int, left_on: dt.date
) -> Official:
    """The last day in office. Raises NotFound, AlreadyDone, Invalid for a day to come."""
    official = session.scalar(
        select(Official)
        .where(Official.id == official_id, Official.county_code == county_code)
        .with_for_update()
    )
    if official is None:
        raise NotFound
    if official.left_on is not None:
        raise AlreadyDone("已经登记过离任。")
    if left_on > clock.today():
        raise Invalid("离任日期不能晚于今天。", "left_on")
    official.left_on = left_on
    session.flush()
    ask_county_again(session, county_code)
    payload = {"official": official.id, "left_on": left_on.isoformat()}
    _record(session, actor, "official_left", payload)
    return official


def _record(session: Session, actor: Actor, kind: str, payload: dict[str, object]) -> None:
    record_system(session, actor, kind, payload, role=Role.OFFICE_HANDLER.value)
