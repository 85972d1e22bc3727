"""Registering an objection (R97, G17): anybody may object, with a name or without."""

from __future__ import annotations

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict
from wtforms import Form

from forms.fields import DayField, LongTextField, Needed, PickField, TextField
from forms.fields.not_future import NotFuture
from models.notice import NoticedHousehold
from models.role import Level
from workflows import clock
from workflows.notice_clock import LEVEL_NAMES


class ObjectionRegistrationForm(Form):
    """Field names are the arguments of workflows.objections.register_objection."""

    notice_id = PickField("对哪一次公示", (), [Needed("请选择公示。")])
    objector_name = TextField("提出人", max_length=60, hint="不愿留姓名的可以不填。")
    contact = TextField("联系方式", max_length=60, hint="用来答复;只有办理人员看得到。")
    content = LongTextField("异议内容", [Needed("请写明异议内容。")], max_length=2000)
    received_on = DayField("收到日期", [Needed("请填写收到日期。"), NotFuture()])

    def __init__(
        self, formdata: MultiDict[str, str] | None, *, notices: Sequence[NoticedHousehold]
    ) -> None:
        known: dict[str, object] = {"received_on": clock.today()}
        if len(notices) == 1:
            known["notice_id"] = str(notices[0].notice_id)
        super().__init__(formdata, data=known)
        self.notice_id.offer([(str(each.notice_id), _label(each)) for each in notices])


def _label(notice: NoticedHousehold) -> str:
    level = LEVEL_NAMES[Level(notice.level)]
    return f"{level}级公示({notice.posted_on or '尚未张贴'})"
