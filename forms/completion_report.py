"""申报完工: finished, photographed, and for a repair what it cost (R12, G4)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from forms.fields import DayField, DocumentsField, Needed, NumberField, ShownField
from forms.step_form import StepForm
from models.construction import CompletionReport, ConstructionStart
from models.document import COST_PAPERS
from models.method import REPAIR
from models.resettlement import OldHouseDisposal
from workflows import clock
from workflows.facts import evaluate
from workflows.steps import Step

AFTER_PHOTO = "改造后房屋和户主图片"
COST = ("repair_cost_yuan", "cost_paper_ids")


class CompletionReportForm(StepForm):
    """A new house is paid by standard, so only a repair declares its costs."""

    record = CompletionReport
    lead = "完工后申报,上传改造后的照片,等待验收。"

    old_house = ShownField("旧房")
    finished_on = DayField("完工日期", [Needed("请填写完工日期。")])
    repair_cost_yuan = NumberField(
        "实际改造费用",
        [Needed("请填写实际发生的费用。")],
        minimum=0,
        maximum=1_000_000,
        unit="元",
        hint="按决算或票据合计,取整到元。",
    )
    cost_paper_ids = DocumentsField("决算或票据", COST_PAPERS, [Needed("请上传决算或票据。")])
    photo_ids = DocumentsField(
        AFTER_PHOTO, (AFTER_PHOTO,), [Needed("请上传改造后房屋和户主的照片。")]
    )

    def load(self, step: Step) -> dict[str, Any]:
        """Mostly it is told on the day."""
        return {"finished_on": clock.today()}

    def prepare(self, step: Step) -> None:
        """Costs are a repair's question; a house that must go is shown as it stands."""
        if step.application.method != REPAIR:
            for name in COST:
                del self[name]
        if evaluate(step, "demolition").outputs.get("must_demolish_old"):
            self.old_house.show_later(lambda: self._show_old_house(step))
        else:
            del self["old_house"]

    def check(self, step: Step, outcome: str) -> None:
        """It was begun before it was finished."""
        day = self.finished_on.data
        started = step.session.scalars(
            select(ConstructionStart.started_on)
            .where(ConstructionStart.application_id == step.application.id)
            .order_by(ConstructionStart.id.desc())
            .limit(1)
        ).first()
        if started and day < started:
            self.fail("finished_on", f"完工日期不能早于开工日期({started:%Y-%m-%d})。")
        if day > self.happened_on.data:
            self.fail("finished_on", "完工日期不能晚于办理日期。")

    def save(self, step: Step, outcome: str) -> None:
        """The last day of work, as the table of progress counts it."""
        step.application.completed_on = self.finished_on.data
        super().save(step, outcome)

    def _show_old_house(self, step: Step) -> None:
        disposal = old_house_disposal(step)
        self.old_house.show("现状", disposal or "还在,须拆除", attention=not disposal)


def old_house_disposal(step: Step) -> str | None:
    """拆除 or 封存 as the township recorded it, else None."""
    return step.session.scalars(
        select(OldHouseDisposal.disposal)
        .where(OldHouseDisposal.application_id == step.application.id)
        .order_by(OldHouseDisposal.id.desc())
        .limit(1)
    ).first()
