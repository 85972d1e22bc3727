"""补正: the village mends its case, which goes straight back to whoever asked."""

from __future__ import annotations

from typing import Any

from forms.declared_facts import ELIGIBILITY, DeclaredFactsForm
from models.correction import Correction
from workflows.facts import evaluate
from workflows.steps import Step

IDENTITY_PROCESSES = frozenset({"identity_verification", "register_opinion"})
COUNTY_PROCESSES = frozenset({"county_approval"})


class CorrectionForm(DeclaredFactsForm):
    """One form for the township's, the departments' and the county's requests."""

    record = Correction
    lead = "按退回原因补正;补正后直接交回提出要求的人,不用从头再来。"

    def prepare(self, step: Step) -> None:
        """What departments and township have established is no longer the village's to change."""
        super().prepare(step)
        assert step.task is not None
        if step.task.process_id in COUNTY_PROCESSES:
            self.leave_out(ELIGIBILITY)

    def check(self, step: Step, outcome: str) -> None:
        """A change of plan is a published fact: appraisal and notice would have to be repeated."""
        super().check(step, outcome)
        if "identities" not in self.mended:
            return
        if self.routes_to(step) != step.application.programme.plan:
            self.fail(
                "identities",
                "改动后不再属于公示的方案,须重新评议和公示。这里不能改;"
                "请恢复原来的类别,在补正情况里说明,由乡镇退回村委会后选择“重新评议”。",
            )
        elif self._other_departments(step):
            self.fail(
                "identities",
                "改动后须由其他部门审核。这里不能改;请恢复原来的类别,"
                "在补正情况里说明,由审核部门作出“不通过”后重新申报。",
            )

    def _other_departments(self, step: Step) -> bool:
        """Whether departments that are being asked would not be the ones to ask."""
        assert step.task is not None
        if step.task.process_id not in IDENTITY_PROCESSES:
            return False
        now, mended = step.application.identities, self.mended["identities"]
        return _authority(step, now) != _authority(step, mended)


def _authority(step: Step, identities: list[Any] | None) -> str | None:
    outputs = evaluate(step, "identity_authority", identities=identities or []).outputs
    found: str | None = outputs.get("identity_authority")
    return found
