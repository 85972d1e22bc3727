"""How far the programmes are: every column of the table of progress, each defined once.

A measure is one clause. The table counts the cases that meet it, and the list behind the number
shows the cases that meet it: the two cannot differ. All of it is in ``ix_applications_progress``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, func, or_, true

from models.application import Application
from workflows import clock
from workflows.facts import NO_HOUSE

# The one end that a programme wants; whoever ends otherwise is no longer counted.
CLOSED = "case_closed"
LEFT = "left"


@dataclass(frozen=True)
class Measure:
    """One column: cases whose ``day`` has come, and to which ``also`` applies.

    ``targets`` are the parameters whose sum is the programme's aim for it (R13, R14).
    """

    id: str
    label: str
    day: SQLColumnExpression[dt.date | None]
    also: ColumnElement[bool]
    targets: tuple[str, ...] = ()

    def reached(self, until: dt.date) -> ColumnElement[bool]:
        """Cases that had come so far by the end of ``until`` and had not left the programme."""
        return and_(self.day <= until, self.also, ~_had_left(until))


@dataclass(frozen=True)
class Departures(Measure):
    """Cases that were reported and then left: withdrawn, refused, not listed, not approved."""

    def reached(self, until: dt.date) -> ColumnElement[bool]:
        """Those who had left by the end of ``until``."""
        return and_(self.day <= until, _had_left(until))


ALL_TARGETS = ("target_grade_c", "target_grade_d", "target_without_house", "target_households")
MEASURES: Mapping[str, Measure] = {
    measure.id: measure
    for measure in (
        Measure("reported", "上报", Application.reported_on, true(), ALL_TARGETS),
        Measure("identity", "身份审核", Application.identity_passed_on, true(), ALL_TARGETS),
        Measure(
            "grade_c", "C级", Application.graded_on, Application.grade == "C", ("target_grade_c",)
        ),
        Measure(
            "grade_d", "D级", Application.graded_on, Application.grade == "D", ("target_grade_d",)
        ),
        Measure(
            "without_house",
            "无房户",
            Application.identity_passed_on,
            Application.dwelling == NO_HOUSE,
            ("target_without_house",),
        ),
        Measure("approved", "审批", Application.approved_on, true(), ALL_TARGETS),
        Measure("started", "开工", Application.started_on, true(), ALL_TARGETS),
        Measure("completed", "竣工", Application.completed_on, true(), ALL_TARGETS),
        Measure("accepted", "验收", Application.accepted_on, true(), ALL_TARGETS),
        Measure("paid", "发放", Application.paid_on, true(), ALL_TARGETS),
        Departures(LEFT, "中途终止", Application.reported_on, true()),
    )
}


def target_of(measure: Measure, programmes: Iterable[Mapping[str, object]]) -> int | None:
    """The aim of ``measure`` (households) summed over programmes, each given by its parameters.

    None where one of them has no such aim: plan B does not divide its 123 by grade (R14), and a
    part of the households must not be held against all of them.
    """
    aims = [
        [value for name in measure.targets if isinstance(value := parameters.get(name), int)]
        for parameters in programmes
    ]
    return sum(map(sum, aims)) if aims and all(aims) else None


def paid_yuan(until: dt.date) -> ColumnElement[int]:
    """The sum of what was paid to the cases that count as paid."""
    paid = func.sum(Application.payable_yuan).filter(MEASURES["paid"].reached(until))
    return func.coalesce(paid, 0)


def _had_left(until: dt.date) -> ColumnElement[bool]:
    day_after = clock.start_of(until + dt.timedelta(days=1))
    # A result that is not there is not another one: every part of it is known, true or false.
    return and_(
        Application.state == "ended",
        func.coalesce(Application.result, "") != CLOSED,
        or_(Application.ended_at.is_(None), Application.ended_at < day_after),
    )
