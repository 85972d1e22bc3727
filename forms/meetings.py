"""The meeting behind a step: one for a single case, one for all rows of a list."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import select

from models.case_list import CaseList
from models.meeting import AppraisalMeeting, ResearchMeeting
from workflows.steps import Step

Meeting = TypeVar("Meeting", AppraisalMeeting, ResearchMeeting)


def shared_meeting(step: Step, table: type[Meeting], **facts: Any) -> Meeting:
    """The meeting of the list that ``step`` belongs to, made by its first row; else a new one."""
    list_id = step.case_list.id if step.case_list is not None else None
    if list_id is not None:
        # Of two rows at the same moment the second waits, and finds what the first has made.
        step.session.execute(select(CaseList.id).where(CaseList.id == list_id).with_for_update())
        found = step.session.scalar(select(table).where(table.list_id == list_id))
        if found is not None:
            return found
    assert step.task is not None
    return table(area_code=step.task.area_code, list_id=list_id, **facts)
