"""补正: the village mends its case, which goes straight back to whoever asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from forms.declared_facts import ELIGIBILITY, DeclaredFactsForm
from models.correction import Correction
from models.task import Task
from workflows.errors import Invalid
from workflows.facts import evaluate
from workflows.identity import confirmations
from workflows.steps import Step

IDENTITY_PROCESSES = frozenset({"identity_verification", "register_opinion"})
# Facts that the household visit establishes.
SEEN = ("dwelling", "long_term_rural")
COUNTY_PROCESSES = frozenset({"county_approval"})
IDENTITY_IS_VERIFIED = (
    "身份已按现有的姓名和身份证号审核通过,档案补正时不能再改;"
    "确有错误的,请在补正情况里写明,由危改办作出“不予批准”后重新申报。"
)


class CorrectionForm(DeclaredFactsForm):
    """One form for the township's, the departments' and the county's requests."""

    record = Correction
    lead = "按退回原因补正;补正后直接交回提出要求的人,不用从头再来。"

    def prepare(self, step: Step) -> None:
        """What departments and township have established is no longer the village's to change."""
        super().prepare(step)
        assert step.task is not None
        if step.task.process_id in COUNTY_PROCESSES:
            self.leave_out((*ELIGIBILITY, "members"))
            self.asked.show("家庭成员", IDENTITY_IS_VERIFIED)

    def accepts(self, formdata: Mapping[str, Any]) -> None:
        """A roster sent where it is not asked is told why (S13: verified on the old number)."""
        if "members" not in self and any(key.startswith("members-") for key in formdata):
            raise Invalid(IDENTITY_IS_VERIFIED, "members")
        super().accepts(formdata)

    def check(self, step: Step, outcome: str) -> None:
        """A change of plan is a published fact: appraisal and notice would have to be repeated."""
        super().check(step, outcome)
        assert step.task is not None
        at_departments = step.task.process_id in IDENTITY_PROCESSES
        who_returns = "由审核部门作出“不通过”、乡镇转退" if at_departments else "由乡镇退回村委会"
        self.keep_published_head(
            step,
            f"这里不能改;请恢复原来的姓名,在补正情况里说明,{who_returns}后选择“重新评议”",
        )
        self._check_opinions(step)
        self._check_seen(step, who_returns)
        if "identities" in self.mended:
            self._check_identities(step)

    def _check_opinions(self, step: Step) -> None:
        """Who has passed the household by name and number would have to be asked anew."""
        if not (self.changes_persons and self._are_several_asked(step)):
            return
        passed = [name for name, answer in confirmations(step)["confirm"].items() if answer]
        if passed:
            self.fail(
                "members",
                f"{'、'.join(passed)}已按原来的姓名和身份证号审核通过,改动后须重新审核。"
                "这里不能改;请恢复原来的内容,在补正情况里说明,"
                "由审核部门作出“不通过”后更正、重新上报。",
            )

    def _check_seen(self, step: Step, who_returns: str) -> None:
        """What two visitors have seen (S9) is changed by another visit, not in passing."""
        changed = [name for name in SEEN if name in self.mended]
        if changed and _was_visited(step):
            for name in changed:
                self.fail(
                    name,
                    "入户调查已经核实。这里不能改;请恢复原来的内容,在补正情况里说明,"
                    f"{who_returns}后更正,重新入户调查。",
                )

    def _check_identities(self, step: Step) -> None:
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

    def _are_several_asked(self, step: Step) -> bool:
        """Whether one department may have passed what another sends back."""
        assert step.task is not None
        asked = _authority(step, step.application.identities)
        departments = [name for name, is_asked in asked.items() if is_asked is True]
        return step.task.process_id in IDENTITY_PROCESSES and len(departments) > 1

    def _other_departments(self, step: Step) -> bool:
        """Whether departments that are being asked would not be the ones to ask."""
        assert step.task is not None
        if step.task.process_id not in IDENTITY_PROCESSES:
            return False
        return _authority(step, step.application.identities) != _authority(
            step, self.mended["identities"]
        )


def _was_visited(step: Step) -> bool:
    """Whether the case goes back to somebody who comes after the visit of this round."""
    assert step.task is not None
    if step.task.process_id in IDENTITY_PROCESSES:
        return True
    asked_by = step.session.scalar(
        select(Task.node_id)
        .where(
            Task.application_id == step.application.id,
            Task.status == "done",
            Task.node_id.in_(("review_file", "visit_household", "decide_case")),
        )
        .order_by(Task.id.desc())
        .limit(1)
    )
    return asked_by == "decide_case"


def _authority(step: Step, identities: list[Any] | None) -> Mapping[str, Any]:
    """The departments as the table names them, and for each of the three whether it is asked."""
    return evaluate(step, "identity_authority", identities=identities or []).outputs
