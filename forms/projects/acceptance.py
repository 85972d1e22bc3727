"""初验 and 竣工验收 of a project: one checklist, one team, and the area of each dwelling."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form

from forms.acceptance import question_of
from forms.fields import (
    Answered,
    ChecklistField,
    ChoiceField,
    DayField,
    LongTextField,
    Needed,
    NumberField,
    PeopleField,
    TextField,
)
from forms.fields.not_future import NotFuture
from forms.fields.paper import PaperField
from models.application import Application
from models.document import COUNTY_SHEET, SITE_PHOTO, TOWNSHIP_SHEET
from models.project import FAIL, PASS, ProjectHousehold
from models.role import Level
from workflows import clock
from workflows.decisions.papers import CheckItem

AREA = "area_"
OUTCOMES = ((PASS, "全部合格"), (FAIL, "不合格,限期整改"))
SHEETS = {Level.TOWNSHIP: TOWNSHIP_SHEET, Level.COUNTY: COUNTY_SHEET}
Members = Sequence[tuple[ProjectHousehold, Application]]


class ProjectAcceptanceForm(Form):
    """Base of both; :func:`acceptance_form` adds the dwellings where they are measured."""

    checklist = ChecklistField("验收项目", [Answered("请逐项验收。")])
    members = PeopleField("验收组成员", [Needed("请填写验收组成员。")])
    outcome = ChoiceField("验收结果", OUTCOMES, [Needed("请选择验收结果。")])
    findings = LongTextField("存在的问题", max_length=1000, hint="不合格的填写。")
    rectify_by = DayField("整改期限", hint="不合格的填写。")
    happened_on = DayField("验收日期", [Needed("请填写验收日期。"), NotFuture()])
    handled_by = TextField("办理人", [Needed("请填写办理人。")], max_length=40)
    photo = PaperField("验收照片", SITE_PHOTO, [Needed("请上传验收照片。")])

    def __init__(
        self, formdata: MultiDict[str, str] | None, *, items: Sequence[CheckItem], handled_by: str
    ) -> None:
        known = {"happened_on": clock.today(), "handled_by": handled_by}
        super().__init__(formdata, data=known)
        self.checklist.offer([question_of(item) for item in items])

    @property
    def relaxed(self) -> bool:
        """What fails may be measured later."""
        return bool(self.outcome.data == FAIL)

    @property
    def areas(self) -> dict[int, Decimal]:
        """Measured area by number of the household, as far as it was told."""
        return {
            int(name.removeprefix(AREA)): field.data
            for name, field in self._fields.items()
            if name.startswith(AREA) and field.data is not None
        }


def acceptance_form(level: Level, members: Members) -> type[ProjectAcceptanceForm]:
    """The form of one level; the county measures each dwelling (R81)."""
    fields: dict[str, Any] = {
        "sheet": PaperField(
            f"签字盖章的{SHEETS[level]}", SHEETS[level], [Needed("请上传签字盖章的验收表。")]
        )
    }
    for member, case in members if level is Level.COUNTY else ():
        fields[f"{AREA}{member.id}"] = NumberField(
            f"{member.dwelling_number} {case.head_name}的实测面积",
            [Needed("请填写实测建筑面积。")],
            minimum=1,
            maximum=1000,
            places=2,
            unit="㎡",
        )
    return type("LevelForm", (ProjectAcceptanceForm,), fields)
