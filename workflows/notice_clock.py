"""The clock of a public notice: started when it is posted, and by nothing shortened (G1, F18)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from models.role import Level
from workflows import notice_period, working_days
from workflows.facts import evaluate
from workflows.steps import Step

LEVEL_NAMES = {Level.VILLAGE: "村", Level.TOWNSHIP: "乡镇", Level.COUNTY: "市"}


@dataclass(frozen=True)
class Terms:
    """For how many full days and at which places a notice hangs; no place named: anywhere fit."""

    days: int
    places: tuple[str, ...]


def level_name(step: Step) -> str:
    """The level of the step's notice in the words of the tables."""
    return LEVEL_NAMES[Level(step.notice.level)]


def terms(step: Step) -> Terms:
    """What the programme asks of a notice of this level (R95, R101, R109)."""
    outputs = evaluate(step, "notice_period", level=level_name(step)).outputs
    return Terms(int(outputs["notice_days"]), tuple(outputs["notice_places"]))


def period_ends(step: Step, posted_on: dt.date) -> dt.datetime:
    """24时 of the last day: full natural days, past a holiday where the programme says so (N34)."""
    first_day_counts = bool(step.parameters.get("notice_first_day_counts"))
    days = terms(step).days
    ends_at = notice_period.ends_at(posted_on, days, first_day_counts=first_day_counts)
    if not step.parameters.get("notice_end_moves_past_holidays"):
        return ends_at
    last = notice_period.last_day(posted_on, days, first_day_counts=first_day_counts)
    calendar = step.calendar
    while not working_days.is_working(last, calendar):
        last += dt.timedelta(days=1)
        ends_at += dt.timedelta(days=1)
    return ends_at


def start(step: Step, posted_on: dt.date) -> dt.datetime:
    """Record when the notice went up; the moment at which it has hung long enough."""
    notice = step.notice
    notice.posted_on, notice.ends_at = posted_on, period_ends(step, posted_on)
    return notice.ends_at
