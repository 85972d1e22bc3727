"""The declared facts that are often wrong, filled with what is known, for mending (补正).

A question that is left out or not changed changes nothing; so does the roster as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from wtforms import Field

from forms.application import IDENTITIES, STATEMENTS
from forms.card import CardForm, digits
from forms.fields import (
    ChecksField,
    ChoiceField,
    DocumentsField,
    LongTextField,
    Needed,
    NumberField,
    ShownField,
    TextField,
    YesNoField,
)
from forms.household_questions import HOUSE, HouseholdForm
from forms.roster_correction import RosterCorrectionForm
from forms.signed_anew import require_signed_anew
from models.document import KINDS
from models.household import STRUCTURES
from workflows.facts import NO_HOUSE, evaluate, no_longer_unclear
from workflows.households import keep_telephone, known_household, note_mended
from workflows.personal_data import mask_account, mask_telephone
from workflows.required_documents import may_be_ticked, missing_documents
from workflows.steps import Step

ELIGIBILITY = ("identities", "hukou", "long_term_rural", "dwelling", "whole_household_no_house")
FACTS = (*ELIGIBILITY, "certificate_number", *STATEMENTS)
CARD = ("card_number", "card_holder", "card_bank", "number_checked")


class DeclaredFactsForm(RosterCorrectionForm, CardForm):
    """Base of the forms in which the village mends its case."""

    by_groups = True
    groups = (
        ("要求", ("asked", "explanation", "new_papers", "documents")),
        ("户主和家庭成员", ("members",)),
        ("申报情况", (*FACTS, "telephone")),
        ("房屋", HOUSE),
        ("一卡通", CARD),
    )

    asked = ShownField("退回原因")
    explanation = LongTextField(
        "补正情况", [Needed("请写明补正了什么。")], max_length=2000, hint="写明改了什么、补了什么。"
    )
    new_papers = ChecksField("补交的材料", hint="现在收到、看过原件的,请勾选。")
    documents = DocumentsField("补充的扫描件、照片", KINDS)

    identities = ChecksField("身份类别", IDENTITIES)
    hukou = ChoiceField("户口性质", ("农业", "非农业"))
    long_term_rural = YesNoField("长期居住在农村")
    dwelling = ChoiceField("住房情况", ("唯一住房", NO_HOUSE, "有其他住房"))
    whole_household_no_house = YesNoField("全家人名下都没有住房")
    certificate_number = TextField("证件号码", max_length=60, hint="低保证、五保证或残疾证的号码。")
    hukou_statement = LongTextField("户籍说明")
    income_statement = LongTextField("家庭收入说明")
    danger_statement = LongTextField("住房危险程度说明")
    wish_statement = LongTextField("改造意愿说明")
    telephone = TextField("联系电话", max_length=30, hint="只显示一部分,不改就保持原样。")
    structure = ChoiceField("房屋结构", STRUCTURES)
    built_year = NumberField("建造年份", minimum=1900, maximum=2100)
    area_m2 = NumberField("建筑面积", minimum=1, maximum=2000, places=2, unit="㎡")
    rooms = NumberField("间数", minimum=1, maximum=50, unit="间")
    storeys = NumberField("层数", minimum=1, maximum=10, unit="层")
    card_number = TextField("一卡通账号", max_length=40, filters=[digits])
    card_holder = TextField("户名", max_length=60)
    card_bank = TextField("开户银行", max_length=60)

    validate_telephone = HouseholdForm.validate_telephone

    def load(self, step: Step) -> dict[str, Any]:
        """What is declared now; telephone and account are only hinted at."""
        application, household = step.application, step.application.household
        self.known = known_household(step)
        self.known_house = self.known.house
        known = {name: getattr(application, name) for name in FACTS}
        known["members"] = self.shown_members()
        if household and household.telephone:
            known["telephone"] = mask_telephone(household.telephone)
        if self.known_house:
            known |= {name: getattr(self.known_house, name) for name in HOUSE}
        return known | {
            "card_holder": application.card_holder or application.head_name,
            "card_bank": application.card_bank,
        }

    def prepare(self, step: Step) -> None:
        """Say why the case came back, and ask only what it can have."""
        assert step.task is not None
        self.asked.show("来自", step.task.came_from)
        self.asked.show("原因", step.task.asked_because, attention=True)
        missing = missing_documents(step)
        self.asked.show("现在还缺", missing or "不缺材料", attention=bool(missing))
        to_tick = [name for name in missing if may_be_ticked(name)]
        self.new_papers.offer(to_tick)
        self.members.description = (
            "身份证号只显示一部分,不改就保持原样;不再是家庭成员的,清空那一行。"
        )
        self.members.flags.needed = False
        old = mask_account(step.application.card_number or "")
        self.card_number.description = f"现为 {old},不改请留空。" if old else "没有可以留空。"
        without_house = step.application.dwelling == NO_HOUSE
        self.leave_out(() if to_tick else ("new_papers",))
        self.leave_out(() if self.known_house else HOUSE)
        self.leave_out(() if step.application.household else ("members", "telephone"))
        self.leave_out(("danger_statement",) if without_house else ("whole_household_no_house",))

    def leave_out(self, names: Iterable[str]) -> None:
        """Do not ask these questions."""
        for name in names:
            if name in self._fields:
                del self[name]

    def check(self, step: Step, outcome: str) -> None:
        """Nothing known may be emptied; a new account is the head's own (N10, F43, F45)."""
        for field in self._asked(*FACTS, "telephone", *HOUSE):
            if field.raw_data and _is_empty(field.data) and not _is_empty(field.object_data):
                self.fail(field.short_name, "此项已有内容,不能清空;请改为正确的内容。")
        require_signed_anew(self, step, self.documents)
        if self.card_number.data:
            self.check_card(step)
            if not self.card_bank.data:
                self.fail("card_bank", "请填写开户银行。")

    def routes_to(self, step: Step) -> str | None:
        """The plan to which the household belongs by its identities as mended (R3)."""
        identities = self.mended.get("identities", step.application.identities) or []
        plan: str | None = evaluate(step, "route", identities=identities).outputs.get("route_plan")
        return plan

    @cached_property
    def mended(self) -> dict[str, Any]:
        """Columns of the application that the answers change."""
        return {each.short_name: each.data for each in self._asked(*FACTS) if _is_changed(each)}

    def save(self, step: Step, outcome: str) -> None:
        """Write the row and every mended fact; what is not of the case row stands in the row."""
        changes, roster = self._mend_telephone(step) | self._mend_house(), self.mend_roster(step)
        row = self.row(step, outcome) | {"changes": {**changes, **roster.told}}
        row["new_papers"] = list(row.get("new_papers") or [])
        step.session.add(self.record(**row))
        application = step.application
        for name, value in self.mended.items():
            setattr(application, name, value)
        no_longer_unclear(application, {*self.mended, *changes})
        if row["new_papers"]:
            application.papers = [*(application.papers or []), *row["new_papers"]]
        if self.card_number.data:
            self.keep_card(step)
        note_mended(step, changes, roster)

    def _mend_telephone(self, step: Step) -> dict[str, Any]:
        household = step.application.household
        for field in self._asked("telephone"):
            if household is not None and _is_changed(field):
                before = household.telephone
                keep_telephone(step, household, field.data)
                return {"phone": [mask_telephone(before), mask_telephone(field.data)]}
        return {}

    def _mend_house(self) -> dict[str, Any]:
        changes: dict[str, Any] = {}
        for field in self._asked(*HOUSE):
            if _is_changed(field):
                setattr(self.known_house, field.short_name, field.data)
                changes[field.short_name] = [str(field.object_data), str(field.data)]
        return changes

    def _asked(self, *names: str) -> list[Field]:
        return [self._fields[name] for name in names if name in self._fields]


def _is_changed(field: Field) -> bool:
    """Whether the question was answered, and otherwise than what was known."""
    if not field.raw_data or _is_empty(field.data):
        return False
    if isinstance(field.data, list):
        return set(field.data) != set(field.object_data or [])
    return bool(field.data != field.object_data)


def _is_empty(value: object) -> bool:
    return value is None or value == "" or value == []
