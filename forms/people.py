"""The forms about people at work: a stand-in, an exception from a duty rule."""

from __future__ import annotations

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict
from wtforms import Form

from forms.fields import DayField, LongTextField, Needed, PickField, TextField
from workflows import clock
from workflows.duties import EXEMPTIBLE

Offer = Sequence[tuple[str, str]]


class StandInForm(Form):  # type: ignore[misc, unused-ignore]
    """代班: whose work, by whom, from when to when. One's own when ``account_id`` is not asked."""

    account_id = PickField("谁的工作", (), [Needed("请选择请人代班的人。")])
    deputy_id = PickField("由谁代班", (), [Needed("请选择代班的同事。")])
    first_day = DayField("第一天", [Needed("请填写代班的第一天。")])
    last_day = DayField("最后一天", [Needed("请填写代班的最后一天。")])
    reason = TextField("原因", [Needed("请写明代班原因。")], max_length=200)

    def __init__(
        self, formdata: MultiDict[str, str] | None, *, people: Offer, for_others: bool
    ) -> None:
        super().__init__(formdata, data={"first_day": clock.today()})
        self.deputy_id.offer(people)
        if for_others:
            self.account_id.offer(people)
        else:
            del self["account_id"]


class DutyExceptionForm(Form):  # type: ignore[misc, unused-ignore]
    """One rule, one person, one place or one case, until a day."""

    account_id = PickField("给谁", (), [Needed("请选择工作人员。")])
    rule = PickField("哪一条规定", tuple(EXEMPTIBLE.items()), [Needed("请选择规定。")])
    area_code = PickField("适用地区", (), hint="选一个乡镇或村;只对一件时,填下面的申请编号。")
    number = TextField("只对这一件", max_length=40, hint="填写申请编号,可以不填。")
    until = DayField("截止日期", [Needed("请填写截止日期。")])
    reason = LongTextField(
        "理由",
        [Needed("请写明例外的理由。")],
        max_length=500,
        hint="写明本单位为什么没有其他人可办。",
    )

    def __init__(
        self, formdata: MultiDict[str, str] | None, *, people: Offer, areas: Offer
    ) -> None:
        super().__init__(formdata)
        self.account_id.offer(people)
        self.area_code.offer(areas)
