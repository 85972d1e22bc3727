"""What can be chosen in the filters of a report, within the reader's area."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.programme import Programme
from models.region import Region
from models.role import CODE_LENGTH, Level
from webapp.parts import parts
from workflows import rights
from workflows.rights import Actor
from workflows.runtime import MAIN_PROCESS


def programmes_of(session: Session, actor: Actor) -> Sequence[Programme]:
    """The programmes of the reader's counties, newest first."""
    counties = {authority.area_code[:6] for authority in actor.authorities}
    return session.scalars(
        select(Programme)
        .where(Programme.county_code.in_(counties))
        .order_by(Programme.year.desc(), Programme.plan)
    ).all()


def places_of(session: Session, actor: Actor) -> list[tuple[str, list[tuple[str, str]]]]:
    """Townships with their villages, each (code, name): a township comes first in its own group."""
    inside = or_(*(rights.within(Region.code, a.area_code) for a in actor.authorities))
    rows = session.execute(
        select(Region.code, Region.name)
        .where(inside, func.length(Region.code) > CODE_LENGTH[Level.COUNTY])
        .order_by(Region.code)
    )
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, name in rows:
        groups.setdefault(code[: CODE_LENGTH[Level.TOWNSHIP]], []).append((code, name))
    return [(members[0][1], members) for members in groups.values()]


def stages() -> list[tuple[str, str]]:
    """(process, name) of the stages of a case in the order drawn."""
    drawn = parts().runtime.library.current
    return [(process_id, drawn.name(process_id)) for process_id in drawn.calls[MAIN_PROCESS]]
