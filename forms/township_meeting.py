"""立会研究 (S12, R102): the township's meeting after its notice, with minutes."""

from __future__ import annotations

import re

from forms.fields import DocumentsField, LongTextField, Needed, TextField
from forms.meetings import shared_meeting
from forms.step_form import StepForm
from models.meeting import ResearchMeeting
from models.township import TownshipMeeting
from workflows.steps import Step


class TownshipMeetingForm(StepForm):
    """Minutes number, who was there, what was resolved."""

    record = TownshipMeeting
    row_fields = ()
    lead = "公示结束后立会研究,按会议纪要填写。"

    minutes_number = TextField("纪要编号", [Needed("请填写会议纪要编号。")], max_length=60)
    attendees = LongTextField(
        "参会人员",
        [Needed("请填写参会人员。")],
        max_length=1000,
        hint="一行一人,或用顿号隔开。",
    )
    resolution = LongTextField("会议决定", [Needed("请填写会议决定。")], max_length=2000)
    minutes = DocumentsField("会议纪要扫描件", ["会议纪要"])

    def prepare(self, step: Step) -> None:
        """The day asked for is that of the meeting."""
        self.happened_on.label.text = "会议日期"

    def check(self, step: Step, outcome: str) -> None:
        """One person is no meeting."""
        if self.attendees.data and len(self.names) == 1:
            self.fail("attendees", "会议不能只有一人参加,请写全参会人员。")

    def save(self, step: Step, outcome: str) -> None:
        """The meeting once, with the names one by one."""
        meeting = shared_meeting(
            step,
            ResearchMeeting,
            held_on=self.happened_on.data,
            minutes_number=self.minutes_number.data,
            attendees=self.names,
            resolution=self.resolution.data,
            minutes=self.minutes.data or [],
        )
        step.session.add(TownshipMeeting(**self.row(step, outcome), meeting=meeting))

    @property
    def names(self) -> list[str]:
        """Those present, each once."""
        parts = re.split(r"[\n、,,;;]", self.attendees.data or "")
        return list(dict.fromkeys(name for part in parts if (name := part.strip())))
