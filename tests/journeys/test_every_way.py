"""The journeys together take every way out of every task of every drawing."""

from __future__ import annotations

import importlib
from collections import Counter
from pathlib import Path

from tests.journeys.office import shipped_runtime
from tests.journeys.walks import said_by, way_of


def ways_said() -> set[str]:
    """What the journeys say; each proves its own when it runs."""
    said: set[str] = set()
    for path in Path(__file__).parent.glob("test_*.py"):
        module = importlib.import_module(f"tests.journeys.{path.stem}")
        for name in dir(module):
            if name.startswith("test_"):
                said |= said_by(getattr(module, name))
    return said


def ways_drawn() -> list[str]:
    """``process.node:outcome`` of every task as drawn."""
    current = shipped_runtime().library.current
    return [
        f"{task.process_id}.{task.node_id}:{outcome.id}"
        for task in current.user_tasks()
        for outcome in current.outcomes(task.process_id, task.node_id)
    ]


def test_no_two_ways_of_the_drawings_have_one_name() -> None:
    counted = Counter(map(way_of, ways_drawn()))
    assert [way for way, count in counted.items() if count > 1] == []


def test_every_way_of_the_drawings_is_walked() -> None:
    drawn = set(map(way_of, ways_drawn()))
    assert len(drawn) > 90
    assert sorted(drawn - ways_said()) == []


def test_no_journey_says_a_way_that_is_not_drawn() -> None:
    assert sorted(ways_said() - set(map(way_of, ways_drawn()))) == []
