"""受理检查 (S3): whether the papers of the household's class are here; tells once what is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.fields import ChoiceField, DayField, ShownField, TextField, YesNoField
from forms.letter import DELIVERIES
from forms.step_form import StepForm
from models.village import AcceptanceCheck
from workflows import clock, supplements
from workflows.applications import transfer
from workflows.engine import JsonScalar
from workflows.facts import evaluate
from workflows.required_documents import required_documents
from workflows.steps import Step

ACCEPT, RETURN, DECLINE = "accept", "return", "decline"


class AcceptanceCheckForm(StepForm):
    """The check ends no case: a refusal to receive goes to the township with its reason."""

    record = AcceptanceCheck
    lead = "核对材料是否齐全。缺件的一次告知;不予受理的,书面告知农户并由乡镇复查。"
    may_be_taken_back = True

    papers = ShownField("应交材料")
    route = ShownField("方案")
    transfers = YesNoField("转入应属的方案", hint="受理时选“是”;申请编号和已填内容不变。")
    delivered_on = DayField("告知农户日期", hint="不予受理时填写。")
    delivery = ChoiceField("告知方式", DELIVERIES, hint="不予受理时选择。")
    received_by = TextField("签收人", max_length=40, hint="不予受理时填写。")

    def load(self, step: Step) -> dict[str, Any]:
        """The opinion begins with everything that is missing."""
        self.papers_needed = required_documents(step)
        facts = {"applied_plan": step.application.programme.plan}
        self.routed: str | None = evaluate(step, "route").outputs.get("route_plan")
        self.wrong_list = evaluate(step, "list_transfer", **facts).outputs.get("transfer_outcome")
        return {"comment": f"请补交:{'、'.join(self.missing)}。"} if self.missing else {}

    def prepare(self, step: Step) -> None:
        """Show every paper, and the plan where the application stands in the wrong list."""
        for each in self.papers_needed:
            self.papers.show(
                each.name, "已收到" if each.is_present else "缺", attention=not each.is_present
            )
        if self.wrong_list:
            self.route.show("申报方案", step.application.programme.title)
            self.route.show("核对结果", self.wrong_list, attention=True)
        else:
            del self.route
        if self.must_transfer is None:
            del self.transfers

    @property
    def missing(self) -> list[str]:
        """Names of the papers that are not here."""
        return [each.name for each in self.papers_needed if not each.is_present]

    @property
    def must_transfer(self) -> str | None:
        """The plan to which the household belongs, when it applied under another (R3)."""
        return self.routed if self.wrong_list else None

    def check(self, step: Step, outcome: str) -> None:
        """Receive only what is complete and in its own list; tell a refusal in writing."""
        if outcome == ACCEPT:
            self._check_acceptable(step)
        elif outcome == DECLINE:
            for field in (self.delivered_on, self.delivery, self.received_by):
                if not field.data:
                    self.fail(field.short_name, "不予受理须书面告知农户,请填写此项。")
        if self.delivered_on.data and self.delivered_on.data > clock.today():
            self.fail("delivered_on", "告知日期不能晚于今天。")

    def _check_acceptable(self, step: Step) -> None:
        if self.missing and not supplements.goes_on_as_it_is(step):
            self.fail("papers", f"还缺:{'、'.join(self.missing)}。请选择“退回补正”。")
        if self.wrong_list and self.routed is None:
            self.fail("route", f"{self.wrong_list}。不能受理的,请选择“不予受理”并写明原因。")
        elif self.must_transfer and not self.transfers.data:
            self.fail("transfers", f"{self.wrong_list}。受理时请选“是”,一并转入。")

    def save(self, step: Step, outcome: str) -> None:
        """Record what was missing; whatever is asked for later names all of it."""
        if outcome == RETURN:
            self.comment.data = naming_all(self.comment.data or "", self.missing)
        until = supplements.end_of(supplements.last_day(step)) if outcome == RETURN else None
        row = self.row(step, outcome) | {"missing": self.missing, "supplement_due": until}
        step.session.add(AcceptanceCheck(**row))
        if outcome == ACCEPT and self.must_transfer:
            transfer(step, self.must_transfer)

    def routing(self, step: Step, outcome: str) -> Mapping[str, JsonScalar]:
        """Until when the supplement may come."""
        if outcome != RETURN:
            return {}
        return {"supplement_due": supplements.end_of(supplements.last_day(step)).isoformat()}


def naming_all(reason: str, missing: list[str]) -> str:
    """``reason`` with every missing paper that it does not name yet."""
    unnamed = [each for each in missing if each not in reason]
    return f"{reason}\n另缺:{'、'.join(unnamed)}。".strip() if unnamed else reason
