"""Where the telephone was that sent a photograph: read from what a script says, or refused."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from webapp.files.capture import read
from workflows import clock
from workflows.errors import Invalid

GOOD = {"latitude": 48.0134, "longitude": 122.7371, "accuracy": 12, "age": 40}


def test_the_age_is_counted_back_from_this_servers_clock() -> None:
    before = clock.now()
    capture = read(json.dumps(GOOD))
    assert (capture.latitude, capture.accuracy_m) == (48.0134, 12.0)
    age = dt.timedelta(seconds=40)
    assert before - age <= capture.at <= clock.now() - age


@pytest.mark.parametrize(
    "differs",
    [
        {"latitude": 91},
        {"longitude": -180.5},
        {"accuracy": -1},
        {"age": -5},
        {"age": 10**9},
        {"latitude": "48"},
        {"latitude": True},
        {"longitude": None},
    ],
)
def test_what_no_script_of_ours_sends_is_refused(differs: dict[str, object]) -> None:
    with pytest.raises(Invalid, match="定位没有传对"):
        read(json.dumps(GOOD | differs))


@pytest.mark.parametrize("sent", ["{", "[]", "48.0,122.7", '{"latitude": NaN}', "x" * 400])
def test_what_is_no_position_is_refused(sent: str) -> None:
    with pytest.raises(Invalid):
        read(sent)
