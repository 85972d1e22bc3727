"""录入全国系统: number and day of the entry in 农村危房改造系统 (R110)."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select

from forms.fields import DayField, Needed, TextField
from forms.step_form import StepForm
from models.application import Application
from models.approval import RegistryEntry
from workflows import clock
from workflows.steps import Step

NUMBER = re.compile(r"[0-9A-Za-z\-]{4,40}")


class RegistryEntryForm(StepForm):
    """The external number belongs to one case only."""

    record = RegistryEntry
    row_fields = ("registry_number",)
    lead = "公示无异议后录入农村危房改造系统,登记系统编号。"

    registry_number = TextField(
        "系统编号", [Needed("请填写农村危房改造系统的编号。")], max_length=40
    )
    registered_on = DayField("录入系统日期", [Needed("请填写录入日期。")])

    def load(self, step: Step) -> dict[str, Any]:
        """Mostly it is entered on the day it is told here."""
        return {"registered_on": clock.today()}

    def check(self, step: Step, outcome: str) -> None:
        """A number that another case has is a slip or a duplicate."""
        number = self.registry_number.data or ""
        if not NUMBER.fullmatch(number):
            self.fail("registry_number", "编号只有数字、字母和短横线,请核对。")
        elif self._taken(step, number):
            self.fail("registry_number", "这个编号已登记在另一件上,请核对。")
        if self.registered_on.data > self.happened_on.data:
            self.fail("registered_on", "录入日期不能晚于办理日期。")
        assert step.task is not None
        noticed_on = step.task.not_before
        if noticed_on and self.registered_on.data < noticed_on:
            self.fail("registered_on", f"公示无异议({noticed_on:%Y-%m-%d})以后才能录入,不能早于。")

    def save(self, step: Step, outcome: str) -> None:
        """The case bears the number from now on."""
        step.application.registry_number = self.registry_number.data
        super().save(step, outcome)

    def _taken(self, step: Step, number: str) -> bool:
        other = step.session.scalar(
            select(Application.id).where(
                Application.registry_number == number, Application.id != step.application.id
            )
        )
        return other is not None
