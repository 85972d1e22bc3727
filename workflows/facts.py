"""The facts of a case in the vocabulary of the decision tables, built from the tables alone.

A fact that is not known is left out: the decision then says what it lacks. Unknown is never "no".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from models.application import Application
from workflows.checks.duplicates import ask_again
from workflows.decisions import Decision, decide
from workflows.engine import JsonScalar
from workflows.steps import Step

PLAIN_FACTS = (
    "hukou",
    "long_term_rural",
    "dwelling",
    "identities",
    "whole_household_no_house",
    "marked_in_archive",
    "no_house_confirmed",
    "in_relocation_plan",
    "stable_out_of_poverty",
    "building_difficulty",
    "grade",
    "household_size",
    "method",
    "repair_cost_yuan",
    "large_household_application",
    "township_formal_document",
)
NO_HOUSE = "无房"
# An answer that is true, and is asked again at the visit; the fact stays unknown.
UNCLEAR = "不清楚"
# What settles the identity of a household, and how (R27–R29).
SETTLED, PASSED = "identity_settled", "passed"


def facts_of(application: Application) -> dict[str, Any]:
    """What is known of ``application``; money in yuan, areas in m²."""
    facts: dict[str, Any] = {
        name: value for name in PLAIN_FACTS if (value := getattr(application, name)) is not None
    }
    facts["plan"] = application.programme.plan
    if application.dwelling == NO_HOUSE:
        # A household without a house has nothing to grade (R33): known to be none.
        facts.setdefault("grade", None)
    if application.measured_area_m2 is not None:
        facts["area_m2"] = float(application.measured_area_m2)
        facts["area_kind"] = "实测"
    elif application.planned_area_m2 is not None:
        facts["area_m2"] = float(application.planned_area_m2)
        facts["area_kind"] = "计划"
    return facts


def no_longer_unclear(application: Application, names: Iterable[str]) -> None:
    """What the household could not tell is known now."""
    left = [each for each in application.unclear or () if each not in set(names)]
    application.unclear = left or None


def evaluate(step: Step, decision_ref: str, **more: Any) -> Decision:
    """Evaluate ``decision_ref`` on the case with ``more`` facts; nothing is recorded."""
    facts = facts_of(step.application)
    for source in step.runtime.fact_sources.get(decision_ref, ()):
        facts |= source(step)
    facts |= more
    return decide(step.runtime.tables, decision_ref, facts, step.parameters)


def decide_for(step: Step, decision_ref: str) -> dict[str, JsonScalar]:
    """Evaluate for a drawing and put inputs, rows and rules on the record.

    Only scalar outputs enter the process; what is not known stays out, so that no gateway can take
    it for an answer.
    """
    decision = evaluate(step, decision_ref)
    step.lacking |= set(decision.missing_facts)
    if decision_ref == SETTLED and decision.outputs.get("identity_state") == PASSED:
        step.application.identity_passed_on = step.happened_on
        ask_again(step.application)
    step.note(
        "decision_made",
        {
            "decision": decision_ref,
            "inputs": decision.inputs,
            "outputs": decision.outputs,
            "rows": list(decision.rows),
            "rules": list(decision.rules),
            "version": decision.table_version,
            "missing_facts": list(decision.missing_facts),
        },
    )
    return {
        name: value
        for name, value in decision.outputs.items()
        if value is None or isinstance(value, str | int | float | bool)
    }
