"""调查异议 (S6, X8, R97): two named persons find out, neither of them with a part in the matter."""

from __future__ import annotations

from typing import Any

from forms.fields import ChecksField, DocumentsField, LongTextField, Needed, ShownField, TextField
from forms.objection_shown import show_objection
from forms.step_form import StepForm
from models.document import INQUIRY_PAPERS
from models.objection import ObjectionInquiry
from models.role import Level
from workflows import personal_names
from workflows.investigators import involved_in
from workflows.objections import objection_of
from workflows.steps import Step

# The outcome by which the village hands the inquiry up.
NOBODY_FREE = "nobody_free"
INVESTIGATORS = {"first_investigator": "first_group", "second_investigator": "second_group"}
DECLARATIONS = (
    ("first", "调查人声明:与提出异议的人和异议所涉农户不是亲属,没有经手这一户的申报"),
    ("second", "第二调查人声明:与提出异议的人和异议所涉农户不是亲属,没有经手这一户的申报"),
)
SAME_CLAN = "与异议所涉农户同姓,又住同一个组(屯),请换人调查。"
CLAN_PARAMETER = "objection_clan_bars"
_HOME = "本村的写组(屯),外村的写村名,单位的人写单位。"


class NeededOfInquiry(Needed):
    """Needed of an inquiry that was made, whatever it found."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, always=True)

    def __call__(self, form: Any, field: Any) -> None:
        """Ask nothing of a village that has nobody to send."""
        if form.outcome != NOBODY_FREE:
            super().__call__(form, field)


class ObjectionInquiryForm(StepForm):
    """What was found is the reason of the outcome, so it is asked only once."""

    record = ObjectionInquiry
    lead = "由两人调查;收到异议的人、经手申报的人、异议所涉农户和他们的亲属不参加。查清后写明理由。"

    objection = ShownField("异议")
    first_investigator = TextField("调查人", [NeededOfInquiry("请填写调查人。")], max_length=40)
    first_group = TextField(
        "调查人住哪里", [NeededOfInquiry("请填写调查人住哪里。")], max_length=40, hint=_HOME
    )
    second_investigator = TextField(
        "第二调查人", [NeededOfInquiry("请填写第二调查人。")], max_length=40
    )
    second_group = TextField(
        "第二调查人住哪里",
        [NeededOfInquiry("请填写第二调查人住哪里。")],
        max_length=40,
        hint=_HOME,
    )
    declared = ChecksField("回避声明", DECLARATIONS, [NeededOfInquiry("两人都声明以后才能调查。")])
    found = LongTextField(
        "查明的情况",
        [NeededOfInquiry("请写明查明的情况。")],
        max_length=2000,
        hint="找谁了解、看了什么、事实如何。不要写提出异议的人是谁。",
    )
    document_ids = DocumentsField("调查材料", (INQUIRY_PAPERS,))

    def load(self, step: Step) -> dict[str, Any]:
        """The objection that is looked into."""
        self.filed = objection_of(step)
        self.is_of_clan = False
        return {}

    def prepare(self, step: Step) -> None:
        """Show what is to be found out."""
        show_objection(step, self.objection)

    def validate(self, extra_validators: Any = None) -> bool:
        """The findings are the reason, unless one is given apart."""
        if not self.comment.data:
            self.comment.data = self.found.data
        return super().validate(extra_validators)

    def check(self, step: Step, outcome: str) -> None:
        """Two different persons with no part in the matter (F15), or the township."""
        if outcome == NOBODY_FREE:
            if self.filed.handled_level != Level.VILLAGE:
                self.fail("comment", "已经由乡镇以上调查,请另派两人。")
            return
        if set(self.declared.data or ()) != {key for key, _ in DECLARATIONS}:
            self.fail("declared", "两人都声明以后才能调查。")
        involved = involved_in(step, self.filed)
        bars = step.parameters.get(CLAN_PARAMETER) is not False
        names = []
        for field, group in INVESTIGATORS.items():
            name = personal_names.compared(self[field].data)
            names.append(name)
            if name in involved.barred:
                self.fail(field, involved.barred[name])
            elif involved.is_of_clan(name, self[group].data):
                self.is_of_clan = True
                if bars:
                    self.fail(field, SAME_CLAN)
        if names[0] == names[1]:
            self.fail("second_investigator", "调查须由两个不同的人进行。")

    def save(self, step: Step, outcome: str) -> None:
        """Record the inquiry; its outcome is the finding, unless it is handed up."""
        row = self.row(step, outcome) | {"is_of_clan": self.is_of_clan}
        row["declared"] = row["declared"] or []
        step.session.add(ObjectionInquiry(**row, objection_id=self.filed.id))
        if outcome != NOBODY_FREE:
            self.filed.finding = outcome
