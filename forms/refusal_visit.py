"""登记入户工作 (X1, R17, G13): one visit to a household that does not want the renovation."""

from __future__ import annotations

from typing import Any

from forms.fields import ChoiceField, DocumentsField, LongTextField, Needed, ShownField, TextField
from forms.same_papers import same_papers
from forms.step_form import StepForm
from models.document import REFUSAL_EVIDENCE
from models.refusal import Refusal, RefusalVisit
from workflows import personal_names
from workflows.decisions import decide
from workflows.refusals import LEVELS, Visit, facts_of_visits, is_too_late, visits_of
from workflows.steps import Step

ESTABLISH = "establish"
TOO_LATE = "房屋已完工,进入验收以后不能再认定拒绝改造,请按“同意继续改造”办结。"


class RefusalVisitForm(StepForm):
    """The household's own words, or two witnesses; a refusal is reported only when it is proven."""

    record = RefusalVisit
    lead = "入户讲清政策、听取想法。农户随时可以同意改造;多次仍拒绝且镇村都有佐证的,再报请认定。"

    so_far = ShownField("已做的工作")
    visit_level = ChoiceField("由谁入户", LEVELS, [Needed("请选择。")])
    visitors = TextField("入户人员", [Needed("请填写入户人员。")], max_length=120)
    content = LongTextField("工作内容", [Needed("请写明讲了什么、谈了什么。")], max_length=2000)
    household_statement = LongTextField(
        "农户的说法", max_length=2000, hint="农户自己的话;不愿说的,请填两名见证人。"
    )
    witnesses = TextField("见证人", max_length=120, hint="两人,用顿号分开。")
    evidence_ids = DocumentsField(
        "佐证材料", (REFUSAL_EVIDENCE,), hint="照片、录音录像说明或农户声明;镇、村各要有一份。"
    )

    def load(self, step: Step) -> dict[str, Any]:
        """The refusal and the visits before this one."""
        refusal = step.session.get(Refusal, step.subject.id)
        assert refusal is not None
        self.refusal, self.visits = refusal, visits_of(step)
        return {}

    def prepare(self, step: Step) -> None:
        """Show the reason and how often who was there."""
        facts = facts_of_visits(self.refusal, self.visits)
        self.so_far.show("拒绝原因", f"{self.refusal.reason_kind}:{self.refusal.reason}")
        self.so_far.show("已入户(不同日期)", f"{facts['visits']}次")
        self.so_far.show("已有佐证", facts["evidence_levels"] or "还没有")

    def check(self, step: Step, outcome: str) -> None:
        """A visit is proven; a refusal that the table would not bear out is not reported."""
        witnesses = {
            personal_names.compared(each)
            for each in personal_names.split(self.witnesses.data or "")
        }
        if not self.household_statement.data and len(witnesses) < 2:
            self.fail("household_statement", "请填写农户的说法,或者填写两名见证人。")
        visitors = {
            personal_names.compared(each) for each in personal_names.split(self.visitors.data or "")
        }
        if witnesses & visitors:
            self.fail("witnesses", "入户人员不能兼作见证人。")
        self._check_own_evidence(step)
        if outcome == ESTABLISH and is_too_late(step):
            self.fail("visit_level", TOO_LATE)
        elif outcome == ESTABLISH:
            self._check_proven(step)

    def _check_own_evidence(self, step: Step) -> None:
        """Village and township each prove their own visit (R17): one paper cannot be both's."""
        level = self.visit_level.data
        of_others = [
            number for each in self.visits if each.level != level for number in each.evidence
        ]
        if same_papers(step.documents, self.evidence_ids.data or [], of_others):
            other = next(each for each in LEVELS if each != level)
            self.fail(
                "evidence_ids", f"这份材料已作{other}级佐证;{level}级入户要有自己的佐证材料。"
            )

    def _check_proven(self, step: Step) -> None:
        this = Visit(
            self.happened_on.data, self.visit_level.data or "", tuple(self.evidence_ids.data or ())
        )
        facts = facts_of_visits(self.refusal, [*self.visits, this])
        outputs = decide(step.runtime.tables, "refusal", facts, step.parameters).outputs
        if not outputs["refusal_valid"]:
            self.fail(
                "visit_level", f"{outputs['refusal_outcome']}。请选择“再做工作”登记本次入户。"
            )

    def save(self, step: Step, outcome: str) -> None:
        """Record the visit."""
        step.session.add(RefusalVisit(**self.row(step, outcome), refusal_id=self.refusal.id))
