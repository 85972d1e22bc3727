"""The table of progress: a line for each place, counted in one statement along one index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.application import Application
from models.programme import Programme
from models.region import Region
from models.role import CODE_LENGTH, Level
from webapp.reports.filters import Filters
from workflows import rights
from workflows.parameters import parameters_of
from workflows.progress import MEASURES, paid_yuan, target_of
from workflows.rights import Actor

COUNTY, TOWNSHIP = CODE_LENGTH[Level.COUNTY], CODE_LENGTH[Level.TOWNSHIP]
VILLAGE = CODE_LENGTH[Level.VILLAGE]
# A county is shown by township, whatever is smaller by village.
BELOW = {COUNTY: TOWNSHIP, TOWNSHIP: VILLAGE, VILLAGE: VILLAGE}


@dataclass(frozen=True)
class Line:
    """One place; ``code`` is empty for the sum over a whole area."""

    code: str
    name: str
    counts: Mapping[str, int]
    paid_yuan: int


@dataclass(frozen=True)
class Table:
    """The places and their sum; ``targets`` by measure, for a whole county only."""

    lines: list[Line]
    total: Line
    targets: Mapping[str, int | None]
    is_by_village: bool

    def share(self, measure: str) -> str:
        """How much of its target a measure has reached: 63.4%; empty without one."""
        target = self.targets.get(measure)
        return f"{100 * self.total.counts[measure] / target:.1f}%" if target else ""


def progress_table(
    session: Session, actor: Actor, filters: Filters, programmes: Sequence[Programme]
) -> Table:
    """Every place of the area that is asked for, also those where nothing has begun."""
    areas = [filters.area] if filters.area else sorted({a.area_code for a in actor.authorities})
    largest = min((len(area) for area in areas), default=VILLAGE)
    names = _places(session, areas, BELOW[largest])
    counted = _counted(session, actor, filters, BELOW[largest])
    nothing = (0,) * len(MEASURES), 0
    lines = [
        Line(code, name, dict(zip(MEASURES, counts, strict=True)), paid)
        for code, name in names.items()
        for counts, paid in [counted.get(code, nothing)]
    ]
    total = Line(
        filters.area,
        "合计",
        {each: sum(line.counts[each] for line in lines) for each in MEASURES},
        sum(line.paid_yuan for line in lines),
    )
    targets = _targets(session, filters, programmes) if largest == COUNTY else {}
    return Table(lines, total, targets, is_by_village=BELOW[largest] == VILLAGE)


def _places(session: Session, areas: Sequence[str], length: int) -> dict[str, str]:
    inside = or_(*(rights.within(Region.code, area) for area in areas))
    rows = session.execute(
        select(Region.code, Region.name)
        .where(inside, func.length(Region.code) == length)
        .order_by(Region.code)
    )
    return {row.code: row.name for row in rows}


def _counted(
    session: Session, actor: Actor, filters: Filters, length: int
) -> dict[str, tuple[tuple[int, ...], int]]:
    """Code of a place -> the count of every measure in order, and what was paid."""
    place = func.substr(Application.village_code, 1, length)
    day = filters.as_of
    counts = [func.count().filter(measure.reached(day)) for measure in MEASURES.values()]
    rows = session.execute(
        select(place, *counts, paid_yuan(day)).where(*filters.clauses(actor)).group_by(place)
    )
    return {code: (tuple(numbers), int(paid)) for code, *numbers, paid in rows}


def _targets(
    session: Session, filters: Filters, programmes: Sequence[Programme]
) -> dict[str, int | None]:
    chosen = [each for each in programmes if filters.programme in (None, each.id)]
    parameters = [parameters_of(session, each, filters.as_of) for each in chosen]
    return {name: target_of(measure, parameters) for name, measure in MEASURES.items()}
