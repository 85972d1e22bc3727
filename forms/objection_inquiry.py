"""调查异议 (S6, X8, R97): two named persons find out, neither of them the one who received it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from forms.fields import DocumentsField, LongTextField, Needed, ShownField, TextField
from forms.step_form import StepForm
from models.account import Account
from models.document import INQUIRY_PAPERS
from models.notice import Objection, ObjectionInquiry
from workflows import personal_names
from workflows.steps import Step

INVESTIGATORS = ("first_investigator", "second_investigator")


class ObjectionInquiryForm(StepForm):
    """What was found is the reason of the outcome, so it is asked only once."""

    record = ObjectionInquiry
    lead = "由两人调查,收到异议的人和异议所涉农户不参加。查清后写明事实和结论的理由。"

    objection = ShownField("异议")
    first_investigator = TextField("调查人", [Needed("请填写调查人。", always=True)], max_length=40)
    second_investigator = TextField(
        "第二调查人", [Needed("请填写第二调查人。", always=True)], max_length=40
    )
    found = LongTextField(
        "查明的情况",
        [Needed("请写明查明的情况。", always=True)],
        max_length=2000,
        hint="找谁了解、看了什么、事实如何。",
    )
    document_ids = DocumentsField("调查材料", (INQUIRY_PAPERS,))

    def load(self, step: Step) -> dict[str, Any]:
        """The objection and who received it."""
        self.filed, self.receiver = step.session.execute(
            select(Objection, Account.display_name)
            .join(Account, Account.id == Objection.received_by_id)
            .where(Objection.id == step.subject.id)
        ).one()
        return {}

    def prepare(self, step: Step) -> None:
        """Show what is to be found out."""
        self.objection.show("收到日期", self.filed.received_on)
        self.objection.show("内容", self.filed.content)
        self.objection.show("接收人", self.receiver)

    def validate(self, extra_validators: Any = None) -> bool:
        """The findings are the reason, unless one is given apart."""
        if not self.comment.data:
            self.comment.data = self.found.data
        return super().validate(extra_validators)

    def check(self, step: Step, outcome: str) -> None:
        """Two different persons with no part in the matter (F15)."""
        barred = {
            self.receiver: "收到异议的人不能参加调查。",
            step.application.head_name: "异议所涉农户不能参加调查。",
            self.filed.objector_name: "提出异议的人不能参加调查。",
        }
        barred = {personal_names.compared(name): why for name, why in barred.items() if name}
        names = [personal_names.compared(self[each].data) for each in INVESTIGATORS]
        for field, name in zip(INVESTIGATORS, names, strict=True):
            if name in barred:
                self.fail(field, barred[name])
        if names[0] == names[1]:
            self.fail("second_investigator", "调查须由两个不同的人进行。")

    def save(self, step: Step, outcome: str) -> None:
        """Record the inquiry; its outcome is the finding."""
        step.session.add(ObjectionInquiry(**self.row(step, outcome), objection_id=self.filed.id))
        self.filed.finding = outcome
