"""乡镇签认 (X1, R17, R18): the township confirms the refusal or sends the village out again."""

from __future__ import annotations

from forms.fields import DocumentsField, Needed
from forms.refusal_signature import RefusalSignatureForm
from forms.refusal_visit import ESTABLISH, TOO_LATE
from models.document import REFUSAL_FINDINGS
from workflows.refusals import is_too_late
from workflows.steps import Step


class RefusalConfirmationForm(RefusalSignatureForm):
    """The township's own evidence and seal; to go on with persuading it needs only a reason."""

    lead = "核对镇村两级佐证。拒绝成立的,保留台账防止错退;还可以做工作的,退回继续。"
    level = "镇"

    document_ids = DocumentsField(
        "签认材料", (REFUSAL_FINDINGS["镇"],), [Needed("请上传签字盖章的材料。")]
    )

    def check(self, step: Step, outcome: str) -> None:
        """The house may have been finished while the papers went round."""
        super().check(step, outcome)
        if outcome == ESTABLISH and is_too_late(step):
            self.fail("finding", TOO_LATE)
