"""补正材料 (S3): the same questions as the application, filled in, beside what was asked."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from forms.application import ApplicationForm
from forms.fields import LongTextField, Needed, ShownField
from forms.signed_anew import require_signed_anew
from forms.signing import SIGNING
from models.village import Filing
from workflows.required_documents import missing_documents
from workflows.steps import Step


class SupplementForm(ApplicationForm):
    """Everything may be mended; what was supplied is said in a few words."""

    by_groups = True
    lead = "按要求补齐即可,其余内容不用重填。身份证号和电话只显示一部分,不改就保持原样。"
    groups = (("补正要求", ("asked", "supplied")), *ApplicationForm.groups)

    asked = ShownField("要求补正")
    supplied = LongTextField("补正情况", [Needed("请写明补了什么、改了什么。")], max_length=2000)

    def load(self, step: Step) -> dict[str, Any]:
        """Also who signed for the household last time, so that nobody has to write it again."""
        known = super().load(step)
        # What was sent says it itself.
        return known if self.outcome else known | self._signed_before(step)

    def check(self, step: Step, outcome: str) -> None:
        """A signature of its own, where the programme asks for it."""
        super().check(step, outcome)
        require_signed_anew(self, step, self.document_ids)

    def _signed_before(self, step: Step) -> dict[str, Any]:
        last = step.session.scalar(
            select(Filing)
            .where(Filing.application_id == step.application.id)
            .order_by(Filing.id.desc())
            .limit(1)
        )
        return {name: getattr(last, name) for name in SIGNING} if last is not None else {}

    def prepare(self, step: Step) -> None:
        """Show who asked, for what, and what is still missing now."""
        super().prepare(step)
        # Who came first is on record; of the supplement 办理人 says enough.
        del self.asker
        assert step.task is not None
        self.asked.show("来自", step.task.came_from)
        self.asked.show("原因", step.task.asked_because, attention=True)
        missing = missing_documents(step)
        self.asked.show("现在还缺", missing or "不缺材料", attention=bool(missing))
