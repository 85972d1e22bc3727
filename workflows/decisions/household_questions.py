"""The questions about a household: route, identity, eligibility, method, area, money (D1-D8)."""

from __future__ import annotations

from typing import Any

from workflows.decisions.answers import UNANSWERED, Answers
from workflows.decisions.inquiry import Inquiry

ASKED_BY = frozenset(
    {
        "identities",
        "confirm",
        "hukou",
        "long_term_rural",
        "dwelling",
        "in_relocation_plan",
        "stable_out_of_poverty",
        "building_difficulty",
        "whole_household_no_house",
        "marked_in_archive",
        "applied_plan",
        "method",
        "household_size",
        "area_m2",
        "repair_cost_yuan",
        "large_household_application",
        "township_formal_document",
    }
)


def household(answers: Answers) -> None:
    """Everything from the route to the old house, as far as it arises."""
    route = answers.ask("route_plan", "route", null=True)
    if "applied_plan" in answers.inquiry.stated:
        answers.ask("outcome", "list_transfer", "transfer_outcome")
    if route is not None:
        _identity(answers)
        _grading(answers)
    eligible = answers.ask("eligible", "eligibility", null=True)
    if eligible is not True:
        answers.ask("reason", "eligibility")
        answers.ask("eligible_open_question", "eligibility")
    allowed: Any = False
    if eligible is not False:
        allowed = _method(answers)
    if allowed is not False:
        _area(answers)
        answers.ask("property", "property")
        answers.ask("must_demolish_old", "demolition")
    _money(answers)
    _warnings(answers)


def _identity(answers: Answers) -> None:
    answers.ask("identity_authority", "identity_authority")
    if answers.ask("identity_ok", "identity_settled") is True:
        answers.ask("identity_via", "identity_settled")


def _grading(answers: Answers) -> None:
    answers.ask("appraisal_required", "grading_required")
    answers.ask("may_start_appraisal", "appraisal_start")


def _method(answers: Answers) -> Any:
    allowed = answers.ask("method_allowed", "method")
    if allowed is False:
        _alternatives(answers)
    return allowed


def _alternatives(answers: Answers) -> None:
    """The methods that are open to the household instead of the one it named."""
    inquiry = answers.inquiry
    ways = [
        (name, Inquiry.of(inquiry, method=name).decide("method"))
        for name in inquiry.tables.domains["method"].literals()
    ]
    lacking = [way for _, way in ways if "method_allowed" not in way.outputs]
    for way in lacking:
        answers.lacks(way.missing_facts)
    if not lacking:
        open_ways = [(name, way) for name, way in ways if way.outputs["method_allowed"]]
        answers.write("alternatives", [n for n, _ in open_ways], *[way for _, way in open_ways])


def _area(answers: Answers) -> None:
    if answers.ask("area_cap_m2", "area_cap", null=True) is None:
        answers.ask("area_cap_open_question", "area_cap")
    if answers.ask("area_ok", "area_check") is False:
        answers.ask("outcome", "area_check", "area_outcome")


def _money(answers: Answers) -> None:
    payable = answers.ask("subsidy_yuan", "subsidy", null=True)
    if payable != 0:
        answers.ask("subsidy_kind", "subsidy_standard")
        answers.ask("subsidy_cap_yuan", "subsidy_standard")
        answers.ask("household_self_funding_yuan", "subsidy_standard")
    if payable is None:
        _open_amount(answers)
    if answers.values.get("route_plan") is not None:
        answers.ask("funding_source", "fund")


def _open_amount(answers: Answers) -> None:
    """Null is an answer only together with the gap that leaves it open."""
    if answers.values.get("eligible", UNANSWERED) is None:
        answers.ask("subsidy_open_question", "eligibility", "eligible_open_question")
    answers.ask("subsidy_open_question", "subsidy_standard")
    answers.ask("subsidy_candidates_yuan", "subsidy_standard")


def _warnings(answers: Answers) -> None:
    """Said beside the answers; they stop nothing, so what they lack is not asked for."""
    found = []
    for ref, output in (
        ("relocation_warning", "relocation_warning"),
        ("area_floor", "area_warning"),
    ):
        decision = answers.inquiry.decide(ref)
        if ref == "area_floor" and "area_ok" not in answers.values:
            continue
        if decision.outputs.get(output) is not None:
            found.append((decision.outputs[output], decision))
    if found:
        answers.write("warning", ";".join(text for text, _ in found), *[way for _, way in found])
