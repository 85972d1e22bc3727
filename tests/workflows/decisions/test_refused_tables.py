"""A table with a mistake is refused with file, element and reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from workflows.decisions import DecisionError, Problem, load_directory

Write = Callable[..., Path]


def refused(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(DecisionError) as caught:
        load_directory(folder)
    return caught.value.problems


def test_a_sound_table_is_accepted(write_table: Write) -> None:
    folder = write_table([('"A","B"', "false"), ('"C","D"', "true")])

    assert load_directory(folder).refs == {"trial"}


def test_a_gap_is_shown_with_the_facts_that_fall_into_it(write_table: Write) -> None:
    (problem,) = refused(write_table([('"A","B"', "false"), ('"D"', "true")]))

    assert (problem.file, problem.element) == ("trial.dmn", "trial_table")
    assert problem.reason == "no row answers grade = 'C'"


def test_a_gap_between_two_numbers_is_found(write_table: Write) -> None:
    folder = write_table(
        [("< 5", "1"), ("> 5", "2")], fact="visits_lacking", kind="number", domain="[0..10]"
    )

    assert refused(folder)[0].reason == "no row answers visits_lacking = 5"


def test_an_overlap_names_both_rows_and_the_facts(write_table: Write) -> None:
    (problem,) = refused(write_table([('"A","B","C"', "false"), ('"C","D"', "true")]))

    assert problem.element == "trial-1"
    assert problem.reason == "overlaps with trial-2: both answer grade = 'C'"


def test_an_overlap_in_a_single_point_of_two_ranges_is_found(write_table: Write) -> None:
    folder = write_table(
        [("[0..5]", "1"), ("[5..10]", "2")], fact="visits_lacking", kind="number", domain="[0..10]"
    )

    assert "visits_lacking = 5" in refused(folder)[0].reason


def test_a_row_that_earlier_rows_hide_is_refused_under_first(write_table: Write) -> None:
    folder = write_table([("-", "false"), ('"D"', "true")], hit_policy="FIRST")

    assert refused(folder) == (
        Problem("trial.dmn", "trial-2", "never decides: earlier rows answer all its cases"),
    )


@pytest.mark.parametrize(
    "cell",
    ['"A" or "B"', "grade", "> grade", "[1..", "[5..1]", "not(", '"A",', "=> 5", "A", "{", "1 2"],
)
def test_a_cell_outside_the_grammar_is_refused_at_its_id(write_table: Write, cell: str) -> None:
    problems = refused(write_table([(cell, "true")]))

    assert problems[0].file == "trial.dmn"
    assert problems[0].element == "trial-1-in"


@pytest.mark.parametrize("cell", ["__import__('os')", "min(1)", "a * b", "max(1, 2)", "", "[a]"])
def test_an_answer_outside_the_grammar_is_refused_at_its_id(write_table: Write, cell: str) -> None:
    assert refused(write_table([("-", cell)]))[0].element == "trial-1-out"


def test_a_value_that_the_fact_cannot_have_is_refused(write_table: Write) -> None:
    (problem,) = refused(write_table([('"A","B","C","D","E"', "true")]))

    assert problem.element == "trial-1"
    assert "grade cannot be 'E'" in problem.reason


def test_a_range_outside_the_domain_is_refused(write_table: Write) -> None:
    folder = write_table(
        [("<= 10", "1"), ("> 10", "2")], fact="visits_lacking", kind="number", domain="[0..10]"
    )

    assert refused(folder)[0].element == "trial-2"


def test_a_number_without_a_domain_is_refused(write_table: Write) -> None:
    problems = refused(write_table([("-", "1")], fact="visits", kind="number", domain=""))

    assert problems[0].element == "trial_input"


def test_a_boolean_needs_no_domain(write_table: Write) -> None:
    folder = write_table(
        [("true", "1"), ("false", "2")], fact="disaster", kind="boolean", domain=""
    )

    assert load_directory(folder).refs == {"trial"}


def test_a_fact_that_nobody_knows_is_refused(write_table: Write) -> None:
    (problem,) = refused(write_table([("-", "true")], fact="colour"))

    assert problem == Problem("trial.dmn", "trial_input", "nobody knows the fact 'colour'")


def test_an_answer_from_a_name_that_nobody_knows_is_refused(write_table: Write) -> None:
    (problem,) = refused(write_table([("-", "min(colour, 5)")]))

    assert problem == Problem("trial.dmn", "trial-1", "nobody knows the fact 'colour'")


def test_a_row_without_rule_numbers_is_refused(write_table: Write) -> None:
    (problem,) = refused(write_table([("-", "true")], note="because we say so"))

    assert problem.element == "trial-1"


def test_two_tables_that_read_one_fact_differently_are_refused(write_table: Write) -> None:
    write_table([("-", "true")])
    folder = write_table([("-", "true")], ref="other", output="echo", domain='"C","D"')

    assert [problem.element for problem in refused(folder)] == ["trial_input"]


def test_two_tables_that_answer_the_same_question_are_refused(write_table: Write) -> None:
    write_table([("-", "true")])
    folder = write_table([("-", "true")], ref="other")

    assert "'verdict' is answered by other.dmn too" in refused(folder)[0].reason


def test_an_answer_that_the_next_table_cannot_read_is_refused(write_table: Write) -> None:
    write_table([("-", '"E"')], fact="dwelling", domain='"无房"', output="grade")
    folder = write_table([("-", "true")], ref="reader")

    (problem,) = refused(folder)
    assert (problem.file, problem.element) == ("trial.dmn", "trial-1")


@pytest.mark.parametrize("policy", ["ANY", "PRIORITY", "RULE ORDER", "first"])
def test_a_hit_policy_that_is_not_ours_is_refused(write_table: Write, policy: str) -> None:
    problems = refused(write_table([("-", "true")], hit_policy=policy))

    assert problems[0].element == "trial_table"


def test_a_file_whose_name_is_not_its_decision_is_refused(write_table: Write) -> None:
    folder = write_table([("-", "true")])
    (folder / "trial.dmn").rename(folder / "renamed.dmn")

    assert "with the id 'renamed'" in refused(folder)[0].reason


def test_a_broken_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "broken.dmn").write_text("<definitions", encoding="utf-8")

    assert refused(tmp_path)[0].file == "broken.dmn"


def test_an_external_entity_is_not_read(tmp_path: Path, write_table: Write) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("R99 secret", encoding="utf-8")
    folder = write_table([("-", "true")], note="&leak;")
    file = folder / "trial.dmn"
    doctype = f'<!DOCTYPE definitions [<!ENTITY leak SYSTEM "{secret.as_uri()}">]>'
    file.write_text(doctype + file.read_text(encoding="utf-8"), encoding="utf-8")

    assert "names no rule number" in str(refused(folder))


def test_all_mistakes_are_told_at_once(write_table: Write) -> None:
    write_table([('"A"', "true")])
    folder = write_table([("nonsense", "true")], ref="other")

    assert {problem.file for problem in refused(folder)} == {"trial.dmn", "other.dmn"}
