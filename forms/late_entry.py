"""Entry afterwards (补录): the questions that a step asks when it was done long before (F53, A.22).

The renovation office confirms each such step; what the form asks here is what it confirms it by.
"""

from __future__ import annotations

import datetime as dt

from wtforms import Form

from forms.fields import ChecksField, DocumentsField, LongTextField
from models.document import LATE_SCAN
from workflows import clock, working_days
from workflows.steps import Step

LATE = "late"
UNCONFIRMED = "这一件有补录的步骤还没有确认,请危改办先在“补录确认”里确认。"
LATE_FIELDS = ("late_mark", "late_reason", "late_scans")


def timely_since(step: Step) -> dt.date | None:
    """The earliest day that needs no 补录 today; None where the programme sets no limit."""
    days = step.parameters.get("late_entry_after_days")
    if days is None:
        return None
    return working_days.earliest_within(clock.today(), int(days), step.calendar)


def has_unconfirmed_entries(step: Step) -> bool:
    """Whether approval and payment have to wait for the office.

    A step of a sheet is itself such an entry, and waits with the others to be confirmed.
    """
    return step.has_unconfirmed_entries and step.statement is None


class LateEntryQuestions(Form):  # type: ignore[misc, unused-ignore]
    """Asked by every form; they count only where the day is old or the clerk says 补录."""

    late_mark = ChecksField("补录", ((LATE, "这一步以前已按纸质办结,现在补录"),))
    late_reason = LongTextField(
        "补录原因", max_length=1000, hint="为什么当时没有录入,例如:系统启用前已办结。"
    )
    late_scans = DocumentsField(
        "纸质材料扫描件",
        (LATE_SCAN,),
        hint="签字盖章的纸质材料。本页已上传并勾选了这份纸质材料的,这里不必重复。",
    )
