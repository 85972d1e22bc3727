"""Withdrawal (X2): the head's own written wish, before identity verification."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict
from wtforms import Form

from forms.fields import DayField, LongTextField, Needed, TextField
from forms.fields.not_future import NotFuture
from workflows import clock


class WithdrawalForm(Form):
    """Field names are the arguments of workflows.stops.withdraw."""

    reason = LongTextField(
        "撤回原因", [Needed("请写明撤回原因。")], max_length=2000, hint="按户主书面撤回申请填写。"
    )
    written_on = DayField("户主书面申请日期", [Needed("请填写日期。"), NotFuture()])
    handled_by = TextField("办理人", [Needed("请填写办理人。")], max_length=40)

    def __init__(self, formdata: MultiDict[str, str] | None, *, handled_by: str) -> None:
        super().__init__(formdata, data={"written_on": clock.today(), "handled_by": handled_by})
