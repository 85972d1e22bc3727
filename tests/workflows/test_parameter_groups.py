from __future__ import annotations

from tests.workflows.test_programmes import PLAN_A, PLAN_B, USER_TASKS
from workflows.parameter_groups import group_and_title, parameter_groups

STEPS = {task: f"step {task}" for task in USER_TASKS}


def test_every_parameter_has_a_title_in_one_group() -> None:
    names = {*PLAN_A.parameters, *PLAN_B.parameters}
    assert [name for name in names if group_and_title(name, STEPS) is None] == []
    titled = [name for group in parameter_groups() for name in group.titles]
    assert len(titled) == len(set(titled))
    assert set(titled) <= names


def test_deadlines_and_papers_are_called_by_their_step() -> None:
    found = group_and_title("deadline_visit_household", {"visit_household": "入户调查"})
    assert found is not None
    group, title = found
    assert (group.name, title.title, title.unit) == ("办理时限", "入户调查", "个工作日")
