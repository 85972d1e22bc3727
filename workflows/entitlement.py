"""What the tables say a case may have: eligibility, method, area, money (S15, R107, R108)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflows.decisions import Decision, Inquiry
from workflows.facts import facts_of
from workflows.identity import confirmations
from workflows.rule_sources import cite, said
from workflows.steps import Step

TABLES = (
    "eligibility",
    "method",
    "area_cap",
    "area_check",
    "area_floor",
    "subsidy_standard",
    "subsidy",
    "fund",
    "demolition",
)
PER_HOUSEHOLD, AT_MOST, TO_THE_PROJECT = "每户定额", "每户上限", "项目资金"
PAYABLE, NOTHING = "payable", "nothing"


@dataclass(frozen=True)
class Entitlement:
    """The answers of :data:`TABLES` on one set of facts; what is not decided yet is None.

    ``area_cap_m2`` is also None where the table sets no cap (G7).  ``approved_yuan`` is what can be
    approved before costs are known: the amount, a repair's cap, 0 where the money goes to the
    project (G5); ``payable_yuan`` what the household is due by what is known now.
    ``subsidy_state`` is PAYABLE, NOTHING or ``open``; ``open_question`` the gap (G3, G5, G28)
    that leaves the amount open.
    """

    facts: Mapping[str, Any]
    decisions: Mapping[str, Decision]
    labels: Mapping[str, str]
    eligible: bool | None
    method_allowed: bool | None
    area_cap_m2: float | None
    area_ok: bool | None
    area_warning: str | None
    subsidy_kind: str | None
    open_question: str | None
    approved_yuan: int | None
    payable_yuan: int | None
    subsidy_state: str | None
    fund: str | None

    def refusals(self, *, amount: bool = True) -> list[str]:
        """Why the case cannot be approved as it stands, in sentences; empty when it can.

        Without ``amount`` a question that leaves only the money open is passed over.
        """
        over_cap = f"计划面积 {self.facts.get('area_m2')} ㎡ 超过上限 {self.area_cap_m2} ㎡"
        sentences = [
            self._why("eligibility", self.eligible, "不符合条件", "reason"),
            self._why("method", self.method_allowed, "改造方式不允许", "method_reason"),
            self._why("area_check", self.area_ok, over_cap, "area_outcome"),
        ]
        if amount and self.approved_yuan is None:
            sentences.append(self._no_amount())
        return [sentence for sentence in sentences if sentence]

    def nothing_payable(self) -> str:
        """Why the household is due nothing, or what is still unknown."""
        decision = self.decisions["subsidy"]
        if decision.missing_facts:
            return f"还不能核定金额,缺少:{self.named(decision.missing_facts)}。"
        return f"没有应付农户的补助{cite(decision.rules)}。"

    def record(self) -> dict[str, Any]:
        """Outputs, rows, rules and version of each table, to keep with the decision."""
        return {
            ref: {
                "outputs": dict(decision.outputs),
                "rows": list(decision.rows),
                "rules": list(decision.rules),
                "version": decision.table_version,
            }
            for ref, decision in self.decisions.items()
        }

    def named(self, facts: tuple[str, ...]) -> str:
        """Facts as people call them."""
        return "、".join(dict.fromkeys(self.labels.get(fact, fact) for fact in facts))

    def _why(self, table: str, verdict: bool | None, refused: str, reason: str) -> str | None:
        decision = self.decisions[table]
        if verdict is True:
            return None
        if verdict is None and decision.missing_facts:
            return f"还不能核定,缺少:{self.named(decision.missing_facts)}。"
        words = decision.outputs.get(reason)
        return f"{refused}{f':{words}' if words else ''}{cite(decision.rules)}。"

    def _no_amount(self) -> str:
        if self.open_question:
            return (
                f"补助金额待定({said(self.open_question)}):"
                "请危改办先在方案参数中确定金额,再办理这一步;审批人也可列入下一批。"
            )
        return "这种情况没有对应的补助标准。"


@dataclass(frozen=True)
class AreaVerdict:
    """An area against its cap; ``cap_m2`` None where the table sets none, ``ok`` if not known."""

    area_m2: float | None
    cap_m2: float | None
    ok: bool | None
    rules: tuple[str, ...]


def area_verdict(step: Step, **more: Any) -> AreaVerdict:
    """Compare ``area_m2`` with the cap of the case, with ``more`` facts (R41, R45, R81, R82)."""
    facts = facts_of(step.application) | more
    inquiry = Inquiry(step.runtime.tables, facts, step.parameters)
    cap, check = inquiry.decide("area_cap"), inquiry.decide("area_check")
    return AreaVerdict(
        facts.get("area_m2"),
        cap.outputs.get("area_cap_m2"),
        check.outputs.get("area_ok"),
        cap.rules,
    )


def entitlement_of(step: Step, **more: Any) -> Entitlement:
    """Evaluate :data:`TABLES` on the case with ``more`` facts; nothing is recorded."""
    facts = facts_of(step.application) | confirmations(step) | more
    inquiry = Inquiry(step.runtime.tables, facts, step.parameters)
    decisions = {ref: inquiry.decide(ref) for ref in TABLES}
    answers: dict[str, Any] = {}
    for decision in decisions.values():
        answers |= decision.outputs
    return Entitlement(
        facts=facts,
        decisions=decisions,
        labels=labels_of(step),
        eligible=answers.get("eligible"),
        method_allowed=answers.get("method_allowed"),
        area_cap_m2=answers.get("area_cap_m2"),
        area_ok=answers.get("area_ok"),
        area_warning=answers.get("area_warning"),
        subsidy_kind=answers.get("subsidy_kind"),
        open_question=answers.get("subsidy_open_question"),
        approved_yuan=_approved(answers),
        payable_yuan=answers.get("subsidy_yuan"),
        subsidy_state=answers.get("subsidy_state"),
        fund=answers.get("funding_source"),
    )


def labels_of(step: Step) -> dict[str, str]:
    """What the tables call each fact they ask."""
    tables = step.runtime.tables.by_ref.values()
    return {column.name: column.label for table in tables for column in table.inputs}


def _approved(answers: Mapping[str, Any]) -> int | None:
    amounts = {
        PER_HOUSEHOLD: answers.get("subsidy_standard_yuan"),
        AT_MOST: answers.get("subsidy_cap_yuan"),
        TO_THE_PROJECT: 0,
    }
    return amounts.get(str(answers.get("subsidy_kind")))
