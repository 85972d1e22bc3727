"""A drawing that names what Python does not have is refused before the first case."""

from __future__ import annotations

import pytest

from tests.workflows.engine.drawn import (
    catch_message,
    drawing,
    end,
    path,
    rule,
    service,
    start,
    user,
)
from workflows.engine import DefinitionSet, DrawingError, check_bindings

DRAWN = DefinitionSet(
    drawing(
        "bound",
        start(),
        user("look", "look_form"),
        rule("judge", "table"),
        service("act", "topic"),
        catch_message("heard", "said"),
        end("over"),
        path("started", "look", "judge", "act", "heard", "over"),
        lanes={"clerk": ["look"]},
        messages=["said"],
    )
)
KNOWN = {
    "roles": {"clerk": "clerk name"},
    "form_keys": {"look_form"},
    "topics": {"topic"},
    "decisions": {"table"},
    "messages": {"said"},
}


def test_a_drawing_whose_names_are_known_is_bound():
    check_bindings(DRAWN, **KNOWN)
    check_bindings(DRAWN, **{**KNOWN, "roles": {"clerk"}, "messages": None})


@pytest.mark.parametrize(
    ("missing", "element_id", "reason"),
    [
        ("roles", "clerk", "role 'clerk' is not known"),
        ("form_keys", "look", "form 'look_form' is not known"),
        ("topics", "act", "topic 'topic' is not known"),
        ("decisions", "judge", "decision 'table' is not known"),
        ("messages", "heard", "message 'said' is not known"),
    ],
)
def test_a_name_that_is_not_known_is_refused_with_its_place(missing, element_id, reason):
    with pytest.raises(DrawingError) as refusal:
        check_bindings(DRAWN, **{**KNOWN, missing: set()})
    (problem,) = refusal.value.problems
    assert (problem.file, problem.element_id, problem.reason) == ("bound.bpmn", element_id, reason)


def test_a_lane_must_bear_the_label_of_its_role():
    with pytest.raises(DrawingError, match="lane is called 'clerk name', not '村经办'"):
        check_bindings(DRAWN, **{**KNOWN, "roles": {"clerk": "村经办"}})


def test_all_unknown_names_are_told_at_once():
    with pytest.raises(DrawingError) as refusal:
        check_bindings(DRAWN, roles=(), form_keys=(), topics=(), decisions=(), messages=())
    assert len(refusal.value.problems) == 5


def test_the_references_of_a_set_are_listed_for_the_other_direction():
    assert {(each.kind, each.name) for each in DRAWN.references} == {
        ("role", "clerk"),
        ("form", "look_form"),
        ("topic", "topic"),
        ("decision", "table"),
        ("message", "said"),
    }
