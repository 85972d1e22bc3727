"""What was refused on the spot leaves a trace: nothing of it is kept but what the check found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.application import Application
from models.check_result import CheckResult
from workflows.checks.check import Answer, Checked
from workflows.checks.results import TRIED_BY, WAS_REFUSED, note_failures, row_of
from workflows.rights import Actor
from workflows.system_history import record_system


def record_refused(
    session: Session, actor: Actor, checked: Checked, answers: Iterable[Answer]
) -> None:
    """Keep answers about something that ``actor`` sent and that was not taken in.

    Nothing waits for it.  It is put on the record of the case; a draft has none, so the system's
    says it, and that of the case once it is filed.  What was refused before in the very same words
    is one refusal.
    """
    new = []
    for answer in answers:
        told = {**answer.inputs, TRIED_BY: actor.name}
        row = row_of(checked, replace(answer, inputs=told))
        row.ended_at = row.made_at
        if not _is_known(session, row):
            new.append(row)
    session.add_all(new)
    session.flush()
    if checked.application is not None:
        note_failures(session, checked.application, new)
        return
    for row in new:
        payload = {"draft": checked.intake_draft_id, "check": row.check_id, "result": row.id}
        record_system(session, actor, "check_refused", payload)


def record_refused_of(
    session: Session, actor: Actor, application_id: int, answers: Iterable[Answer]
) -> None:
    """The same about a case that is still to be locked."""
    application = session.execute(
        select(Application).where(Application.id == application_id).with_for_update()
    ).scalar_one()
    record_refused(session, actor, Checked(application.village_code, application), answers)


def refused_of(session: Session, application_id: int) -> Sequence[CheckResult]:
    """What was refused for a case and its draft, the newest first."""
    return session.scalars(
        select(CheckResult)
        .where(CheckResult.application_id == application_id, WAS_REFUSED)
        .order_by(CheckResult.id.desc())
    ).all()


def _is_known(session: Session, row: CheckResult) -> bool:
    owner = (
        CheckResult.application_id == row.application_id
        if row.application_id is not None
        else CheckResult.intake_draft_id == row.intake_draft_id
    )
    before = session.scalars(
        select(CheckResult).where(owner, CheckResult.check_id == row.check_id, WAS_REFUSED)
    )
    return any((each.why, each.inputs) == (row.why, row.inputs) for each in before)
