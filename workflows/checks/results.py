"""Keeping what checks answered: the rows, the record of the case, and its count of open holds.

Whoever writes here holds the lock on the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session

from models.application import Application
from models.check_result import BLOCK, CLEARED, FAIL, HOLD, CheckResult
from models.document import Document
from workflows import clock, history
from workflows.checks.check import Answer, Checked
from workflows.checks.registry import CHECKS
from workflows.history import Entry
from workflows.rights import MACHINE

# Among the inputs of something that was not taken in: the name of who sent it.
TRIED_BY = "tried_by"
# What was asked of something that was not taken in: it ended when it was made.
WAS_REFUSED = and_(
    CheckResult.result == FAIL,
    CheckResult.document_id.is_(None),
    CheckResult.ended_at == CheckResult.made_at,
)


def barring() -> ColumnElement[bool]:
    """Results that bar the way: failed, not cleared, and still about something that counts."""
    return and_(
        CheckResult.result == FAIL,
        CheckResult.effect.in_((BLOCK, HOLD)),
        or_(CheckResult.verdict.is_(None), CheckResult.verdict != CLEARED),
        CheckResult.ended_at.is_(None),
    )


def record(session: Session, checked: Checked, answers: Iterable[Answer]) -> list[CheckResult]:
    """Keep ``answers`` about one thing; see :func:`record_all`."""
    return record_all(session, checked.application, [(checked, answers)])


def record_all(
    session: Session,
    application: Application | None,
    told: Iterable[tuple[Checked, Iterable[Answer]]],
) -> list[CheckResult]:
    """Keep answers about several things of one case or draft; failures go on the case's record.

    An answer that says the same as the last one of its check about the same thing is that one, with
    its verdict; any other takes its place.
    """
    told = list(told)
    standing = _standing(session, told[0][0]) if told else {}
    rows, new = [], []
    for checked, answers in told:
        for answer in answers:
            row = row_of(checked, answer)
            last = standing.get((row.document_id, row.check_id))
            if last is not None and _says_the_same(last, row):
                rows.append(last)
                continue
            if last is not None:
                last.ended_at = clock.now()
            rows.append(row)
            new.append(row)
    session.add_all(new)
    session.flush()
    if application is not None and new:
        note_failures(session, application, new)
        count_open_holds(session, application)
    return rows


def end_results_of(session: Session, application: Application | None, document_id: int) -> None:
    """What was checked was replaced: its results no longer bar the case."""
    session.execute(
        update(CheckResult)
        .where(CheckResult.document_id == document_id, CheckResult.ended_at.is_(None))
        .values(ended_at=clock.now())
    )
    if application is not None:
        count_open_holds(session, application)


def take_over_draft(session: Session, intake_draft_id: int, application: Application) -> None:
    """The draft was filed as ``application``: its results are those of the case.

    What was said of a file that the clerk has left out stays with the draft: nobody who decides
    about the case could look at it.  What was not taken in goes with the case, and on its record.
    """
    left_out = (
        exists()
        .where(Document.id == CheckResult.document_id, Document.application_id.is_(None))
        .correlate(CheckResult)
    )
    rows = session.scalars(
        select(CheckResult)
        .where(
            CheckResult.intake_draft_id == intake_draft_id,
            or_(and_(CheckResult.ended_at.is_(None), ~left_out), WAS_REFUSED),
        )
        .order_by(CheckResult.id)
    ).all()
    if not rows:
        return
    for row in rows:
        row.application_id = application.id
    session.flush()
    note_failures(session, application, rows)
    count_open_holds(session, application)


def results_of(session: Session, application_id: int) -> Sequence[CheckResult]:
    """Every result of a case that still counts, the newest first."""
    return session.scalars(
        select(CheckResult)
        .where(CheckResult.application_id == application_id, CheckResult.ended_at.is_(None))
        .order_by(CheckResult.id.desc())
    ).all()


def results_of_document(session: Session, document_id: int) -> Sequence[CheckResult]:
    """What the checks say of one document, in the order they were made."""
    return session.scalars(
        select(CheckResult)
        .where(CheckResult.document_id == document_id, CheckResult.ended_at.is_(None))
        .order_by(CheckResult.id)
    ).all()


def results_of_documents(session: Session, document_ids: Sequence[int]) -> Sequence[CheckResult]:
    """The same of several documents, in one statement."""
    if not document_ids:
        return []
    return session.scalars(
        select(CheckResult)
        .where(CheckResult.document_id.in_(document_ids), CheckResult.ended_at.is_(None))
        .order_by(CheckResult.id)
    ).all()


def open_holds(session: Session, application_id: int) -> Sequence[CheckResult]:
    """What bars the case, oldest first; ask ``application.open_holds`` first, it costs nothing."""
    return session.scalars(
        select(CheckResult)
        .where(CheckResult.application_id == application_id, barring())
        .order_by(CheckResult.id)
    ).all()


def refusals(session: Session, application: Application, node_id: str) -> list[str]:
    """Why the step ``node_id`` cannot say yes: a sentence for each result that bars it.

    Costs no statement where nothing is open.
    """
    if not application.open_holds:
        return []
    rows = open_holds(session, application.id)
    return [_refusal(row) for row in rows if node_id in CHECKS[row.check_id].gates]


def refusals_of(checked: Checked, answers: Iterable[Answer], node_id: str) -> list[str]:
    """Why the step ``node_id`` cannot say yes, by answers that are not kept yet."""
    return [
        _refusal(row_of(checked, answer))
        for answer in answers
        if answer.is_barring and node_id in answer.check.gates
    ]


def count_open_holds(session: Session, application: Application) -> None:
    """Bring the case's own count in line with the rows."""
    session.flush()
    application.open_holds = (
        session.scalar(
            select(func.count())
            .select_from(CheckResult)
            .where(CheckResult.application_id == application.id, barring())
        )
        or 0
    )
    session.flush()


