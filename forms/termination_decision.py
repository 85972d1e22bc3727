"""决定终止: the renovation office decides on a request to end the case."""

from __future__ import annotations

from forms.fields import ShownField
from forms.step_form import StepForm
from models.document import STOP_PAPER
from workflows.steps import Step
from workflows.terminations import request_of, why_not

APPROVED_MEANWHILE = "这一件已经批准,须由危改办审批决定。请先不同意这次申请,再重新申请终止。"


class TerminationDecisionForm(StepForm):
    """Whether the case ends; what was asked, and why, stands above the answer."""

    lead = "同意后这一件立即终止,不能恢复;正在办理的公示、异议、安置等随之停止。"

    asked = ShownField("申请终止的原因")

    def prepare(self, step: Step) -> None:
        """Show the request."""
        request = request_of(step)
        self.asked.show("原因类别", request.reason_class)
        self.asked.show("原因", request.reason)
        self.asked.show("办理人", f"{request.handled_by} · {request.happened_on:%Y-%m-%d}")
        self.asked.papers.append((request.document_id, STOP_PAPER))

    def check(self, step: Step, outcome: str) -> None:
        """The case may have been approved or paid while the request waited."""
        if outcome != "terminate":
            return
        assert step.task is not None
        if sentence := why_not(step):
            self.fail("comment", sentence)
        elif step.task.node_id == "decide_termination" and step.application.approved_on:
            self.fail("comment", APPROVED_MEANWHILE)
