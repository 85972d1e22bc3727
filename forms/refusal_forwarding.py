"""转退身份审核意见 (R104): the township hands the departments' refusal on to the village."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from forms.fields import LongTextField, Needed, ShownField
from forms.step_form import StepForm
from models.identity import IdentityOpinion
from models.township import RefusalForwarding
from workflows.identity import end_identity_round
from workflows.steps import Step


class RefusalForwardingForm(StepForm):
    """The reason to be handed on, filled from the opinions."""

    record = RefusalForwarding
    lead = "把身份审核意见及时退回村委会,并说明原因。"

    opinions = ShownField("部门意见")
    reason = LongTextField("退回原因", [Needed("请写明退回原因。", always=True)], max_length=2000)

    def load(self, step: Step) -> dict[str, Any]:
        """Begin with what the departments wrote."""
        self.refused = list(
            step.session.scalars(
                select(IdentityOpinion)
                .where(
                    IdentityOpinion.application_id == step.application.id,
                    IdentityOpinion.is_current,
                    IdentityOpinion.passed.is_(False),
                )
                .order_by(IdentityOpinion.id)
            )
        )
        return {"reason": "\n".join(f"{each.department}:{each.comment}" for each in self.refused)}

    def prepare(self, step: Step) -> None:
        """Show each refusal with its day."""
        for each in self.refused:
            self.opinions.show(
                f"{each.department}不通过", f"{each.comment}({each.happened_on})", attention=True
            )

    def save(self, step: Step, outcome: str) -> None:
        """The round is over: a case that comes back is asked about anew."""
        super().save(step, outcome)
        end_identity_round(step)
