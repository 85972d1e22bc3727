"""Opening a refusal file (拒绝改造, X1, R17): whose reason it is, and which."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict
from wtforms import Form

from forms.fields import ChoiceField, LongTextField, Needed

REASON_KINDS = ("个人原因", "非个人原因")


class RefusalOpeningForm(Form):
    """Field names are the arguments of workflows.refusals.open_refusal."""

    reason_kind = ChoiceField(
        "原因类别",
        REASON_KINDS,
        [Needed("请选择原因类别。")],
        hint="缺钱、缺人手、宅基地等困难不是个人原因,应先帮助解决。",
    )
    reason = LongTextField("拒绝的原因", [Needed("请写明原因。")], max_length=2000)

    def __init__(self, formdata: MultiDict[str, str] | None = None) -> None:
        super().__init__(formdata)
