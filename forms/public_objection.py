"""What somebody who objects on the public site is asked (R97): few questions, none about who."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form

from forms.fields import LongTextField, Needed, PickField, TextField
from forms.objection_shown import line_of
from models.objection import CONTACT_LENGTH, CONTENT_LENGTH, GENERAL, NAME_LENGTH, NOTICE

NOT_CHOSEN = "请选择对哪一户,或者对什么有意见。"
AIMS = (
    (NOTICE, "公示本身:内容、天数或张贴的地方"),
    (GENERAL, "其他,说不清是哪一户"),
)


class PublicObjectionForm(Form):
    """``about`` is the position of a household on the sheet, or what else is meant.

    ``homepage`` is a trap: nobody sees it, and only machines fill it in.
    """

    about = PickField("对哪一户,或者对什么有意见", (), [Needed(NOT_CHOSEN)])
    content = LongTextField(
        "您的意见",
        [Needed("请写明您的意见。")],
        max_length=CONTENT_LENGTH,
        hint="写清楚是什么事、怎么知道的,方便调查。不要写身份证号和银行账号。",
    )
    objector_name = TextField(
        "您的姓名", max_length=NAME_LENGTH, hint="可以不写。写了也不会告诉被公示的农户。"
    )
    contact = TextField("怎样联系您", max_length=CONTACT_LENGTH, hint="可以不写。只用来答复您。")
    homepage = TextField("主页", max_length=200)

    def __init__(
        self,
        formdata: MultiDict[str, str] | None,
        rows: Sequence[Mapping[str, Any]],
        about: str = "",
    ) -> None:
        super().__init__(formdata, data={"about": about or None})
        named = [(str(row["position"]), line_of(row)) for row in rows]
        self.about.offer([*named, *AIMS])

    @property
    def position(self) -> int | None:
        """Of the household that is meant; None where none is."""
        chosen = self.about.data or ""
        return int(chosen) if chosen.isdecimal() else None
