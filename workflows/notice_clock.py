"""The clock of a public notice: started when it is posted, and by nothing shortened (G1, F18)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from models.notice import POSTED
from models.role import Level
from workflows import clock, notice_period, working_days
from workflows.facts import evaluate
from workflows.steps import Step

LEVEL_NAMES = {Level.VILLAGE: "村", Level.TOWNSHIP: "乡镇", Level.COUNTY: "市"}
DAYS_ON_SITE_AFTER = "notice_site_days_after_end"


@dataclass(frozen=True)
class Terms:
    """For how many full days and at which places a notice hangs; no place named: anywhere fit."""

    days: int
    places: tuple[str, ...]


def terms(step: Step, level: str) -> Terms:
    """What the programme of the case asks of a notice of ``level`` (R95, R101, R109)."""
    outputs = evaluate(step, "notice_period", level=LEVEL_NAMES[Level(level)]).outputs
    return Terms(int(outputs["notice_days"]), tuple(outputs["notice_places"]))


def period_ends(step: Step, level: str, posted_on: dt.date) -> dt.datetime:
    """24时 of the last day: full natural days, past a holiday where the programme says so (N34)."""
    first_day_counts = bool(step.parameters.get("notice_first_day_counts"))
    days = terms(step, level).days
    ends_at = notice_period.ends_at(posted_on, days, first_day_counts=first_day_counts)
    if not step.parameters.get("notice_end_moves_past_holidays"):
        return ends_at
    last = notice_period.last_day(posted_on, days, first_day_counts=first_day_counts)
    moved_by = working_days.next_working(last, step.calendar) - last
    return ends_at + moved_by


def last_day_of(ends_at: dt.datetime) -> dt.date:
    """The day at whose 24时 a period ends."""
    return clock.local(ends_at).date() - dt.timedelta(days=1)


def start(step: Step, posted_on: dt.date) -> dt.datetime:
    """Record when the household's notice went up; the moment at which it has hung long enough.

    The sheet ends with the last of its households, and leaves the public site some days later.
    """
    noticed, sheet = step.noticed, step.notice
    noticed.posted_on = posted_on
    noticed.ends_at = period_ends(step, noticed.level, posted_on)
    noticed.state = POSTED
    sheet.state = POSTED
    sheet.posted_on = sheet.posted_on or posted_on
    sheet.ends_at = max(filter(None, (sheet.ends_at, noticed.ends_at)))
    stays = dt.timedelta(days=int(step.parameters.get(DAYS_ON_SITE_AFTER) or 0))
    sheet.leaves_site_at = sheet.ends_at + stays
    return noticed.ends_at
