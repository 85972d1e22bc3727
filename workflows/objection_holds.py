"""A late objection that the township looks into stops its cases at their next gate (A.9, F19)."""

from __future__ import annotations

from sqlalchemy import select

from models.application import Application
from models.check_result import FAIL, CheckResult
from models.objection import NOTICE, Objection
from workflows import clock
from workflows.checks.check import Answer, Checked
from workflows.checks.registry import LATE_OBJECTION
from workflows.checks.results import count_open_holds, note_failures, row_of
from workflows.objection_reach import other_households
from workflows.step import Step

WHY = "有一件逾期提出的异议,乡镇决定先调查。"
OBJECTION = "objection"


def hold(step: Step, objection: Objection) -> None:
    """Nobody says yes to what ``objection`` is about until it is answered, or somebody decides."""
    row = _row(step.application, objection)
    step.session.add(row)
    # Its number and its entry go out with what the step writes anyway.
    step.application.open_holds += 1
    title, effect = LATE_OBJECTION.title, LATE_OBJECTION.effect
    payload = {"check": LATE_OBJECTION.id, "title": title, "effect": effect, "why": WHY}
    step.note("check_failed", payload | {"document": None})
    if objection.aims_at != NOTICE:
        return
    for application in other_households(step, objection.notice_id):
        other = _row(application, objection)
        step.session.add(other)
        note_failures(step.session, application, [other])
        count_open_holds(step.session, application)


def release(step: Step, objection: Objection) -> None:
    """What was held for ``objection`` goes on: it did not stand."""
    cases = [step.application]
    if objection.aims_at == NOTICE:
        cases += other_households(step, objection.notice_id)
    rows = step.session.scalars(
        select(CheckResult).where(
            CheckResult.check_id == LATE_OBJECTION.id,
            CheckResult.application_id.in_([case.id for case in cases]),
            CheckResult.ended_at.is_(None),
        )
    ).all()
    for row in rows:
        if row.inputs.get(OBJECTION) == objection.id:
            row.ended_at = clock.now()
    for case in cases:
        count_open_holds(step.session, case)


def _row(application: Application, objection: Objection) -> CheckResult:
    answer = Answer(LATE_OBJECTION, FAIL, WHY, inputs={OBJECTION: objection.id})
    return row_of(Checked(application.village_code, application), answer)
