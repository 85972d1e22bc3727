"""The worked cases of the policy, answered from the shipped tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from workflows.decisions import DecisionTables, ImpossibleValue, answer
from workflows.decisions.command import answer_text
from workflows.decisions.papers import acceptance_checklist
from workflows.programmes import ProgrammeDefinition

CASES = json.loads(Path(__file__).with_name("cases.json").read_text(encoding="utf-8"))
# A budget, a sum over many households and a progress report: no question about one household.
ELSEWHERE = {"TC93", "TC94", "TC106"}
ANSWERABLE = [case for case in CASES if case["id"] not in ELSEWHERE]
HOUSEHOLDS = [case for case in ANSWERABLE if "identities" in case["input"]]


def name_of(case: dict[str, Any]) -> str:
    return str(case["id"])


@pytest.mark.parametrize("case", ANSWERABLE, ids=name_of)
def test_a_worked_case_is_answered_as_expected(
    case: dict[str, Any], tables: DecisionTables, programmes: list[ProgrammeDefinition]
) -> None:
    given = answer(tables, {**case["input"], "plan": case["plan"]}, programmes)

    assert {key: given.get(key, "unanswered") for key in case["expected"]} == case["expected"]


@pytest.mark.parametrize("case", HOUSEHOLDS, ids=name_of)
def test_the_command_answers_a_household_without_being_told_its_plan(
    case: dict[str, Any], tables: DecisionTables
) -> None:
    given = json.loads(answer_text(json.dumps(case["input"]), tables))

    assert {key: given.get(key, "unanswered") for key in case["expected"]} == case["expected"]


@pytest.mark.parametrize("case", ANSWERABLE, ids=name_of)
def test_every_answer_names_a_row_that_exists_and_its_rules(
    case: dict[str, Any], tables: DecisionTables, programmes: list[ProgrammeDefinition]
) -> None:
    given = answer(tables, {**case["input"], "plan": case["plan"]}, programmes)
    rows = {row.id for ref in tables.refs for row in tables[ref].rows}

    answers = given.keys() - {"decided_by", "missing_facts", "unused_facts"}
    assert answers == given["decided_by"].keys()
    for ground in given["decided_by"].values():
        assert set(ground["row"].split()) <= rows
        assert ground["row"]
        assert ground["rules"]


def test_the_file_of_worked_cases_goes_through_the_command_as_it_is(tables: DecisionTables) -> None:
    given = json.loads(answer_text(json.dumps(ANSWERABLE), tables))

    assert len(given) == len(ANSWERABLE)
    assert given[0]["subsidy_yuan"] == 25232


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"identity_passed_on": None, "appraisal_on": "2019-04-02"}, {"order_ok": False}),
        (
            {"identity_passed_on": "2019-04-03", "appraisal_on": "2019-04-02"},
            {"order_ok": False, "outcome": "鉴定无效,须先身份审核后鉴定"},
        ),
        (
            {"notice_from": "2019-03-01", "notice_to": "2019-03-06", "level": "乡镇"},
            {"notice_ok": True},
        ),
        (
            {
                "notice_from": "2019-03-01",
                "notice_to": "2019-03-09",
                "level": "村",
                "locations": ["主要街道"],
            },
            {"notice_ok": False, "outcome": "公示地点不足,须在村务公开栏和主要街道重新公示"},
        ),
        (
            {"property_type": "政府兜底房", "start": "2019-08-20", "sale": "2024-08-20"},
            {"sale_allowed": True, "return_yuan": 20000},
        ),
        (
            {"property_type": "政府兜底房", "start": "2020-02-29", "sale": "2025-02-27"},
            {"sale_allowed": False},
        ),
        (
            {"property_type": "互助院", "start": "2019-08-20", "sale": "2030-01-01"},
            {"sale_allowed": False, "outcome": "产权归集体所有,不得出售"},
        ),
        (
            {
                "meeting_kind": "村民代表大会",
                "representatives_total": 30,
                "representatives_present": 20,
                "votes_in_favour": 11,
            },
            {"appraisal_valid": True, "outcome": "评议通过"},
        ),
        (
            {
                "meeting_kind": "村民代表大会",
                "representatives_total": 30,
                "representatives_present": 20,
                "votes_in_favour": 10,
            },
            {"appraisal_valid": True, "outcome": "评议不通过"},
        ),
        (
            {
                "meeting_kind": "村民代表大会",
                "representatives_total": 30,
                "representatives_present": 19,
                "votes_in_favour": 19,
            },
            {"appraisal_valid": False},
        ),
        (
            {
                "meeting_kind": "村两委会议",
                "representatives_total": 5,
                "representatives_present": 5,
                "votes_in_favour": 5,
            },
            {"appraisal_valid": False},
        ),
        (
            {"build": "修缮加固", "plan": "A", "standard": {"cost_papers": False}},
            {"acceptance_ok": False, "outcome": "不准交付使用,限期整改"},
        ),
        (
            {
                "agreement_items": ["任务", "质量", "进度", "安全责任", "竣工时限"],
                "parties": ["村"],
            },
            {"complete": False, "missing": ["危房改造户"]},
        ),
    ],
)
def test_a_case_beside_the_worked_ones_is_answered(
    facts: dict[str, Any], expected: dict[str, Any], tables: DecisionTables
) -> None:
    given = answer(tables, facts)

    assert {key: given.get(key, "unanswered") for key in expected} == expected


def test_the_wall_of_a_repaired_house_is_not_asked(tables: DecisionTables) -> None:
    assert "wall_mm" not in {item.key for item in acceptance_checklist(tables, "修缮加固")}


@pytest.mark.parametrize(
    "facts",
    [
        {"notice_from": "2019-03-06", "notice_to": "2019-03-01", "level": "市"},
        {
            "meeting_kind": "村民大会",
            "representatives_total": 5,
            "representatives_present": 6,
            "votes_in_favour": 1,
        },
    ],
)
def test_facts_that_contradict_each_other_are_impossible(
    facts: dict[str, Any], tables: DecisionTables
) -> None:
    with pytest.raises(ImpossibleValue):
        answer(tables, facts)
