"""Conditions compare a variable with a literal and can do nothing else."""

from __future__ import annotations

import pytest

from workflows.engine.conditions import compile_condition


@pytest.mark.parametrize(
    ("text", "data", "holds"),
    [
        ('outcome == "return"', {"outcome": "return"}, True),
        ('outcome == "return"', {"outcome": "reject"}, False),
        ('grade != "D"', {"grade": "C"}, True),
        ('grade != "D"', {"grade": "D"}, False),
        ('grade in ["C", "D"]', {"grade": "D"}, True),
        ('grade in ["C", "D"]', {"grade": "A"}, False),
        ("listed == True", {"listed": True}, True),
        ("listed == True", {"listed": 1}, False),
        ("count == 1", {"count": True}, False),
        ("count == 1", {"count": 1.0}, True),
        ("due == None", {"due": None}, True),
        ('a == "x" and b == "y"', {"a": "x", "b": "y"}, True),
        ('a == "x" and b == "y"', {"a": "x", "b": "z"}, False),
        ('a == "x" or b == "y"', {"a": "z", "b": "y"}, True),
        ('a == "x" or b == "y"', {"a": "z", "b": "z"}, False),
        ('not a == "x"', {"a": "x"}, False),
        ('危险等级 == "D"', {"危险等级": "D"}, True),
        ('  outcome == "pass"\n', {"outcome": "pass"}, True),
    ],
)
def test_a_condition_compares(text, data, holds):
    assert compile_condition(text).holds(data) is holds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "listed",
        "True",
        "1 == 1",
        '"x" == a',
        "a == b",
        "a < 3",
        "a is None",
        'a not in ["x"]',
        'a in ("x",)',
        'a in "xyz"',
        "a in [b]",
        'a == "x" == "y"',
        "a == [1]",
        "a == -1",
        "a.b == 1",
        'a["b"] == 1',
        "open('x') == 1",
        "().__class__ == 1",
        "__import__('os').system('x') == 1",
        "[x for x in a] == 1",
        "a := 1",
        "lambda: 1",
        'f"{a}" == "x"',
        "a == b'x'",
        "a == 1j",
        "a == ...",
        'a = "x"',
        "${a == 1}",
        'a == "x" and open("y")',
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match="is not a"):
        compile_condition(text)


def test_a_missing_variable_is_not_taken_for_a_value():
    with pytest.raises(KeyError, match="grade"):
        compile_condition("grade == None").holds({})


def test_a_condition_knows_the_variables_it_reads_and_its_plain_equality():
    both = compile_condition('a == "x" and b != "y"')
    assert (both.names, both.equals) == ({"a", "b"}, None)
    assert compile_condition('outcome == "pass"').equals == ("outcome", "pass")
