"""处理退回 (R104): the village answers a case returned as not qualifying."""

from __future__ import annotations

from sqlalchemy import select

from forms.declared_facts import DeclaredFactsForm
from models.correction import ReturnHandling
from models.objection import Objection
from models.township import RefusalForwarding
from workflows.applications import transfer
from workflows.steps import Step


class ReturnHandlingForm(DeclaredFactsForm):
    """Explain and resubmit, appraise anew because something published changed, or drop it."""

    record = ReturnHandling
    lead = "写明情况后重新上报;公示过的内容有变的,重新评议;不符合条件的,不予上报。"

    def prepare(self, step: Step) -> None:
        """Show the reason also where no outcome carried one here."""
        super().prepare(step)
        assert step.task is not None
        self.explanation.label.text = "情况说明"
        if not step.task.asked_because:
            self._show_reason(step)

    def _show_reason(self, step: Step) -> None:
        forwarded = step.session.scalars(
            select(RefusalForwarding.reason)
            .where(RefusalForwarding.application_id == step.application.id)
            .order_by(RefusalForwarding.id.desc())
            .limit(1)
        ).first()
        if forwarded and step.task and "转退" in step.task.came_from:
            self.asked.show("身份审核", forwarded, attention=True)
            return
        upheld = step.session.scalars(
            select(Objection.content)
            .where(Objection.application_id == step.application.id, Objection.finding == "upheld")
            .order_by(Objection.id.desc())
            .limit(1)
        ).first()
        if upheld:
            self.asked.show("异议成立", upheld, attention=True)

    def check(self, step: Step, outcome: str) -> None:
        """A change of plan needs a new appraisal; a household of no plan cannot go on."""
        super().check(step, outcome)
        if outcome != "reappraise":
            self.keep_published_head(step, "请选择“重新评议”,或恢复原来的姓名")
        if outcome == "drop":
            return
        plan = self.routes_to(step)
        if plan is None:
            self.fail("identities", "所选身份不在方案规定的范围内,请核对,或选择“不予上报”。")
        elif outcome == "resubmit" and plan != step.application.programme.plan:
            self.fail("identities", "改动后不再属于公示的方案,请选择“公示内容有变,重新评议”。")

    def save(self, step: Step, outcome: str) -> None:
        """Before a new appraisal the case moves to the plan it belongs to (R3, G27)."""
        super().save(step, outcome)
        plan = self.routes_to(step)
        if outcome == "reappraise" and plan not in (None, step.application.programme.plan):
            assert plan is not None
            transfer(step, plan)
