"""入户调查 (S9, R100, R43, R104, F15): two persons see the house and the family."""

from __future__ import annotations

from typing import Any

from forms.fields import (
    ChoiceField,
    DocumentsField,
    LongTextField,
    Needed,
    ShownField,
    TextField,
    YesNoField,
)
from forms.open_questions import AGAIN, OpenQuestionsForm
from models.township import HouseholdVisit
from workflows.checks.duplicates import ask_again
from workflows.facts import NO_HOUSE, UNCLEAR, no_longer_unclear
from workflows.personal_names import compared
from workflows.places import LONGEST_CODE, house_code
from workflows.steps import Step

DWELLINGS = ("唯一住房", NO_HOUSE, "有其他住房", UNCLEAR)
OTHER_HOUSE = "有其他住房"


class HouseholdVisitForm(OpenQuestionsForm):
    """Findings on site. 不清楚 is an answer, but it never passes."""

    record = HouseholdVisit
    lead = "至少两人入户,按看到的填写;看不准的选“不清楚”。"
    may_be_taken_back = True
    groups = (
        ("入户人员", ("first_visitor", "second_visitor")),
        (
            "核对情况",
            (
                "declared",
                "long_term_rural",
                "dwelling",
                "house_agrees",
                "house_code",
                "members_agree",
                "photos",
            ),
        ),
        ("申请时说不清的", AGAIN),
        ("建房困难", ("building_difficulty", "difficulty_reason", "difficulty_evidence")),
    )

    first_visitor = TextField(
        "入户人员一", [Needed("请填写入户人员。", always=True)], max_length=40
    )
    second_visitor = TextField(
        "入户人员二", [Needed("入户须有两人,请填写第二人。", always=True)], max_length=40
    )
    declared = ShownField("申报情况")
    long_term_rural = YesNoField(
        "是否长期居住在农村", [Needed("请回答是否长期居住在农村。")], unknown=True
    )
    dwelling = ChoiceField("住房情况", DWELLINGS, [Needed("请选择实际的住房情况。")])
    house_agrees = YesNoField(
        "房屋的结构、面积、年代与申报是否一致", [Needed("请回答房屋情况是否一致。")], unknown=True
    )
    house_code = TextField(
        "农房编码",
        max_length=LONGEST_CODE,
        hint="全国农房调查给这座房屋的编码,能查到的填上,用来核对同一房屋是否重复申请。",
    )
    members_agree = YesNoField(
        "家庭成员与户口簿、申报是否一致", [Needed("请回答家庭成员是否一致。")], unknown=True
    )
    building_difficulty = YesNoField(
        "是否建房确有困难",
        [Needed("请认定是否建房确有困难。")],
        hint="认定为“是”的,以后才能选择政府兜底房。",
    )
    difficulty_reason = LongTextField("困难情况", max_length=1000, hint="认定为“是”的须写明。")
    difficulty_evidence = DocumentsField("困难佐证", ["建房困难佐证"])
    photos = DocumentsField("入户照片", ["入户调查照片"], [Needed("请上传并勾选入户照片。")])

    def load(self, step: Step) -> dict[str, Any]:
        """The number of the house, where an earlier visit has found it."""
        return {**super().load(step), "house_code": step.application.house_code or ""}

    def prepare(self, step: Step) -> None:
        """Show what was declared; a household without a house has none to compare."""
        super().prepare(step)
        application = step.application
        self.happened_on.label.text = "入户日期"
        self.declared.show("户主", application.head_name)
        self.declared.show("家庭人口", application.household_size)
        self.declared.show("户口性质", application.hukou)
        self.declared.show("住房情况", application.dwelling)
        self.declared.show("长期居住在农村", application.long_term_rural)
        if application.dwelling == NO_HOUSE:
            del self.house_agrees
            del self.house_code

    def check(self, step: Step, outcome: str) -> None:
        """Two different persons; a finding of difficulty is proven; only clear findings confirm."""
        if _same(self.first_visitor.data, self.second_visitor.data):
            self.fail("second_visitor", "入户须有两个不同的人。")
        if self.building_difficulty.data:
            self._check_difficulty()
        if outcome == "confirm":
            self._check_findings(step)

    def _check_difficulty(self) -> None:
        if not self.difficulty_reason.data:
            self.fail("difficulty_reason", "认定建房确有困难的,请写明理由。")
        if not self.difficulty_evidence.kinds_given():
            self.fail("difficulty_evidence", "认定建房确有困难的,请上传并勾选佐证。")

    def _check_findings(self, step: Step) -> None:
        for name in ("long_term_rural", "house_agrees", "members_agree"):
            field = self._fields.get(name)
            if field is not None and field.data is not True:
                self.fail(name, "此项为“是”才能提交审定;否则请退回补正或退回村委会。")
        found, declared = self.dwelling.data, step.application.dwelling
        if found == UNCLEAR:
            self.fail("dwelling", "住房情况不清楚,不能提交审定,请核实。")
        elif found == OTHER_HOUSE:
            self.fail("dwelling", "有其他住房,不符合条件,请选择“情况不符,退回村委会”。")
        elif declared is not None and found != declared:
            self.fail("dwelling", f"与申报的“{declared}”不一致,请选择“退回补正”。")

    def save(self, step: Step, outcome: str) -> None:
        """Write the findings; those that are known become the facts of the case."""
        dwelling = None if self.dwelling.data == UNCLEAR else self.dwelling.data
        step.session.add(HouseholdVisit(**(self.row(step, outcome) | {"dwelling": dwelling})))
        application = step.application
        if dwelling is not None:
            application.dwelling = dwelling
        if self.long_term_rural.data is not None:
            application.long_term_rural = self.long_term_rural.data
            no_longer_unclear(application, ["long_term_rural"])
        if self.building_difficulty.data is not None:
            application.building_difficulty = self.building_difficulty.data
        code = house_code(self.house_code.data or "") if "house_code" in self else None
        if code is not None and code != application.house_code:
            application.house_code = code
            ask_again(application)
        self.save_now_known(step)


def _same(one: str | None, other: str | None) -> bool:
    return compared(one or "") == compared(other or "")
