"""归档销号: file complete, house accepted, money paid, household in (S27, Y6)."""

from __future__ import annotations

from typing import Any

from forms.fields import DayField, Needed, ShownField, YesNoField
from forms.step_form import StepForm
from models.archive import ArchiveClosing
from workflows.archive import NOTHING_DUE, archive_items, missing_items, payment_state
from workflows.decisions import decide
from workflows.steps import Step

CLOSE = "close"


class ArchiveClosingForm(StepForm):
    """The tests are the closing table's; only moving in is asked (G31)."""

    record = ArchiveClosing
    lead = "核对一户一档和销号条件,齐全的归档销号。"

    file = ShownField("一户一档")
    tests = ShownField("销号条件")
    moved_in = YesNoField("农户已入住", [Needed("请核实农户是否入住。")])
    moved_in_on = DayField("入住日期")

    def prepare(self, step: Step) -> None:
        """Each item and each test as it stands."""
        self.items = archive_items(step)
        for name, is_there in self.items.items():
            self.file.show(name, "有" if is_there else "缺", attention=not is_there)
        self.payment_state = payment_state(step)
        accepted = step.application.accepted_on
        self.tests.show("竣工验收合格", accepted or "否", attention=accepted is None)
        self.tests.show("补助发放", self.payment_state)
        if not step.parameters.get("closing_requires_move_in"):
            del self["moved_in"]
            del self["moved_in_on"]

    def check(self, step: Step, outcome: str) -> None:
        """Refused while anything is missing, by name."""
        if self.moved_in is not None:
            self._check_moving_in()
        if outcome != CLOSE:
            return
        decision = decide(step.runtime.tables, "closing", self._facts(step), step.parameters)
        if not decision.outputs.get("closing_ok"):
            missing = "、".join(missing_items(self.items))
            words = str(decision.outputs.get("closing_outcome"))
            self.fail("comment", f"{words}{f':缺{missing}' if missing else ''}。")

    def save(self, step: Step, outcome: str) -> None:
        """Where nothing was due, that is now said in figures."""
        application = step.application
        if outcome == CLOSE and self.payment_state == NOTHING_DUE:
            application.payable_yuan = 0
        super().save(step, outcome)

    def row(self, step: Step, outcome: str) -> dict[str, Any]:
        """The file and the tests as they stood."""
        own = {"items": self.items, "payment_state": self.payment_state}
        return super().row(step, outcome) | own

    def _check_moving_in(self) -> None:
        day = self.moved_in_on.data
        if self.moved_in.data and day is None:
            self.fail("moved_in_on", "请填写入住日期。")
        elif day and day > self.happened_on.data:
            self.fail("moved_in_on", "入住日期不能晚于办理日期。")

    def _facts(self, step: Step) -> dict[str, Any]:
        return {
            "archive_missing_count": len(missing_items(self.items)),
            "accepted": step.application.accepted_on is not None,
            "payment_state": self.payment_state,
            "moved_in": bool(self.moved_in.data) if self.moved_in is not None else False,
        }
