"""提出申请 (S2, R86–R92): what the household declares, signs and brings along."""

from __future__ import annotations

from typing import Any, ClassVar

from forms.fields import (
    ChecksField,
    ChoiceField,
    DocumentsField,
    LongTextField,
    NumberField,
    PickField,
    TextField,
)
from forms.household_questions import HOUSE, HouseholdForm
from forms.signing import SIGNING_GROUP, SignedForm
from models.application import Application
from models.document import APPLICATION_PAPERS, DRAWN_SIGNATURE, HOUSE_PHOTOS, THUMB_PRINT
from models.method import METHODS
from models.signing import SIGNING_BY_GUARDIAN
from models.village import Filing
from workflows.applications import assign_number
from workflows.checks.duplicates import ask_again
from workflows.decisions import decide
from workflows.facts import NO_HOUSE, UNCLEAR
from workflows.households import save_household
from workflows.personal_names import compared
from workflows.required_documents import NEEDED, may_be_ticked
from workflows.rosters import HEAD
from workflows.steps import Step

IDENTITIES = ("建档立卡", "低保", "分散供养特困", "集中供养特困", "贫困残疾人")
# Who came and asked: told by the name, which is compared with the roster and with who signs.
HEAD_HIMSELF, MEMBER, GUARDIAN, SENT = "户主本人", "家庭成员", "监护人", "受委托的人"
STATEMENTS = ("hukou_statement", "income_statement", "danger_statement", "wish_statement")
DECLARED = (
    "identities",
    "certificate_number",
    *STATEMENTS,
    "annual_income_yuan",
    "wished_method",
    "suspected_grade",
    "signing",
    "papers",
)


