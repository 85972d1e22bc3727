"""How the facts of a case read."""

from __future__ import annotations

import pytest

from models.household import Household
from webapp.cases.overview import home_address


@pytest.mark.parametrize(
    ("group", "address", "said"),
    [
        ("四组", "60号", "四组 60号"),
        ("四组", "松岭村四组60号", "松岭村四组60号"),
        ("", "松岭村60号", "松岭村60号"),
    ],
)
def test_a_group_is_not_said_twice(group: str, address: str, said: str) -> None:
    assert home_address(Household(group_name=group, address=address)) == said
