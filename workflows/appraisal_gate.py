"""Meetings are compared with each other by the worker, a moment after they were entered (F17).

The step that enters an appraisal pays no statement for it: its row says that it waits.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, literal_column, or_, select
from sqlalchemy.orm import Session, joinedload

from models.application import Application
from models.document import ATTENDANCE_SHEET, Document
from models.meeting import AppraisalMeeting
from models.village import Appraisal
from workflows import checks, clock
from workflows.checks import Checked
from workflows.checks.meetings import SAME_LIST_DAYS, Held, same_people, same_sheet
from workflows.parameters import parameters_of
from workflows.rights import within

BATCH = 100
COUNTY_DIGITS = 6
# Written out like the index, or SQLite would not see that it serves.
IS_DUE: ColumnElement[bool] = literal_column("NOT appraisals.is_compared")


def due_appraisals(session: Session) -> Sequence[int]:
    """The first appraisals whose meeting has to be compared."""
    return session.scalars(
        select(Appraisal.id).where(IS_DUE).order_by(Appraisal.id).limit(BATCH)
    ).all()


def compare(session: Session, appraisal_id: int) -> bool:
    """Lock the case of an appraisal that is due and ask; False when another worker was faster."""
    application = session.scalar(
        select(Application)
        .join(Appraisal, Appraisal.application_id == Application.id)
        .where(Appraisal.id == appraisal_id, IS_DUE)
        .options(joinedload(Application.programme))
        .with_for_update(of=Application, skip_locked=True)
    )
    if application is None:
        return False
    appraisal = session.scalar(
        select(Appraisal).where(Appraisal.id == appraisal_id).options(joinedload(Appraisal.meeting))
    )
    assert appraisal is not None
    appraisal.is_compared = True
    parameters = parameters_of(session, application.programme, clock.today())
    held = Held(appraisal.meeting)
    days = dt.timedelta(days=int(parameters[SAME_LIST_DAYS]))
    shas = _sheets_of(session, held.meeting.document_ids)
    answers = [
        same_people(held, _about_that_day(session, held, days), parameters),
        same_sheet(held, shas, _with_sheets(session, shas)),
    ]
    checks.record(session, Checked(application.village_code, application), answers)
    return True


def _about_that_day(session: Session, held: Held, days: dt.timedelta) -> list[Held]:
    """Meetings of the other villages of the county, not more than ``days`` apart."""
    meeting = held.meeting
    if not meeting.attendees:
        return []
    rows = session.scalars(
        select(AppraisalMeeting)
        .where(
            AppraisalMeeting.held_on.between(meeting.held_on - days, meeting.held_on + days),
            within(AppraisalMeeting.area_code, meeting.area_code[:COUNTY_DIGITS]),
            AppraisalMeeting.area_code != meeting.area_code,
        )
        .order_by(AppraisalMeeting.id)
    )
    return _with_cases(session, [row for row in rows if row.attendees])


def _with_sheets(session: Session, shas: Collection[str]) -> list[Held]:
    """Meetings to which a sheet with one of ``shas`` belongs."""
    if not shas:
        return []
    sheets = session.execute(
        select(Document.id, Document.application_id, Document.list_id).where(
            Document.sha256.in_(shas), Document.kind == ATTENDANCE_SHEET
        )
    ).all()
    cases = {row.application_id for row in sheets if row.application_id is not None}
    lists = {row.list_id for row in sheets if row.list_id is not None}
    numbers = {row.id for row in sheets}
    rows = session.scalars(
        select(AppraisalMeeting)
        .where(
            or_(
                AppraisalMeeting.list_id.in_(lists),
                AppraisalMeeting.id.in_(
                    select(Appraisal.meeting_id).where(Appraisal.application_id.in_(cases))
                ),
            )
        )
        .order_by(AppraisalMeeting.id)
    )
    return _with_cases(session, [row for row in rows if numbers & set(row.document_ids)])


def _sheets_of(session: Session, document_ids: Sequence[int]) -> list[str]:
    """Digests of the attendance sheets among the papers of a meeting."""
    return list(
        session.scalars(
            select(Document.sha256).where(
                Document.id.in_(document_ids), Document.kind == ATTENDANCE_SHEET
            )
        )
    )


def _with_cases(session: Session, meetings: Iterable[AppraisalMeeting]) -> list[Held]:
    """Each meeting with the cases that it appraised, oldest first."""
    meetings = list(meetings)
    cases: dict[int, list[int]] = {}
    rows = session.execute(
        select(Appraisal.meeting_id, Appraisal.application_id)
        .where(Appraisal.meeting_id.in_({each.id for each in meetings}))
        .order_by(Appraisal.id)
    )
    for meeting_id, application_id in rows:
        cases.setdefault(meeting_id, []).append(application_id)
    return [Held(each, tuple(cases.get(each.id, ()))) for each in meetings]
