"""督促补正 (S3): the township asks after an overdue supplement and grants time, or goes on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from forms.fields import ChoiceField, DayField, LongTextField, Needed, ShownField, TextField
from forms.step_form import StepForm
from models.village import SupplementReminder
from workflows import clock, supplements
from workflows.engine import JsonScalar
from workflows.required_documents import missing_documents
from workflows.steps import Step

EXTEND = "extend"


class SupplementOverdueForm(StepForm):
    """Nobody loses the application for being late: more time, or on with what is here."""

    record = SupplementReminder
    lead = "补正期限已过。联系村委会和农户,问清困难,再决定延期还是按现有材料办理。"

    papers = ShownField("补正材料")
    contact = ChoiceField(
        "联系方式", ("电话", "入户", "村委会转告"), [Needed("请选择联系方式。", always=True)]
    )
    contacted = TextField("联系到的人", [Needed("请填写联系到谁。", always=True)], max_length=60)
    found = LongTextField(
        "未补正的原因", [Needed("请写明为什么没有按时补正。", always=True)], max_length=1000
    )
    extended_until = DayField("延期到", hint="选择“延期补正”时填写。")

    def load(self, step: Step) -> dict[str, Any]:
        """Another full period, as a proposal."""
        return {"extended_until": supplements.last_day(step)}

    def prepare(self, step: Step) -> None:
        """Show what is still missing."""
        missing = missing_documents(step)
        self.papers.show("还缺", missing or "不缺材料", attention=bool(missing))

    def check(self, step: Step, outcome: str) -> None:
        """An extension ends after today and is no longer than a period of its own."""
        if outcome != EXTEND:
            return
        until: dt.date | None = self.extended_until.data
        if until is None:
            self.fail("extended_until", "请填写延期到哪一天。")
        elif not clock.today() < until <= supplements.last_day(step):
            last = supplements.last_day(step)
            self.fail("extended_until", f"应在明天到{last:%Y-%m-%d}之间。")

    def save(self, step: Step, outcome: str) -> None:
        """Record the reminder; without an extension there is no day."""
        until = self.extended_until.data if outcome == EXTEND else None
        step.session.add(SupplementReminder(**self.row(step, outcome) | {"extended_until": until}))

    def routing(self, step: Step, outcome: str) -> Mapping[str, JsonScalar]:
        """Until when the supplement may come now."""
        if outcome != EXTEND:
            return {}
        return {"supplement_due": supplements.end_of(self.extended_until.data).isoformat()}
