"""中止、恢复、终止: what is asked of whoever registers one of these acts."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict
from wtforms import Form

from forms.fields import ChoiceField, DayField, LongTextField, Needed, TextField
from forms.fields.not_future import NotFuture
from forms.fields.paper import PaperField
from models.document import STOP_PAPER
from models.stop import REASON_CLASSES
from workflows import clock


class GroundsForm(Form):
    """Field names are those of workflows.suspensions.Grounds; the paper becomes a document."""

    reason_class = ChoiceField("原因类别", REASON_CLASSES, [Needed("请选择原因类别。")])
    reason = LongTextField("具体原因", [Needed("请写明原因。")], max_length=2000)
    paper = PaperField(
        "依据材料",
        STOP_PAPER,
        [Needed("请上传依据材料。")],
        hint="死亡证明、分户后的户口簿、搬迁名单、农户书面意见等,照片或 PDF。",
    )
    happened_on = DayField("办理日期", [Needed("请填写日期。"), NotFuture()])
    handled_by = TextField("办理人", [Needed("请填写办理人。")], max_length=40)

    def __init__(self, formdata: MultiDict[str, str] | None, *, handled_by: str) -> None:
        super().__init__(formdata, data={"handled_by": handled_by, "happened_on": clock.today()})


class ResumptionForm(Form):
    """Field names are the arguments of workflows.suspensions.resume."""

    reason = LongTextField("恢复的原因", [Needed("请写明原因。")], max_length=2000)
    happened_on = DayField("恢复日期", [Needed("请填写日期。"), NotFuture()])
    handled_by = TextField("办理人", [Needed("请填写办理人。")], max_length=40)

    def __init__(self, formdata: MultiDict[str, str] | None, *, handled_by: str) -> None:
        super().__init__(formdata, data={"handled_by": handled_by, "happened_on": clock.today()})
