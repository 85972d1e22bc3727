"""What happens in the demo county: every task of every drawing, every method, every ending."""

from __future__ import annotations

from collections import Counter

import pytest

from forms.registry import TASK_FORMS
from models.method import METHODS, REPAIR
from webapp.demo.answers import ANSWERS
from webapp.demo.scenarios import EVERY_TASK, FIRST_DAY, LAST_DAY, SPREAD, case_plans
from webapp.demo.seeding import HOUSEHOLDS
from workflows.runtime import Runtime

PLANS = case_plans(HOUSEHOLDS)


def test_every_form_has_its_answers() -> None:
    assert set(ANSWERS) == set(TASK_FORMS)


def test_a_case_is_left_at_every_user_task_of_the_drawings(runtime: Runtime) -> None:
    drawn = {task.node_id for task in runtime.library.current.user_tasks()}

    assert {stop.node for stop in EVERY_TASK} == drawn


def test_outcomes_named_are_those_of_the_drawings(runtime: Runtime) -> None:
    definitions = runtime.library.current
    offered = {
        task.node_id: {each.id for each in definitions.outcomes(task.process_id, task.node_id)}
        for task in definitions.user_tasks()
    }
    named = {
        (node, outcome)
        for stop in (*EVERY_TASK, *SPREAD)
        for node, outcomes in stop.outcomes.items()
        for outcome in outcomes
    }

    assert {(node, outcome) for node, outcome in named if outcome not in offered[node]} == set()


def test_there_are_at_least_120_households_of_both_programmes() -> None:
    assert len(PLANS) >= 120
    assert {plan.plan for plan in PLANS} == {"A", "B"}


def test_all_methods_occur_and_repair_is_the_commonest() -> None:
    methods = Counter(plan.method for plan in PLANS)

    assert set(methods) == set(METHODS)
    assert methods.most_common(1)[0][0] == REPAIR


def test_all_identities_and_households_without_a_house_occur() -> None:
    identities = {each for plan in PLANS for each in plan.identities}

    assert identities == {"建档立卡", "低保", "分散供养特困", "贫困残疾人"}
    assert any(plan.is_without_house for plan in PLANS)
    assert all(plan.plan == "A" for plan in PLANS if plan.is_without_house)


def test_cases_begin_within_the_year_and_before_the_last_day() -> None:
    assert all(FIRST_DAY <= plan.starts_on < LAST_DAY for plan in PLANS)


@pytest.mark.parametrize("count", [1, 7, 30])
def test_a_small_demo_takes_cases_from_the_whole_way(count: int) -> None:
    assert len(case_plans(count)) == count


def test_the_same_count_makes_the_same_households() -> None:
    assert case_plans(30) == case_plans(30)
