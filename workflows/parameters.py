"""Programme parameters as they stand on a day: dated rows, kept in memory by version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from models.programme import Programme, ProgrammeParameter
from workflows import clock
from workflows.programmes import NEAR_DUE

# The telephone of the county's office for whoever was asked for money, or disagrees.
COMPLAINT_LINE = "complaint_telephone"
# Mark of a session that has changed parameters and not committed yet.
CHANGED = "parameters_changed"
# By database, and gone with it: another one may get the same address in memory later.
_caches: WeakKeyDictionary[Engine, dict[tuple[int, int, dt.date], Mapping[str, Any]]] = (
    WeakKeyDictionary()
)


def parameters_of(session: Session, programme: Programme, on: dt.date) -> Mapping[str, Any]:
    """Every parameter of ``programme`` by name, as valid on ``on``."""
    if CHANGED in session.info:
        # What may still be rolled back is nobody else's to know.
        return _read(session, programme, on)
    cache = _caches.setdefault(session.get_bind().engine, {})
    key = (programme.id, programme.parameters_version, on)
    if key not in cache:
        if len(cache) > 500:
            cache.clear()
        cache[key] = _read(session, programme, on)
    return cache[key]


def _read(session: Session, programme: Programme, on: dt.date) -> Mapping[str, Any]:
    rows = session.execute(
        select(ProgrammeParameter.name, ProgrammeParameter.value)
        .where(
            ProgrammeParameter.programme_id == programme.id,
            ProgrammeParameter.valid_from <= on,
        )
        .order_by(ProgrammeParameter.valid_from, ProgrammeParameter.set_at)
    )
    return dict(rows.all())


def near_days(session: Session, programmes: Sequence[Programme]) -> int:
    """From how many working days on a deadline is near: as the first of ``programmes`` says."""
    for programme in programmes[:1]:
        return int(parameters_of(session, programme, clock.today()).get(NEAR_DUE) or 0)
    return 0


def county_parameter(session: Session, county_code: str, name: str) -> Any:
    """A parameter of the county's newest programme as valid today; None when it is not set.

    For what concerns people of the county and no case.
    """
    programme = session.scalar(
        select(Programme)
        .where(Programme.county_code == county_code)
        .order_by(Programme.year.desc(), Programme.plan)
        .limit(1)
    )
    return None if programme is None else parameters_of(session, programme, clock.today()).get(name)


def set_parameter(
    session: Session,
    programme: Programme,
    *,
    name: str,
    value: Any,
    valid_from: dt.date,
    kind: str,
    source: str,
    note: str,
    set_by_id: int | None,
) -> None:
    """Add a dated value; the earlier rows stay as the record of what was valid before."""
    session.info[CHANGED] = True
    session.add(
        ProgrammeParameter(
            programme_id=programme.id,
            name=name,
            value=value,
            valid_from=valid_from,
            kind=kind,
            source=source,
            note=note,
            set_by_id=set_by_id,
            set_at=clock.now(),
        )
    )
    session.execute(
        update(Programme)
        .where(Programme.id == programme.id)
        .values(parameters_version=Programme.parameters_version + 1)
    )
