"""召开民主评议 (S4, R94, G32): who came, how they voted, and whether that decides anything."""

from __future__ import annotations

from collections.abc import Mapping

from forms.fields import (
    ChoiceField,
    DocumentsField,
    LongTextField,
    Needed,
    NumberField,
    ShownField,
    TextField,
    TimeField,
)
from forms.meetings import shared_appraisal
from forms.step_form import StepForm
from models.document import ATTENDANCE_SHEET, MINUTES
from models.village import Appraisal
from workflows import personal_names
from workflows.engine import JsonScalar
from workflows.facts import evaluate
from workflows.steps import Step

PASS = "pass"
PASSED = "评议通过"
WHEN_AND_WHERE = ("begins_at", "ends_at", "place")
VOTES = ("in_favour", "against", "abstained")
MEETING_FACTS = (
    "meeting_kind",
    "begins_at",
    "ends_at",
    "place",
    "chair",
    "minute_taker",
    "due_count",
    "present_count",
)


class DemocraticAppraisalForm(StepForm):
    """Numbers are needed whatever the outcome: a meeting without a quorum decides nothing.

    One that was held on paper and is entered afterwards is taken in when the votes are for the
    household, and waits for a statement of the township (F17).
    """

    record = Appraisal
    lead = "由村民大会或村民代表大会评议,村两委会议不能代替。评议人是申请人亲属的应回避。"
    groups = (
        ("会议", ("household", "meeting_kind", *WHEN_AND_WHERE, "chair", "minute_taker")),
        ("到会和表决", ("due_count", "present_count", "attendees", "stepped_aside", *VOTES)),
        ("材料", ("document_ids",)),
    )
    row_fields = (*VOTES, "stepped_aside")

    household = ShownField("评议对象")
    meeting_kind = ChoiceField(
        "会议形式",
        ("村民大会", "村民代表大会"),
        [Needed("请选择会议形式。", always=True)],
    )
    begins_at = TimeField(
        "开会时间", hint="和散会时间一起,用来核对同一个人有没有同时在两个村到会。"
    )
    ends_at = TimeField("散会时间")
    place = TextField("会议地点", [Needed("请填写会议地点。", always=True)], max_length=60)
    chair = TextField("主持人", [Needed("请填写主持人。", always=True)], max_length=40)
    minute_taker = TextField("记录人", [Needed("请填写记录人。", always=True)], max_length=40)
    due_count = NumberField(
        "应到", [Needed("请填写应到人数。", always=True)], minimum=1, maximum=10_000, unit="人"
    )
    present_count = NumberField(
        "实到", [Needed("请填写实到人数。", always=True)], minimum=1, maximum=10_000, unit="人"
    )
    attendees = LongTextField(
        "到会人员名单", max_length=4000, hint="一行一人,或用顿号隔开;以后开会可以核对。"
    )
    stepped_aside = TextField(
        "回避人员", max_length=200, hint="到会但因是亲属等回避表决的人,用顿号分开;没有就留空。"
    )
    in_favour = NumberField(
        "赞成", [Needed("请填写赞成票数。", always=True)], minimum=0, maximum=10_000, unit="票"
    )
    against = NumberField(
        "反对", [Needed("请填写反对票数。", always=True)], minimum=0, maximum=10_000, unit="票"
    )
    abstained = NumberField(
        "弃权", [Needed("请填写弃权票数。", always=True)], minimum=0, maximum=10_000, unit="票"
    )
    document_ids = DocumentsField(
        "签到表和会议记录",
        (ATTENDANCE_SHEET, MINUTES),
        [Needed("请上传签到表照片和会议记录。", always=True)],
    )

    def prepare(self, step: Step) -> None:
        """Say whom the meeting is about; how many must come is the table's to say."""
        application = step.application
        household = application.household
        self.household.show("户主", application.head_name)
        self.household.show("组(屯)", household.group_name if household else "")
        self.household.show("身份", application.identities)
        self.household.show("住房", application.dwelling)

    def check(self, step: Step, outcome: str) -> None:
        """Counts that add up, minutes that exist, and an outcome that the votes bear out."""
        present = self.present_count.data
        if present > self.due_count.data:
            self.fail("present_count", "实到人数不能多于应到人数。")
        begins, ends = self.begins_at.data, self.ends_at.data
        if begins and ends and ends <= begins:
            self.fail("ends_at", "散会时间应晚于开会时间。")
        names = self.names_present
        if names and len(names) != present:
            self.fail("attendees", f"名单上有{len(names)}人,应与实到{present}人一致。")
        voting = present - len(self.names_aside)
        votes = sum(self[name].data for name in VOTES)
        if votes != voting:
            self.fail("in_favour", f"赞成、反对、弃权共{votes}票,应与参加表决的{voting}人一致。")
        chair, minute_taker = (
            personal_names.compared(each.data or "") for each in (self.chair, self.minute_taker)
        )
        if chair == minute_taker:
            self.fail("minute_taker", "主持人和记录人应是两个人。")
        if lacking := [
            each for each in self.document_ids.kinds if each not in self.document_ids.kinds_given()
        ]:
            self.fail("document_ids", f"还缺:{'、'.join(lacking)}。")
        if not self.errors:
            self._check_decision(step, outcome)

    @property
    def names_aside(self) -> list[str]:
        """Who stepped aside, each once."""
        return personal_names.each_once(self.stepped_aside.data or "")

    @property
    def names_present(self) -> list[str]:
        """Who came, each once, where it was written down."""
        return personal_names.each_once(self.attendees.data or "")

    def _check_decision(self, step: Step, outcome: str) -> None:
        outputs = evaluate(
            step,
            "appraisal_quorum",
            meeting_kind=self.meeting_kind.data,
            representatives_total=self.due_count.data,
            representatives_present=self.present_count.data,
            votes_in_favour=self.in_favour.data,
        ).outputs
        self.lacks_quorum = not outputs["appraisal_valid"]
        # What voters on paper meant is told; whether it counts says the township.
        if self.lacks_quorum and not (self.is_late and outcome == PASS):
            self.fail("present_count", f"{outputs['appraisal_result']}。")
            return
        result = outputs["vote_result"]
        if (result == PASSED) is not (outcome == PASS):
            self.fail("in_favour", f"按票数应为“{result}”,请核对票数或改选“{result}”。")

    def save(self, step: Step, outcome: str) -> None:
        """The meeting once, what it decided on this household beside it."""
        facts = {name: self[name].data for name in MEETING_FACTS}
        meeting = shared_appraisal(
            step,
            **facts,
            held_on=self.happened_on.data,
            attendees=self.names_present,
            document_ids=self.document_ids.data or [],
        )
        step.session.add(Appraisal(**self.row(step, outcome), meeting=meeting))

    def routing(self, step: Step, outcome: str) -> Mapping[str, JsonScalar]:
        """Whether the township has to state why the meeting counts."""
        return {"lacks_quorum": self.lacks_quorum}