class ApplicationForm(HouseholdForm, SignedForm):
    """What is missing does not hinder filing: the check on receipt tells it, once and all (S3)."""

    record = Filing
    lead = "农户口述或交来书面申请,由村经办录入。缺少的说明和材料可以先空着,受理检查时一次告知。"
    groups: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = (
        ("谁来申请", ("asker",)),
        ("户主和家庭成员", ("members",)),
        ("住址和联系", ("group_name", "address", "telephone")),
        ("户口和身份", ("hukou", "long_term_rural", "identities", "certificate_number")),
        ("住房情况", ("dwelling", "whole_household_no_house", *HOUSE, "suspected_grade")),
        ("申请说明", (*STATEMENTS, "annual_income_yuan", "wished_method")),
        SIGNING_GROUP,
        ("材料和照片", ("papers", "document_ids")),
    )

    asker = TextField(
        "谁来申请", max_length=40, hint="户主本人来的不用填;别人替他来的,写来人的姓名。"
    )
    agent = TextField(
        "代签人", max_length=40, hint="监护人或受委托的人;就是来申请的那个人,不用再填。"
    )
    identities = ChecksField("身份类别", IDENTITIES, hint="可以多选;都不是的不选。")
    certificate_number = TextField(
        "证件号码", max_length=60, hint="低保证、五保证或残疾证的号码;建档立卡户不填。"
    )
    hukou_statement = LongTextField("户籍说明", hint="例如:全家3口,都是本村农业户口。")
    income_statement = LongTextField("家庭收入说明", hint="例如:种地20亩,老伴吃低保,没有外出打工。")
    danger_statement = LongTextField(
        "住房危险程度说明", hint="例如:后墙开裂、屋顶漏雨;无房户不填。"
    )
    wish_statement = LongTextField("改造意愿说明", hint="例如:愿意在原址翻建,自己出工。")
    annual_income_yuan = NumberField(
        "全家年收入", minimum=0, maximum=10_000_000, unit="元", unknown=True
    )
    wished_method = PickField(
        "希望的改造方式", METHODS, hint="只是意愿,鉴定以后再书面确认;没想好可以不选。"
    )
    suspected_grade = ChoiceField(
        "房屋看上去", (("C", "疑似C级"), ("D", "疑似D级")), hint="等级以鉴定机构为准;看不准不选。"
    )
    papers = ChecksField(
        "看过的材料", hint="原件当面看过即还,勾选表示已看过原件或已收下复印件、证明。"
    )
    document_ids = DocumentsField(
        "照片和扫描件",
        (*HOUSE_PHOTOS, *APPLICATION_PAPERS, DRAWN_SIGNATURE, THUMB_PRINT),
        hint="危房照片要有固定参照物和户主正面肖像;无房户交无房情况说明。",
    )

    def load(self, step: Step) -> dict[str, Any]:
        """Everything declared before."""
        known = super().load(step)
        if self.known.household is None:
            return known
        declared = {name: getattr(step.application, name) for name in DECLARED}
        unclear = dict.fromkeys(step.application.unclear or (), UNCLEAR)
        return known | declared | unclear

    def prepare(self, step: Step) -> None:
        """Papers are those that the table asks of any class."""
        self.papers.offer(_papers(step))
        # Everybody is asked for these, though what lacks is told only by the check on receipt.
        for name in (*STATEMENTS, "identities", "signing", "papers", "document_ids"):
            self[name].flags.needed = True

    def save(self, step: Step, outcome: str) -> None:
        """Write household, filing and the facts of the case, which now has its number."""
        application, day = step.application, self.happened_on.data
        # First what takes statements of its own, while nothing else waits to be written.
        household = save_household(
            step, self.known, self.place, self.people, self.house, day, self.departures
        )
        assign_number(step.session, application)
        application.household, application.household_id = household, household.id
        super().save(step, outcome)
        self.declare(application)
        application.filed_on = application.filed_on or self.happened_on.data
        # Here, where the row is written anyway.
        ask_again(application)

    def row(self, step: Step, outcome: str) -> dict[str, Any]:
        """Also who came and asked; of cases that come in by sheet nobody has said it."""
        asked_by = self.asked_by if step.statement is None else None
        asker = "" if asked_by in (None, HEAD_HIMSELF) else self.named_asker
        return super().row(step, outcome) | {"asked_by": asked_by, "asker": asker}

    @property
    def named_asker(self) -> str:
        """The name of whoever came for the head, as typed; empty where the head came."""
        asker = self._fields.get("asker")
        return (asker.data or "") if asker is not None else ""

    @property
    def asked_by(self) -> str | None:
        """Who that is to the household; None where this form does not ask."""
        if "asker" not in self._fields:
            return None
        name = compared(self.named_asker)
        relations = {compared(row.name): row.relation for row in self.members.data if row.name}
        if not name or relations.get(name) == HEAD:
            return HEAD_HIMSELF
        if name in relations:
            return MEMBER
        is_guardian = self.signing.data == SIGNING_BY_GUARDIAN and compared(self.signer) == name
        return GUARDIAN if is_guardian else SENT

    @property
    def signer(self) -> str:
        """Whoever came for a head who cannot sign signs, unless somebody else is named."""
        return super().signer or self.named_asker

    def declare(self, application: Application) -> None:
        """Write on ``application`` what the household says of itself, as far as it does."""
        for name in DECLARED:
            setattr(application, name, self[name].data)
        application.unclear = self.unclear or None
        has_house = self.dwelling.data != NO_HOUSE
        application.hukou, application.dwelling = self.hukou.data, self.dwelling.data
        application.long_term_rural = self.long_term_rural.data
        application.whole_household_no_house = (
            None if has_house else self.whole_household_no_house.data
        )
        application.danger_statement = (self.danger_statement.data or "") if has_house else ""
        application.household_size = len(self.members.data) or None
        heads = (row.name for row in self.members.data if row.relation == HEAD)
        application.head_name = next(heads, "")


def _papers(step: Step) -> list[str]:
    """Names of the papers that some class of household brings and the clerk sees (R89–R91)."""
    table = step.runtime.tables["required_documents"]
    names: dict[str, None] = {}
    for document_class in table.inputs[0].domain.literals():
        facts = {"doc_class": document_class}
        outputs = decide(step.runtime.tables, table.ref, facts, step.parameters).outputs
        for name, need in zip(outputs["document"], outputs["need"], strict=True):
            if need == NEEDED and may_be_ticked(name):
                names[name] = None
    return list(names)
