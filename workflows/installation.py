"""What a new database begins with: programmes as their documents say, and the holiday calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

import chinese_calendar
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models.programme import CalendarDay, Programme, ProgrammeParameter
from models.role import CODE_LENGTH, Level
from workflows import clock
from workflows.programme_years import TO_BE_CONFIRMED
from workflows.programmes import Parameter, ProgrammeDefinition

# The published holiday arrangements that the library knows; later years are entered by hand.
FIRST_CALENDAR_YEAR = 2018
LAST_CALENDAR_YEAR = 2026
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}


def seed_programme(session: Session, definition: ProgrammeDefinition) -> Programme:
    """Write a programme with every parameter of its document, valid from the start of its year."""
    programme = Programme(
        code=definition.code,
        county_code=definition.county_code[: CODE_LENGTH[Level.COUNTY]],
        year=definition.year,
        plan=definition.plan,
        title=definition.title,
        document_number=definition.document_number,
        dated=definition.dated,
    )
    session.add(programme)
    session.flush()
    _write(session, programme, definition.parameters)
    return programme


def add_parameters(
    session: Session, programme: Programme, definitions: Iterable[ProgrammeDefinition]
) -> list[str]:
    """Write the parameters that came with a later version; returns their names.

    A programme that the county made for a later year gets those of the plan it was made from, to be
    confirmed.  They are valid from the start of the year, for steps are asked by their own day.
    """
    of_plan = [
        each
        for each in definitions
        if each.plan == programme.plan
        and each.county_code.startswith(programme.county_code)
        and each.year <= programme.year
    ]
    if not of_plan:
        return []
    definition = max(of_plan, key=lambda each: each.year)
    query = select(ProgrammeParameter.name).where(ProgrammeParameter.programme_id == programme.id)
    known = set(session.scalars(query))
    new = {name: each for name, each in definition.parameters.items() if name not in known}
    if definition.year < programme.year:
        new = {
            name: replace(each, kind="proposed", note=f"{each.note}({TO_BE_CONFIRMED})")
            for name, each in new.items()
        }
    if new:
        _write(session, programme, new)
        programme.parameters_version += 1
        session.flush()
    return list(new)


def _write(session: Session, programme: Programme, parameters: Mapping[str, Parameter]) -> None:
    """One row for each, valid from the start of the programme's year."""
    rows = [
        {
            "programme_id": programme.id,
            "name": name,
            "value": parameter.value,
            "valid_from": dt.date(programme.year, 1, 1),
            "kind": parameter.kind,
            "source": parameter.source,
            "note": parameter.note,
            "set_at": clock.now(),
        }
        for name, parameter in parameters.items()
    ]
    session.execute(insert(ProgrammeParameter), rows)


def seed_calendar(
    session: Session, years: Iterable[int] = range(FIRST_CALENDAR_YEAR, LAST_CALENDAR_YEAR + 1)
) -> int:
    """Write the days that differ from their weekday (N34); returns how many were new."""
    known = set(session.scalars(select(CalendarDay.day)))
    rows = [
        CalendarDay(day=day, is_working=is_working, name=name)
        for year in years
        for day, is_working, name in arranged_days(year)
        if day not in known
    ]
    session.add_all(rows)
    session.flush()
    return len(rows)


def arranged_days(year: int) -> Iterable[tuple[dt.date, bool, str]]:
    """Days of ``year`` that differ from their weekday, as published: (day, is it worked, name)."""
    day = dt.date(year, 1, 1)
    while day.year == year:
        is_working = not chinese_calendar.is_holiday(day)
        if is_working != (day.weekday() < 5):
            _, english = chinese_calendar.get_holiday_detail(day)
            name = NAMES.get(english or "", "调休")
            yield day, is_working, "调休上班" if is_working else name
        day += dt.timedelta(days=1)
