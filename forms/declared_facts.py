"""The declared facts that are often wrong, filled with what is known, for mending (补正).

A question that is left out or not changed changes nothing.  Who the household is (names, identity
numbers) is not asked here: a change of head or members is an act of its own.
"""

from __future__ import annotations

import unicodedata
from functools import cached_property
from typing import Any

from sqlalchemy import exists, select
from wtforms import Field

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
from forms.step_form import StepForm
from models.application import Application
from models.document import KINDS
from models.household import House
from workflows.decisions.vocabulary import CLASSES
from workflows.facts import NO_HOUSE, evaluate
from workflows.personal_data import mask_account, mask_telephone
from workflows.required_documents import may_be_ticked, missing_documents
from workflows.steps import Step

STATEMENTS = ("hukou_statement", "income_statement", "danger_statement", "wish_statement")
ELIGIBILITY = ("identities", "hukou", "long_term_rural", "dwelling", "whole_household_no_house")
PLAIN = (*ELIGIBILITY, "certificate_number", *STATEMENTS, "card_bank")
HOUSE = {
    "house_structure": "structure",
    "house_built_year": "built_year",
    "house_area_m2": "area_m2",
}


class DeclaredFactsForm(StepForm):
    """Base of the forms in which the village mends its case."""

    groups = (
        ("要求", ("asked", "explanation", "new_papers", "documents")),
        (
            "申报情况",
            (*ELIGIBILITY, "certificate_number", *STATEMENTS, "telephone"),
        ),
        ("房屋", tuple(HOUSE)),
        ("一卡通", ("card_number", "card_bank")),
    )

    asked = ShownField("退回原因")
    explanation = LongTextField(
        "补正情况", [Needed("请写明补正了什么。")], max_length=2000, hint="写明改了什么、补了什么。"
    )
    new_papers = ChecksField("补交的材料", hint="现在收到、看过原件的,请勾选。")
    documents = DocumentsField("补充的扫描件、照片", KINDS)

    identities = ChecksField("身份类别", CLASSES)
    hukou = ChoiceField("户口性质", ("农业", "非农业"))
    long_term_rural = YesNoField("长期居住在农村")
    dwelling = ChoiceField("住房情况", ("唯一住房", NO_HOUSE, "有其他住房"))
    whole_household_no_house = YesNoField("整户名下没有住房")
    certificate_number = TextField("证件号码", max_length=60, hint="低保证、五保证或残疾证的号码。")
    hukou_statement = LongTextField("户籍说明")
    income_statement = LongTextField("家庭收入说明")
    danger_statement = LongTextField("住房危险程度说明")
    wish_statement = LongTextField("改造意愿说明")
    telephone = TextField("联系电话", max_length=30)
    house_structure = TextField("房屋结构", max_length=20)
    house_built_year = NumberField("建造年份", minimum=1900, maximum=2100)
    house_area_m2 = NumberField("建筑面积", minimum=1, maximum=2000, places=2, unit="㎡")
    card_number = TextField("一卡通账号", max_length=30)
    card_bank = TextField("开户行", max_length=60)

    def load(self, step: Step) -> dict[str, Any]:
        """What is declared now; the account is only hinted at."""
        application, household = step.application, step.application.household
        self.house = _house(step)
        known = {name: getattr(application, name) for name in PLAIN}
        known["telephone"] = household.telephone if household else ""
        for name, column in HOUSE.items():
            known[name] = getattr(self.house, column) if self.house else None
        return known

    def prepare(self, step: Step) -> None:
        """Say why the case came back, and ask only what it can have."""
        assert step.task is not None
        self.asked.show("来自", step.task.came_from)
        self.asked.show("原因", step.task.asked_because, attention=True)
        lacking = [name for name in missing_documents(step) if may_be_ticked(name)]
        self.new_papers.offer(lacking)
        self.card_number.description = "须为户主的一卡通,不改请留空。"
        if step.application.card_number:
            now = mask_account(step.application.card_number)
            self.card_number.description = f"现为 {now},须为户主的一卡通,不改请留空。"
        self.leave_out(() if lacking else ("new_papers",))
        self.leave_out(() if self.house else HOUSE)
        self.leave_out(() if step.application.household else ("telephone",))
        if step.application.dwelling != NO_HOUSE:
            self.leave_out(("whole_household_no_house",))

    def leave_out(self, names: Any) -> None:
        """Do not ask these questions."""
        for name in names:
            if name in self._fields:
                del self[name]

    def check(self, step: Step, outcome: str) -> None:
        """Nothing known may be emptied; the account is the head's alone (N10, F45)."""
        for field in self._asked(*PLAIN, "telephone", *HOUSE):
            if field.raw_data and _empty(field) and not _empty_value(field.object_data):
                self.fail(field.short_name, "此项已有内容,不能清空;请改为正确的内容。")
        if self.card_number.data:
            self._check_card(step)

    def _check_card(self, step: Step) -> None:
        number = self.card
        if not (number.isdigit() and 16 <= len(number) <= 19):
            self.fail("card_number", "一卡通账号应为16到19位数字。")
        elif step.session.scalar(
            select(
                exists().where(
                    Application.card_number == number,
                    Application.household_id != step.application.household_id,
                )
            )
        ):
            self.fail("card_number", "这个账号已用于另一户,一个账号只能用于一户。")

    @property
    def card(self) -> str:
        """The account as typed, without the marks people put between digits."""
        text = unicodedata.normalize("NFKC", self.card_number.data or "")
        return text.replace(" ", "").replace("-", "")

    @cached_property
    def mended(self) -> dict[str, Any]:
        """Columns of the application that the answers change."""
        return {
            field.short_name: field.data
            for field in self._asked(*PLAIN)
            if field.raw_data and not _empty(field) and _differs(field)
        }

    def routes_to(self, step: Step) -> str | None:
        """The plan to which the household belongs by its identities as mended (R3)."""
        identities = self.mended.get("identities", step.application.identities) or []
        plan: str | None = evaluate(step, "route", identities=identities).outputs.get("route_plan")
        return plan

    def save(self, step: Step, outcome: str) -> None:
        """Write the row and every mended fact; what is not of the case row stands in the row."""
        changes = self._mend_household(step) | self._mend_house()
        row = self.row(step, outcome) | {"changes": changes}
        row["new_papers"] = list(row.get("new_papers") or [])
        step.session.add(self.record(**row))
        application = step.application
        for name, value in self.mended.items():
            setattr(application, name, value)
        if row["new_papers"]:
            application.papers = [*(application.papers or []), *row["new_papers"]]
        if self.card:
            application.card_number = self.card
            application.card_holder = application.head_name
        if changes:
            step.note("household_mended", {"changes": changes}, by_machine=False)

    def _mend_household(self, step: Step) -> dict[str, Any]:
        household, field = step.application.household, self._fields.get("telephone")
        if household is None or field is None or not field.data:
            return {}
        before, household.telephone = household.telephone, field.data
        if before == field.data:
            return {}
        return {"telephone": [mask_telephone(before), mask_telephone(field.data)]}

    def _mend_house(self) -> dict[str, Any]:
        changes: dict[str, Any] = {}
        for field in self._asked(*HOUSE):
            if not field.raw_data or _empty(field) or not _differs(field):
                continue
            setattr(self.house, HOUSE[field.short_name], field.data)
            changes[field.short_name] = [str(field.object_data), str(field.data)]
        return changes

    def _asked(self, *names: str) -> list[Field]:
        return [self._fields[name] for name in names if name in self._fields]


def _house(step: Step) -> House | None:
    if step.application.household_id is None:
        return None
    return step.session.scalar(
        select(House).where(House.household_id == step.application.household_id)
    )


def _empty(field: Field) -> bool:
    return _empty_value(field.data)


def _differs(field: Field) -> bool:
    if isinstance(field.data, list):
        return set(field.data) != set(field.object_data or [])
    return bool(field.data != field.object_data)


def _empty_value(value: object) -> bool:
    return value is None or value == "" or value == []
