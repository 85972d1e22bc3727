"""Registering an objection (R97, G17): anybody may object, with a name or without."""

from __future__ import annotations

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict
from wtforms import Form

from forms.fields import ChoiceField, DayField, LongTextField, Needed, PickField, TextField
from forms.fields.not_future import NotFuture
from forms.objection_shown import AIMS, WAYS
from models.notice import OPEN_TURNS, NoticedHousehold
from models.objection import CONTACT_LENGTH, HOUSEHOLD, NAME_LENGTH, SITE, VISIT
from models.role import Level
from workflows import clock
from workflows.notice_clock import LEVEL_NAMES
from workflows.objections import Filed


class ObjectionRegistrationForm(Form):
    """What somebody said who came, called or wrote; everybody's words are taken down."""

    notice_id = PickField("对哪一次公示", (), [Needed("请选择公示。")])
    aims_at = ChoiceField("针对什么", tuple(AIMS.items()), [Needed("请选择针对什么。")])
    came_by = ChoiceField(
        "怎样反映的",
        tuple((way, name) for way, name in WAYS.items() if way != SITE),
        [Needed("请选择怎样反映的。")],
    )
    objector_name = TextField("提出人", max_length=NAME_LENGTH, hint="不愿留姓名的可以不填。")
    contact = TextField("联系方式", max_length=CONTACT_LENGTH, hint="用来答复;只有办理人员看得到。")
    content = LongTextField("异议内容", [Needed("请写明异议内容。")], max_length=2000)
    received_on = DayField("收到日期", [Needed("请填写收到日期。"), NotFuture()])

    def __init__(
        self, formdata: MultiDict[str, str] | None, *, notices: Sequence[NoticedHousehold]
    ) -> None:
        known: dict[str, object] = {
            "received_on": clock.today(),
            "aims_at": HOUSEHOLD,
            "came_by": VISIT,
        }
        hanging = [each for each in notices if each.state in OPEN_TURNS]
        if len(meant := hanging or notices) == 1:
            known["notice_id"] = str(meant[0].notice_id)
        super().__init__(formdata, data=known)
        self.notice_id.offer([(str(each.notice_id), _label(each)) for each in notices])

    @property
    def filed(self) -> Filed:
        """What was said, for the rules."""
        told = {field.short_name: field.data for field in self if field is not self.notice_id}
        return Filed(**told)


def _label(notice: NoticedHousehold) -> str:
    level = LEVEL_NAMES[Level(notice.level)]
    return f"{level}级公示({notice.posted_on or '尚未张贴'})"
