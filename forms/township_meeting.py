"""立会研究 (S12, R102): the township's meeting after its notice, with minutes."""

from __future__ import annotations

from forms.fields import DocumentsField, LongTextField, Needed, TextField
from forms.meetings import meeting_of_minutes
from forms.official_document import OfficialDocumentForm
from models.meeting import ResearchMeeting
from models.township import TownshipMeeting
from workflows import personal_names
from workflows.steps import Step


class TownshipMeetingForm(OfficialDocumentForm):
    """Minutes number, who was there, what was resolved."""

    record = TownshipMeeting
    document_kind = "会议纪要"
    row_fields = ()
    lead = "公示结束后立会研究,按会议纪要填写。"

    document_number = TextField("纪要编号", [Needed("请填写会议纪要编号。")], max_length=60)
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
        """One person is no meeting, and one meeting has the same people for every household."""
        super().check(step, outcome)
        if self.attendees.data and len(self.names) == 1:
            self.fail("attendees", "会议不能只有一人参加,请写全参会人员。")
        minutes = self.claimed_document(step)
        self.held = meeting_of_minutes(step, minutes) if minutes is not None else None
        if self.held is not None and sorted(self.held.attendees) != sorted(self.names):
            names = "、".join(self.held.attendees)
            self.fail("attendees", f"同一份纪要登记的参会人员是{names},请按纪要核对。")

    def save(self, step: Step, outcome: str) -> None:
        """The meeting once, with the names one by one."""
        row = self.row(step, outcome)
        meeting = self.held or ResearchMeeting(
            minutes_id=row["official_document_id"], attendees=self.names
        )
        step.session.add(TownshipMeeting(**row, meeting=meeting))

    @property
    def names(self) -> list[str]:
        """Those present, each once."""
        return personal_names.each_once(self.attendees.data or "")
