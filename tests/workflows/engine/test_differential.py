"""A process that is saved, pruned and restored at every step goes the way of one that never is."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.workflows.engine import walking
from tests.workflows.engine.walking import BPMN, LONGEST, ForeseeingWalk, Guide, begin, finish, step
from workflows.engine import Library
from workflows.engine.walk import Walk

ROOT = Path(walking.__file__).parents[3]
GUIDE = Guide(Library.from_directory(BPMN).current)
MAIN = "renovation"
CASES_OF_MAIN = 340
CASES_OF_OTHERS = 12
# Of many ways; chance leads seldom to the last of them.
CASES_OF = {"objection": 120}
CASES = [(MAIN, f"{MAIN}/{number}") for number in range(CASES_OF_MAIN)] + [
    (process_id, f"{process_id}/{number}")
    for process_id in GUIDE.definitions.process_ids
    if process_id != MAIN
    for number in range(CASES_OF.get(process_id, CASES_OF_OTHERS))
]


@cache
def never_saved(process_id: str, seed: str) -> list[Any]:
    walk, first = begin(GUIDE, process_id, seed, ForeseeingWalk)
    return [first, *finish(walk, GUIDE, seed, 1)]


def saved_each_time(process_id: str, seed: str) -> tuple[list[Any], list[int]]:
    """What was seen, and the bytes saved at each step."""
    walk, first = begin(GUIDE, process_id, seed)
    log, sizes = [first], []
    for number in range(1, LONGEST):
        if walk.ended:
            break
        saved = walk.saved()
        sizes.append(len(saved))
        walk = Walk.resume(GUIDE.definitions, process_id, saved)
        log.append(step(walk, GUIDE, seed, number))
    return log, sizes


@pytest.mark.parametrize("part", range(10))
def test_a_process_saved_at_every_step_does_what_one_never_saved_does(part):
    cases = CASES[part::10]
    assert len(cases) >= 15
    for process_id, seed in cases:
        twin, (saved, _) = never_saved(process_id, seed), saved_each_time(process_id, seed)
        for number, (expected, found) in enumerate(zip(twin, saved, strict=True)):
            assert found == expected, f"{seed}, step {number}"


def test_a_process_restored_in_another_process_goes_on_the_same_way():
    cases, expected = [], []
    for number in range(CASES_OF_MAIN):
        seed = f"{MAIN}/{number}"
        walk, _ = begin(GUIDE, MAIN, seed)
        first = 1
        while first < 2 + 3 * (number % 15) and not walk.ended:
            step(walk, GUIDE, seed, first)
            first += 1
        if len(cases) == 20:
            break
        if not walk.ended:
            state = walk.saved().decode()
            cases.append({"process_id": MAIN, "seed": seed, "first": first, "state": state})
            expected.append(finish(walk, GUIDE, seed, first))
    assert len(cases) == 20
    program = [sys.executable, "-m", "tests.workflows.engine.walking"]
    answer = subprocess.run(
        program, input=json.dumps(cases), capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert json.loads(answer.stdout) == expected


def test_the_state_stays_small_with_far_more_routing_data_than_forms_give():
    sizes = [
        size for process_id, seed in CASES[::5] for size in saved_each_time(process_id, seed)[1]
    ]
    assert statistics.median(sizes) <= 6 * 1024
    assert max(sizes) <= 20 * 1024


def test_the_walks_reach_every_node_of_every_drawing():
    reached = {
        (process_id, node_id)
        for process, seed in CASES
        for _, _, (_, trail, _, _, _) in never_saved(process, seed)
        for process_id, node_id, _ in trail
    }
    drawn = {
        (process_id, node.node_id)
        for process_id in GUIDE.definitions.process_ids
        for node in GUIDE.definitions.nodes(process_id)
    }
    assert drawn - reached == set()
