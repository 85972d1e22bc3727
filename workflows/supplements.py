"""Supplements (补正): how long the household has, and when the case goes on without one."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import exists, select

from models.village import SupplementReminder
from workflows import clock
from workflows.steps import Step

PROCEED = "proceed"


def last_day(step: Step) -> dt.date:
    """The last of the programme's natural days for a supplement asked for today."""
    return clock.today() + dt.timedelta(days=int(step.parameters["supplement_days"]))


def end_of(day: dt.date) -> dt.datetime:
    """24时 of ``day``, aware, in UTC."""
    return clock.start_of(day + dt.timedelta(days=1))


def goes_on_as_it_is(step: Step) -> bool:
    """Whether the township has let the case go on with the papers that are here."""
    return bool(
        step.session.scalar(
            select(
                exists().where(
                    SupplementReminder.application_id == step.application.id,
                    SupplementReminder.outcome == PROCEED,
                )
            )
        )
    )
