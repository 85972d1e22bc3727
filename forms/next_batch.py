"""等待下一批: a case that waited goes before the approver again (R6)."""

from __future__ import annotations

from forms.fields import Needed, TextField
from forms.step_form import StepForm
from models.approval import NextBatch


class NextBatchForm(StepForm):
    """Which batch the case now belongs to."""

    record = NextBatch
    lead = "轮到下一批时登记批次,重新提交审批。"

    batch = TextField("列入批次", [Needed("请填写批次,如“2019年第二批”。")], max_length=40)
