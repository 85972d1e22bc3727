"""转方案 (G27): the class of the household that leads to the other plan."""

from __future__ import annotations

from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form

from forms.application import IDENTITIES
from forms.fields import ChecksField, DayField, LongTextField, Needed, TextField
from forms.fields.not_future import NotFuture
from forms.fields.paper import PaperField
from models.document import STOP_PAPER
from workflows import clock


class TransferForm(Form):
    """Field names are those of workflows.transfers.Move; the paper becomes a document."""

    identities = ChecksField("转入后的身份类别", IDENTITIES, [Needed("请选择转入后的身份类别。")])
    certificate_number = TextField("证件号码", max_length=60, hint="低保证、五保证或残疾证的号码。")
    reason = LongTextField("转方案的原因", [Needed("请写明原因。")], max_length=2000)
    paper = PaperField(
        "依据材料",
        STOP_PAPER,
        [Needed("请上传依据材料。")],
        hint="纳入或退出建档立卡、低保、特困的文件或名单,照片或 PDF。",
    )
    happened_on = DayField("办理日期", [Needed("请填写日期。"), NotFuture()])
    handled_by = TextField("办理人", [Needed("请填写办理人。")], max_length=40)

    def __init__(
        self, formdata: MultiDict[str, str] | None, *, handled_by: str, **known: Any
    ) -> None:
        super().__init__(
            formdata, data={"handled_by": handled_by, "happened_on": clock.today(), **known}
        )