def _standing(session: Session, checked: Checked) -> dict[tuple[int | None, str], CheckResult]:
    """The last answer of each check about each thing of the same case or draft."""
    owner = (
        CheckResult.application_id == checked.application.id
        if checked.application is not None
        else CheckResult.intake_draft_id == checked.intake_draft_id
    )
    rows = session.scalars(
        select(CheckResult).where(owner, CheckResult.ended_at.is_(None)).order_by(CheckResult.id)
    )
    return {(row.document_id, row.check_id): row for row in rows}


def row_of(checked: Checked, answer: Answer) -> CheckResult:
    """The row of an answer, not written yet."""
    return CheckResult(
        check_id=answer.check.id,
        check_version=answer.check.version,
        application_id=checked.application.id if checked.application is not None else None,
        intake_draft_id=checked.intake_draft_id,
        document_id=checked.document_id,
        village_code=checked.village_code,
        inputs=dict(answer.inputs),
        result=answer.result,
        effect=answer.weight,
        why=answer.why,
        found=[each.as_json() for each in answer.found],
        is_for_county=answer.is_for_county,
        made_at=clock.now(),
    )


def _says_the_same(last: CheckResult, row: CheckResult) -> bool:
    # What it was asked of may grow (a later date of the case): a verdict on the same fault stands.
    told = ("check_version", "result", "effect", "why", "found", "is_for_county")
    return all(getattr(last, name) == getattr(row, name) for name in told)


def note_failures(session: Session, application: Application, rows: Sequence[CheckResult]) -> None:
    """Put what failed on the record of the case."""
    entries = [
        Entry(
            "check_failed",
            MACHINE,
            {
                "check": row.check_id,
                "title": CHECKS[row.check_id].title,
                "effect": row.effect,
                "why": row.why,
                "document": row.document_id,
                **{name: row.inputs[name] for name in (TRIED_BY,) if name in row.inputs},
            },
            clock.today(),
        )
        for row in rows
        if row.result == FAIL and row.effect in (BLOCK, HOLD)
    ]
    history.record(session, application, entries)
    session.flush()


def _refusal(row: CheckResult) -> str:
    check = CHECKS[row.check_id]
    title = check.title
    if row.verdict is not None:
        return f"核验“{title}”已认定属实:{row.why}{check.mend}"
    if row.effect == BLOCK:
        return f"核验“{title}”不通过:{row.why}{check.mend}"
    return f"核验“{title}”还没有人处理:{row.why}请先在“核验”里写明处理意见。"
