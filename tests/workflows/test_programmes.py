from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from lxml import etree

from workflows.programmes import (
    PROGRAMMES,
    ProgrammeDefinition,
    ProgrammeError,
    deadline_parameter,
    load_programme,
    load_programmes,
    parameters_of,
)

PLAN_A, PLAN_B = load_programmes()
USER_TASKS = sorted(
    {
        node.get("id")
        for path in PROGRAMMES.parent.glob("*.bpmn")
        for node in etree.parse(str(path)).iter("{*}userTask")
    }
)
GAPS = {f"G{number}" for number in range(1, 36)}


@pytest.mark.parametrize("programme", [PLAN_A, PLAN_B], ids=lambda programme: programme.code)
def test_a_programme_names_its_document(programme: ProgrammeDefinition) -> None:
    assert programme.document_number == "扎政办字〔2019〕27号"
    assert programme.dated == dt.date(2019, 6, 4)
    assert (programme.year, programme.county_name) == (2019, "扎兰屯市")


def test_the_targets_are_those_of_the_document() -> None:
    assert PLAN_A.values["target_grade_c"] == 265
    assert PLAN_A.values["target_without_house"] == 280
    assert PLAN_B.values["target_households"] == 123


@pytest.mark.parametrize("task", USER_TASKS)
def test_every_user_task_has_a_deadline_in_both_programmes(task: str) -> None:
    for programme in (PLAN_A, PLAN_B):
        assert programme.values[deadline_parameter(task)] > 0


def test_no_deadline_is_for_a_task_that_is_not_drawn() -> None:
    deadlines = {name for name in PLAN_A.parameters if name.startswith(deadline_parameter(""))}

    assert deadlines <= {deadline_parameter(task) for task in USER_TASKS}


@pytest.mark.parametrize("programme", [PLAN_A, PLAN_B], ids=lambda programme: programme.code)
def test_every_settled_gap_is_a_parameter_with_a_line_for_the_reader(
    programme: ProgrammeDefinition,
) -> None:
    sources = {parameter.source for parameter in programme.parameters.values()}

    assert sources >= GAPS
    assert all(parameter.note for parameter in programme.parameters.values())


def test_what_waits_for_the_county_is_not_set() -> None:
    assert PLAN_A.parameters["c_rebuild_amount_yuan"].value is None
    assert PLAN_A.parameters["c_rebuild_amount_yuan"].source == "G3"


def test_without_a_plan_only_what_both_plans_agree_on_is_known() -> None:
    shared = parameters_of([PLAN_A, PLAN_B], None)

    assert shared["refusal_min_visits"] == 3
    assert "funding_source" not in shared


@pytest.mark.parametrize(
    "text",
    ["code = ", 'code = "x"', (PROGRAMMES / "150783-2019-B.toml").read_text().replace(
        'kind = "document"', 'kind = "rumour"'
    )],
)  # fmt: skip
def test_a_broken_programme_is_refused_by_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ProgrammeError, match=r"broken\.toml"):
        load_programme(path)
