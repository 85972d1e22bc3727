"""Start, inspections, findings and completion of a project, and a household's leaving."""

from __future__ import annotations

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict
from wtforms import Form

from forms.fields import ChoiceField, DayField, LongTextField, Needed, PickField, TextField
from forms.fields.not_future import NotFuture
from forms.fields.paper import PaperField
from models.construction import NEW_BUILD_STAGES
from models.document import SITE_PHOTO
from workflows import clock

Sent = MultiDict[str, str] | None


class StartForm(Form):
    """Field names are the arguments of workflows.projects.building.start."""

    started_on = DayField("开工日期", [Needed("请填写开工日期。"), NotFuture()])
    handled_by = TextField("办理人", [Needed("请填写办理人。")], max_length=40)
    photo = PaperField("施工前照片", SITE_PHOTO, [Needed("请上传施工前照片。")])

    def __init__(self, formdata: Sent, *, handled_by: str) -> None:
        super().__init__(formdata, data={"started_on": clock.today(), "handled_by": handled_by})


class FinishForm(Form):
    """Field names are the arguments of workflows.projects.building.finish."""

    finished_on = DayField("完工日期", [Needed("请填写完工日期。"), NotFuture()])
    handled_by = TextField("办理人", [Needed("请填写办理人。")], max_length=40)
    photo = PaperField("完工照片", SITE_PHOTO, [Needed("请上传完工照片。")])

    def __init__(self, formdata: Sent, *, handled_by: str) -> None:
        super().__init__(formdata, data={"finished_on": clock.today(), "handled_by": handled_by})


class InspectionForm(Form):
    """Field names are those of workflows.projects.building.Look."""

    stage = ChoiceField("检查部位", NEW_BUILD_STAGES, [Needed("请选择检查部位。")])
    inspected_on = DayField("巡查日期", [Needed("请填写巡查日期。"), NotFuture()])
    handled_by = TextField("巡查人", [Needed("请填写巡查人。")], max_length=40)
    findings = LongTextField("检查情况", [Needed("请写明检查情况。")], max_length=1000)
    rectify_by = DayField("整改期限", hint="有问题的填写;填写后,复查合格以前不能验收。")
    photo = PaperField("巡查照片", SITE_PHOTO, [Needed("请上传巡查照片。")])

    def __init__(self, formdata: Sent, *, handled_by: str) -> None:
        super().__init__(formdata, data={"inspected_on": clock.today(), "handled_by": handled_by})


class SettlementForm(Form):
    """Field names are the arguments of workflows.projects.building.settle."""

    settled_on = DayField("复查日期", [Needed("请填写复查日期。"), NotFuture()])
    settlement = LongTextField("整改情况", [Needed("请写明怎样整改、复查结果。")], max_length=1000)
    photo = PaperField("整改后照片", SITE_PHOTO, [Needed("请上传整改后照片。")])

    def __init__(self, formdata: Sent) -> None:
        super().__init__(formdata, data={"settled_on": clock.today()})


class LeavingForm(Form):
    """Field names are the arguments of workflows.projects.membership.leave."""

    reason = LongTextField("退出原因", [Needed("请写明退出的原因。")], max_length=500)
    left_on = DayField("退出日期", [Needed("请填写退出日期。"), NotFuture()])
    to_project_id = PickField(
        "转入哪个工程", hint="不转入别的工程、由农户按原来的步骤建设的,不选。"
    )
    dwelling_number = TextField("新的房号", max_length=20, hint="转入别的工程时填写。")

    def __init__(
        self, formdata: Sent, *, targets: Sequence[tuple[str, str]], must_move: bool
    ) -> None:
        super().__init__(formdata, data={"left_on": clock.today()})
        self.to_project_id.offer(targets)
        if must_move:
            self.to_project_id.description = "互助院的农户只能转入另一个工程。"
