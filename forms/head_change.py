"""变更户主 (X3): who becomes head, why, and which class the household has from then on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form

from forms.application import IDENTITIES
from forms.fields import ChecksField, DayField, LongTextField, Needed, PickField, TextField
from forms.fields.choice import ChoiceField
from forms.fields.not_future import NotFuture
from forms.fields.paper import PaperField
from forms.fields.roster import RELATIONS
from models.document import STOP_PAPER
from models.head_change import HEAD_REASONS
from models.household import Person
from workflows import clock
from workflows.rosters import HEAD


class HeadChangeForm(Form):
    """Field names are those of workflows.head_changes.NewHead; the paper becomes a document."""

    new_head_id = ChoiceField("新户主", (), [Needed("请选择新户主。")])
    reason_class = ChoiceField("变更原因", HEAD_REASONS, [Needed("请选择变更原因。")])
    reason = LongTextField("具体情况", [Needed("请写明情况。")], max_length=2000)
    old_relation = PickField(
        "原户主与新户主的关系",
        tuple(each for each in RELATIONS if each != HEAD),
        hint="原户主去世、迁出的不选;还在这一户里的必须选择。",
    )
    identities = ChecksField(
        "变更以后的身份类别",
        IDENTITIES,
        [Needed("请选择变更以后的身份类别。")],
        hint="按新户主和现在的家庭情况重新核对;随原户主的身份(如五保)不再适用的,不要勾选。",
    )
    certificate_number = TextField("证件号码", max_length=60, hint="新的低保证、五保证或残疾证。")
    paper = PaperField(
        "依据材料",
        STOP_PAPER,
        [Needed("请上传依据材料。")],
        hint="死亡证明、变更后的户口簿等,照片或 PDF。",
    )
    happened_on = DayField("变更日期", [Needed("请填写日期。"), NotFuture()])
    handled_by = TextField("办理人", [Needed("请填写办理人。")], max_length=40)

    def __init__(
        self,
        formdata: MultiDict[str, str] | None,
        *,
        members: Sequence[Person],
        handled_by: str,
        **known: Any,
    ) -> None:
        super().__init__(
            formdata, data={"handled_by": handled_by, "happened_on": clock.today(), **known}
        )
        self.new_head_id.offer(
            [
                (str(each.id), f"{each.name}({each.relation})")
                for each in members
                if not each.is_head
            ]
        )
