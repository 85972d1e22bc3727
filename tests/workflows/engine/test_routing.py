"""Process data holds routing only: plain JSON under plain names, and little of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from uuid import uuid4

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
from workflows.engine import BadData
from workflows.engine.routing import checked

GOOD = {
    "text": "文字",
    "number": -3,
    "share": 0.5,
    "yes": True,
    "nothing": None,
    "several": [1, "two", None],
    "nested": {"any key": [{"deep": 1}]},
}


def test_plain_json_passes_unchanged():
    assert checked(GOOD) == GOOD


@pytest.mark.parametrize(
    "values",
    [
        {"typename": "timedelta"},
        {"house": {"typename": "x"}},
        {"rooms": [{"walls": [{"typename": "x"}]}]},
        {"day": dt.date(2026, 1, 1)},
        {"moment": dt.datetime.now(dt.UTC)},
        {"money": Decimal("1.00")},
        {"some": {1, 2}},
        {"pair": (1, 2)},
        {"id": uuid4()},
        {"raw": b"x"},
        {"call": print},
        {"nan": float("nan")},
        {"endless": [float("inf")]},
        {"huge": 2**70},
        {"half": "\ud800"},
        {"keys": {1: "x"}},
        {"not a name": 1},
        {"": 1},
        {1: 1},
        {"long": "字" * 2000},
        {"deep": [[[[[[[[1]]]]]]]]},
        [("outcome", "pass")],
        "outcome",
        None,
    ],
)
def test_anything_else_is_refused(values):
    with pytest.raises(BadData):
        checked(values)


def test_bad_data_is_a_value_error():
    with pytest.raises(ValueError, match="typename"):
        checked({"typename": 1})


FLOWING = drawing(
    "flowing",
    start(),
    rule("judge", "judge"),
    service("act", "act"),
    catch_message("heard", "said"),
    user("look"),
    end("over"),
    path("started", "judge", "act", "heard", "look", "over"),
    lanes={"clerk": ["look"]},
    messages=["said"],
)
FORGED = [{"typename": "x"}, {"x": {"typename": "x"}}, {"day": dt.date(2026, 1, 1)}]


@pytest.mark.parametrize("forged", FORGED)
def test_every_way_into_process_data_is_guarded(desk_of, forged):
    with pytest.raises(BadData):
        desk_of(FLOWING, judge={}, act={}).begin("flowing", forged)
    with pytest.raises(BadData):
        desk_of(FLOWING, judge=forged, act={}).begin("flowing")
    with pytest.raises(BadData):
        desk_of(FLOWING, judge={}, act=forged).begin("flowing")
    desk = desk_of(FLOWING, judge={}, act=None)
    desk.begin("flowing")
    with pytest.raises(BadData):
        desk.deliver("said", **forged)
    desk.deliver("said")
    with pytest.raises(BadData):
        desk.complete("look", **forged)
    assert desk.open() == ["look"]


@pytest.mark.parametrize("name", ["result", "outcome"])
def test_nobody_but_the_engine_sets_the_result_or_the_outcome(desk_of, name):
    with pytest.raises(BadData, match=name):
        desk_of(FLOWING, judge={name: "x"}, act={}).begin("flowing")
    with pytest.raises(BadData, match=name):
        desk_of(FLOWING, judge={}, act={name: "x"}).begin("flowing")
    desk = desk_of(FLOWING, judge={}, act=None)
    desk.begin("flowing")
    with pytest.raises(BadData, match=name):
        desk.deliver("said", **{name: "x"})


@pytest.mark.parametrize("name", ["result", "asked_by"])
def test_a_form_does_not_say_who_asked_or_what_a_process_ended_with(desk_of, name):
    desk = desk_of(FLOWING, judge={}, act=None)
    desk.begin("flowing")
    desk.deliver("said")
    with pytest.raises(BadData, match=name):
        desk.complete("look", **{name: "x"})


def test_answers_of_rules_services_and_messages_reach_the_next_task(desk_of):
    desk = desk_of(FLOWING, judge={"a": 1}, act={"b": [2]})
    desk.begin("flowing", {"zero": 0})
    desk.deliver("said", c="3", asked_by="notice")
    assert desk.data("look") == {
        "result": "",
        "outcome": "",
        "asked_by": "notice",
        "zero": 0,
        "a": 1,
        "b": [2],
        "c": "3",
    }
