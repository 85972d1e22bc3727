"""What is not known is not null: answers by elimination never contradict the full answer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.decisions import DecisionTables, answer, decide, load_directory
from workflows.decisions.feel import plain
from workflows.decisions.papers import archive_items
from workflows.decisions.table import Table
from workflows.decisions.vocabulary import CLASSES, DEPARTMENTS
from workflows.programmes import load_programmes, parameters_of

TABLES = load_directory()
PROGRAMMES = load_programmes()
PARAMETERS = parameters_of(PROGRAMMES, "A")
HOUSEHOLD: dict[str, Any] = {
    "identities": ["建档立卡"],
    "confirm": {"扶贫": True},
    "hukou": "农业",
    "long_term_rural": True,
    "dwelling": "唯一住房",
    "in_relocation_plan": False,
    "stable_out_of_poverty": False,
    "building_difficulty": False,
    "grade": "D",
    "method": "自建房屋",
    "area_m2": 55,
}


def literals(name: str) -> list[Any]:
    return [plain(value) for value in TABLES.domains[name].literals()]


households = st.fixed_dictionaries(
    {
        "identities": st.lists(st.sampled_from(CLASSES), unique=True, max_size=3),
        "confirm": st.dictionaries(st.sampled_from(list(DEPARTMENTS.values())), st.booleans()),
        "hukou": st.sampled_from(literals("hukou")),
        "long_term_rural": st.booleans(),
        "dwelling": st.sampled_from(literals("dwelling")),
        "in_relocation_plan": st.booleans(),
        "stable_out_of_poverty": st.booleans(),
        "building_difficulty": st.booleans(),
        "whole_household_no_house": st.booleans(),
        "marked_in_archive": st.booleans(),
        "grade": st.sampled_from(literals("grade")),
        "method": st.sampled_from(literals("method")),
        "area_m2": st.sampled_from([30, 40, 40.01, 60, 60.5, 80, 81]),
        "area_kind": st.sampled_from(literals("area_kind")),
        "large_household_application": st.booleans(),
        "township_formal_document": st.booleans(),
        "repair_cost_yuan": st.sampled_from([0, 13500, 20000, 23000]),
    }
)
# Absent means no application, no document, a built area: hiding these changes the household.
HIDEABLE = sorted(
    {
        *HOUSEHOLD,
        "whole_household_no_house",
        "marked_in_archive",
        "repair_cost_yuan",
    }
)


@settings(max_examples=150)
@given(households, st.sets(st.sampled_from(HIDEABLE), max_size=8))
def test_hiding_facts_never_changes_an_answer(household: dict[str, Any], hidden: set[str]) -> None:
    full = answer(TABLES, household, PROGRAMMES)
    partial = answer(TABLES, {k: v for k, v in household.items() if k not in hidden}, PROGRAMMES)
    answers = partial.keys() - {"decided_by", "missing_facts", "warning", "alternatives"}

    assert full["missing_facts"] == []
    # A question may not arise once more is known (the area of an ineligible household).
    assert {k: partial[k] for k in answers if k in full} == {
        k: full[k] for k in answers if k in full
    }
    assert set(partial["missing_facts"]) <= hidden


@settings(max_examples=80)
@given(st.data())
def test_a_table_with_hidden_inputs_never_contradicts_itself(data: st.DataObject) -> None:
    table: Table = TABLES[data.draw(st.sampled_from(sorted(TABLES.refs)))]
    facts = {
        column.name: data.draw(st.sampled_from(table.atoms[i]))
        for i, column in enumerate(table.inputs)
    }
    known = {name: value for name, value in facts.items() if data.draw(st.booleans())}

    (full,) = table.reachable(facts)
    assert full in table.reachable(known)


def test_a_table_is_answered_when_the_rows_that_may_match_agree(tables: DecisionTables) -> None:
    facts = {"route_plan": "A", "dwelling": "唯一住房", "grade": "D", "method": "修缮加固"}

    decision = decide(tables, "method", facts, PARAMETERS)

    assert decision.outputs["method_allowed"] is False
    assert decision.missing_facts == ()


def test_a_table_names_the_facts_that_would_decide(tables: DecisionTables) -> None:
    facts = {k: v for k, v in HOUSEHOLD.items() if k != "area_m2"}

    decision = decide(tables, "subsidy", facts, PARAMETERS)

    assert "subsidy_yuan" not in decision.outputs
    assert decision.missing_facts == ("area_m2",)


def test_a_cap_is_known_before_the_cost(tables: DecisionTables) -> None:
    given_ = answer(tables, {**HOUSEHOLD, "grade": "C", "method": "修缮加固"}, PROGRAMMES)

    assert given_["subsidy_cap_yuan"] == 20000
    assert "subsidy_yuan" not in given_
    assert given_["missing_facts"] == ["repair_cost_yuan"]


def test_an_ineligible_household_gets_nothing_whatever_else_is_unknown(
    tables: DecisionTables,
) -> None:
    given_ = answer(tables, {"identities": ["集中供养特困"]}, PROGRAMMES)

    assert given_["eligible"] is False
    assert given_["subsidy_yuan"] == 0
    assert given_["missing_facts"] == []


def test_null_is_not_known(tables: DecisionTables) -> None:
    given_ = answer(tables, {**HOUSEHOLD, "grade": None}, PROGRAMMES)

    assert "eligible" not in given_
    assert "grade" in given_["missing_facts"]


def test_a_department_that_is_not_named_has_not_confirmed(tables: DecisionTables) -> None:
    decision = decide(tables, "identity_settled", {**HOUSEHOLD, "confirm": {}}, PARAMETERS)

    assert decision.outputs["identity_state"] == "open"
    assert decision.outputs["identity_ok"] is False


def test_a_fact_in_no_vocabulary_is_named_as_unused(tables: DecisionTables) -> None:
    assert answer(tables, {**HOUSEHOLD, "colour": "red"}, PROGRAMMES)["unused_facts"] == ["colour"]


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"贫困残疾人"}, "open"),
        ({"低保"}, "failed"),
        ({"低保", "贫困残疾人"}, "open"),
    ],
)
def test_one_refusal_does_not_settle_what_another_may_still_confirm(
    tables: DecisionTables, facts: set[str], state: str
) -> None:
    given_ = decide(
        tables,
        "identity_settled",
        {"identities": sorted(facts), "confirm": {"民政": False}},
        PARAMETERS,
    )

    assert given_.outputs["identity_state"] == state


def test_an_open_amount_is_null_and_names_its_gap(tables: DecisionTables) -> None:
    rebuilt = {**HOUSEHOLD, "grade": "C", "method": "新建(C级自愿)"}

    given_ = answer(tables, rebuilt, PROGRAMMES)

    assert given_["subsidy_yuan"] is None
    assert given_["subsidy_open_question"] == "G3"
    assert decide(tables, "subsidy", rebuilt, PARAMETERS).outputs["subsidy_state"] == "open"


def test_an_amount_that_the_county_has_set_is_paid(tables: DecisionTables) -> None:
    rebuilt = {**HOUSEHOLD, "grade": "C", "method": "新建(C级自愿)"}

    decision = decide(tables, "subsidy", rebuilt, {**PARAMETERS, "c_rebuild_amount_yuan": 20000})

    assert decision.outputs == {"subsidy_yuan": 20000, "subsidy_state": "payable"}
    assert decision.rows == ("subsidy-5", "subsidy_standard-10")


def test_a_place_in_a_mutual_aid_home_pays_nothing_to_the_household(tables: DecisionTables) -> None:
    decision = decide(
        tables, "subsidy", {**HOUSEHOLD, "method": "互助院", "area_m2": 36}, PARAMETERS
    )

    assert decision.outputs == {"subsidy_yuan": None, "subsidy_state": "nothing"}


def test_a_reason_is_known_although_the_grade_is_not(tables: DecisionTables) -> None:
    facts = {k: v for k, v in HOUSEHOLD.items() if k != "grade"}

    given_ = answer(tables, {**facts, "in_relocation_plan": True}, PROGRAMMES)

    assert given_["reason"] == "已纳入易地扶贫搬迁计划"
    assert given_["may_start_appraisal"] is False
    assert "R36" in given_["decided_by"]["reason"]["rules"]


def test_a_dossier_is_complete_when_all_its_items_are_there(tables: DecisionTables) -> None:
    items = [item.name for item in archive_items(tables)]

    full = decide(tables, "archive_completeness", {"archive": items}, PARAMETERS)
    short = decide(tables, "archive_completeness", {"archive": items[1:]}, PARAMETERS)

    assert full.outputs["archive_complete"] is True
    assert short.outputs["archive_complete"] is False
