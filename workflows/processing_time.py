"""How long offices have worked on a case: without the days on which it stood still.

A clock stands still while the case is suspended and while it waits for the household's supplement
or correction (补正).  Suspensions have rows of their own; the waits are the tasks themselves, so
that nothing is written twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.application import Application
from models.stop import CaseStop
from models.task import Task
from workflows import clock, working_days

# The forms by which the household's papers come back.
WAITS_FOR_HOUSEHOLD = frozenset({"supplement", "correction"})
Span = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class ProcessingTime:
    """Working days since filing: ``worked`` by offices, ``stood`` still or with the household."""

    worked: int
    stood: int


def spans_stood(tasks: Iterable[Task], stops: Iterable[CaseStop], today: dt.date) -> list[Span]:
    """From which day to which the clocks stood; what still lasts ends ``today``."""
    spans = [(each.began_on, each.ended_on or today) for each in stops]
    for task in tasks:
        if task.form_key in WAITS_FOR_HOUSEHOLD and task.status != "cancelled":
            ended = clock.local(task.done_at).date() if task.done_at else today
            spans.append((clock.local(task.opened_at).date(), ended))
    return spans


def processing_time(
    application: Application,
    tasks: Iterable[Task],
    stops: Iterable[CaseStop],
    calendar: Mapping[dt.date, bool],
) -> ProcessingTime | None:
    """Until the case ended, or until today; None before it was filed."""
    if application.filed_on is None:
        return None
    ended_at = application.ended_at
    last = clock.local(ended_at).date() if ended_at else clock.today()
    spans = spans_stood(tasks, stops, last)
    worked = stood = 0
    day = application.filed_on
    while day < last:
        day += dt.timedelta(days=1)
        if working_days.is_working(day, calendar):
            is_standing = any(began < day <= ended for began, ended in spans)
            stood += is_standing
            worked += not is_standing
    return ProcessingTime(worked, stood)
