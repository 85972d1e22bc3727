"""告知不列入 (R30, S14): a house of grade A or B is not renovated, and the household is told."""

from __future__ import annotations

from typing import Any

from forms.grading_confirmation import newest_assessment
from forms.letter import LetterForm
from workflows.steps import Step


class NotListedLetterForm(LetterForm):
    """The letter, begun from the result of the grading."""

    lead = "把鉴定结果书面告知农户,并记下送达情况。"

    def load(self, step: Step) -> dict[str, Any]:
        """Words for the reason, from the report."""
        found, agency = newest_assessment(step)
        if found is None:
            return {}
        return {
            "reason": f"经{agency}鉴定(报告编号{found.report_number}),您家住房为{found.grade}级。"
            "按规定,鉴定为C级、D级的列为改造对象,您家暂不列入。"
            "如对鉴定结果有疑问,可向市危改办询问。"
        }
