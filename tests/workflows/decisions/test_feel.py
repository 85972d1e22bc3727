from __future__ import annotations

import contextlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.decisions.feel import FeelError, parse_cell, parse_expression, plain, scalar


@pytest.mark.parametrize(
    ("cell", "accepted", "rejected"),
    [
        ('"C","D"', ["C", "D"], ["A", None]),
        ('not("C","D")', ["A", None], ["C", "D"]),
        ("-", ["C", 5, True, None], []),
        ("true", [True], [False, 1, "true"]),
        ("1", [1, 1.0], [True, "1"]),
        ("null", [None], [False, 0, ""]),
        ("not(null)", ["x", 0, False], [None]),
        (">= 5", [5, 6], [4.99, None, "6"]),
        ("< -1", [-2], [-1, 0]),
        ("[40..60]", [40, 60, 50.5], [39.99, 60.01]),
        ("(40..60)", [41], [40, 60]),
        ("]40..60[", [41], [40, 60]),
        ("[40..60)", [40], [60]),
        ("null, > 0", [None, 1], [0]),
        (r'"a\"b"', ['a"b'], ["ab"]),
        ('"甲,乙"', ["甲,乙"], ["甲"]),
    ],
)
def test_a_cell_accepts_what_it_says(
    cell: str, accepted: list[object], rejected: list[object]
) -> None:
    parsed = parse_cell(cell)

    assert all(parsed.accepts(scalar(value)) for value in accepted)
    assert not any(parsed.accepts(scalar(value)) for value in rejected)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("25232", 25232),
        ("min(cost, 20000)", 13500),
        ('"延长至" + day + "24时"', "延长至3月6日24时"),
        ("cost + 1", 13501),
        ("[20000, 25232]", [20000, 25232]),
        ("null", None),
        ("cost", 13500),
    ],
)
def test_an_answer_is_reckoned_from_names(expression: str, value: object) -> None:
    facts = {"cost": Fraction(13500), "day": "3月6日"}

    assert plain(parse_expression(expression).evaluate(facts.__getitem__)) == value


def test_adding_a_text_to_a_number_is_refused() -> None:
    with pytest.raises(FeelError):
        parse_expression('"a" + 1').evaluate(lambda name: None)


def test_a_tenth_of_a_square_metre_is_exact() -> None:
    over = scalar(60.1)

    assert isinstance(over, Fraction)
    assert over - 60 == Fraction(1, 10)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [1], {"a": 1}, object()])
def test_what_is_no_scalar_is_no_value(value: object) -> None:
    with pytest.raises(TypeError):
        scalar(value)


@given(st.text(alphabet='"-.,<>=[]()+ aAtruenolmi015', max_size=12))
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    for parse in (parse_cell, parse_expression):
        with contextlib.suppress(FeelError):
            parse(text)
