"""Distances and directions on the earth, as far as a county needs them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.checks.place import bearing, direction, distance_m, in_words

latitudes = st.floats(40, 53)
longitudes = st.floats(115, 130)
points = st.tuples(latitudes, longitudes)


def test_one_minute_of_latitude_is_a_nautical_mile() -> None:
    assert distance_m((48, 122), (48 + 1 / 60, 122)) == pytest.approx(1852, rel=0.002)


@given(first=points, second=points)
def test_there_and_back_is_as_far(first: tuple[float, float], second: tuple[float, float]) -> None:
    assert distance_m(first, second) == pytest.approx(distance_m(second, first), abs=0.001)


@given(first=points, second=points, third=points)
def test_no_detour_is_shorter(
    first: tuple[float, float], second: tuple[float, float], third: tuple[float, float]
) -> None:
    direct = distance_m(first, third)
    assert direct <= distance_m(first, second) + distance_m(second, third) + 0.001


@pytest.mark.parametrize(
    ("end", "named"),
    [
        ((48.01, 122), "北"),
        ((48, 122.01), "东"),
        ((47.99, 122), "南"),
        ((48, 121.99), "西"),
        ((48.01, 122.015), "东北"),
        ((48.01, 121.9999), "北"),
    ],
)
def test_directions_are_named(end: tuple[float, float], named: str) -> None:
    assert direction(bearing((48, 122), end)) == named


@pytest.mark.parametrize(
    ("metres", "words"), [(0, "0 米"), (999.4, "999 米"), (51_300, "51.3 公里")]
)
def test_distances_are_read_as_people_say_them(metres: float, words: str) -> None:
    assert in_words(metres) == words
