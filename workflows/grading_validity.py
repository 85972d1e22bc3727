"""Whether a house that was graded already must be graded once more (X3, G27, G35)."""

from __future__ import annotations

import calendar
import datetime as dt

from workflows.engine import JsonScalar
from workflows.steps import Step


def check_grading(step: Step) -> dict[str, JsonScalar]:
    """``valid`` while a confirmed grade is not too old by the programme, else ``needed``."""
    return {"grading_state": "valid" if _is_valid(step) else "needed"}


def _is_valid(step: Step) -> bool:
    graded_on, months = step.application.graded_on, step.parameters.get("grading_valid_months")
    if graded_on is None or not months:
        return False
    return step.happened_on < months_later(graded_on, int(months))


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day ``months`` later; of a shorter month the last one."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
