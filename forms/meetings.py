"""The meeting behind a step: one for all rows of a list, and for all that name its minutes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from models.case_list import CaseList
from models.meeting import AppraisalMeeting, ResearchMeeting
from models.official_document import OfficialDocument
from workflows.steps import Step


def shared_appraisal(step: Step, **facts: Any) -> AppraisalMeeting:
    """The meeting of the list that ``step`` belongs to, made by its first row; else a new one."""
    list_id = step.case_list.id if step.case_list is not None else None
    if list_id is not None:
        # Of two rows at the same moment the second waits, and finds what the first has made.
        step.session.execute(select(CaseList.id).where(CaseList.id == list_id).with_for_update())
        found = step.session.scalar(
            select(AppraisalMeeting).where(AppraisalMeeting.list_id == list_id)
        )
        if found is not None:
            return found
    assert step.task is not None
    return AppraisalMeeting(area_code=step.task.area_code, list_id=list_id, **facts)


def meeting_of_minutes(step: Step, minutes: OfficialDocument) -> ResearchMeeting | None:
    """The township's meeting that has these minutes, if another household's step has told it."""
    if step.case_list is not None:
        # Of two rows at the same moment the second waits, and finds what the first has made.
        step.session.execute(
            select(OfficialDocument.id).where(OfficialDocument.id == minutes.id).with_for_update()
        )
    return step.session.scalar(
        select(ResearchMeeting).where(ResearchMeeting.minutes_id == minutes.id)
    )
