"""Random walks over drawings, the same for the same seed however often the walk was restored.

Run as a program it takes walks that began elsewhere (JSON on standard input) to their end.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from SpiffWorkflow.util.task import TaskState

from workflows.engine import DefinitionSet, Library
from workflows.engine.drawing import read_drawing
from workflows.engine.walk import Walk

BPMN = Path(__file__).parents[3] / "bpmn"
BEGINNING = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
LONGEST = 120
ENGINE_NAMES = {"result", "outcome", "asked_by"}
# A value that no flow asks for, which takes the default.
ANOTHER = "another"


class Guide:
    """What the drawings can be told: for every variable that a gateway reads, its values."""

    def __init__(self, definitions: DefinitionSet) -> None:
        self.definitions = definitions

    @cached_property
    def values(self) -> dict[str, list[Any]]:
        """Values on which no gateway that reads the variable is left without a way."""
        named: dict[str, dict[Any, None]] = defaultdict(dict)
        needed: dict[str, list[set[Any]]] = defaultdict(list)
        for file, xml in self.definitions.files.items():
            drawing = read_drawing(file, xml)
            for gateway in drawing.elements.values():
                ways = [flow.condition for flow in drawing.outgoing(gateway.id) if flow.condition]
                read: dict[str, dict[Any, None]] = defaultdict(dict)
                for condition in ways:
                    assert condition.equals is not None, condition.text
                    read[condition.equals[0]][condition.equals[1]] = None
                for name, literals in read.items():
                    named[name] |= dict.fromkeys(literals)
                    if not gateway.default_flow:
                        needed[name].append(set(literals))
        return {
            name: [each for each in literals if all(each in some for some in needed[name])]
            if needed[name]
            else [*literals, _another(literals)]
            for name, literals in named.items()
            if name not in ENGINE_NAMES
        }

    @cached_property
    def due_variables(self) -> list[str]:
        drawings = [read_drawing(file, xml) for file, xml in self.definitions.files.items()]
        return sorted({e.due_variable for d in drawings for e in d.elements.values()} - {""})

    def draw(self, random: Random, now: dt.datetime, *, settled: bool = False) -> dict[str, Any]:
        """Random routing data for all of it, some of it nested."""
        drawn = {}
        for name, choices in sorted(self.values.items()):
            value = _choose(random, choices)
            drawn[name] = choices[0] if settled and value == ANOTHER else value
        for name in self.due_variables:
            drawn[name] = (now + dt.timedelta(days=random.randrange(4))).isoformat()
        drawn["some_list"] = [random.randrange(3) for _ in range(random.randrange(3))]
        drawn["some_map"] = {"grade": random.choice("ABCD"), "flags": [True, None]}
        return drawn


def _another(literals: Mapping[Any, None]) -> Any:
    first = next(iter(literals))
    return (not first) if isinstance(first, bool) else ANOTHER


def _choose(random: Random, choices: Sequence[Any]) -> Any:
    # What is drawn first mostly leads on: without a leaning no case would come to its end.
    return choices[0] if random.random() < 0.6 else random.choice(choices)


# Messages that interrupt a stage: seldom, or no case would come to its end.
RARE = frozenset({"case_stopped", "identity_asked_anew"})


class RandomHandlers:
    """Answers every decision and service at random, and remembers the order of the questions."""

    def __init__(
        self, guide: Guide, random: Random, now: dt.datetime, walk: Walk | None = None
    ) -> None:
        self.guide, self.random, self.now, self.walk = guide, random, now, walk
        self.asked: list[str] = []

    def decide(self, decision_ref: str) -> dict[str, Any]:
        self.asked.append(decision_ref)
        # When no department is left to answer, the real table does not leave the matter open.
        nobody_left = self.walk is None or not self.walk.open_tasks()
        settled = decision_ref == "identity_settled" and nobody_left
        return self.guide.draw(self.random, self.now, settled=settled)

    def serve(self, topic: str) -> dict[str, Any] | None:
        self.asked.append(topic)
        return self.guide.draw(self.random, self.now) if self.random.random() < 0.8 else None


def now_at(number: int) -> dt.datetime:
    """The clock at a step: a day later each time."""
    return BEGINNING + dt.timedelta(days=number)


class ForeseeingWalk(Walk):
    """A walk that looks as far ahead as the library does by itself."""

    def _predict(self, task: Any) -> None:
        if not task._children:
            task.task_spec._predict(task, mask=TaskState.NOT_FINISHED_MASK)


def begin(
    guide: Guide, process_id: str, seed: str, kind: type[Walk] = Walk
) -> tuple[Walk, list[Any]]:
    """A walk at its first wait, and what was seen on the way."""
    random, now = Random(f"{seed}/start"), now_at(0)
    handlers = RandomHandlers(guide, random, now)
    data = guide.draw(random, now)
    walk = kind.begin(guide.definitions, process_id, data, handlers, now)
    return walk, ["start", handlers.asked, seen(walk)]


def step(walk: Walk, guide: Guide, seed: str, number: int) -> list[Any]:
    """Do something possible, chosen by seed and step; returns what was done and seen."""
    random, now = Random(f"{seed}/{number}"), now_at(number)
    handlers = RandomHandlers(guide, random, now, walk)
    walk.trail.clear()
    tasks = sorted(walk.open_tasks(), key=lambda task: (task.process_id, task.node_id))
    messages = sorted(set(walk.messages()) - RARE)
    acts: list[str] = ["complete"] * 8 * bool(tasks) + ["deliver"] * 3 * bool(messages)
    acts += ["fire"] * 2 * (walk.due_at() is not None)
    if "case_stopped" in walk.messages() and random.random() < 0.012:
        acts = ["stop"]
    elif "identity_asked_anew" in walk.messages() and random.random() < 0.01:
        acts = ["ask anew"]
    act = random.choice(acts)
    data = guide.draw(random, now)
    done = act
    if act == "complete":
        task = random.choice(tasks)
        outcome = _choose(random, guide.definitions.outcomes(task.process_id, task.node_id)).id
        done = f"{task.process_id} {task.node_id} {outcome}"
        walk.complete(task.id, {**data, "outcome": outcome}, handlers, now)
    elif act == "fire":
        walk.fire_timers(handlers, now)
    elif act == "ask anew":
        walk.deliver("identity_asked_anew", data, handlers, now)
    elif act == "stop":
        reason = random.choice(["withdrawn", "refused", "other"])
        walk.deliver("case_stopped", {"stop_reason": reason}, handlers, now)
    else:
        done = random.choice(messages)
        if random.random() < 0.3:
            data["asked_by"] = "public_notice"
        walk.deliver(done, data, handlers, now)
    return [done, handlers.asked, seen(walk)]


def seen(walk: Walk) -> Any:
    """All that an onlooker can tell about a walk, as JSON; ids differ and are left out."""
    tasks = [
        [task.process_id, task.node_id, task.role, walk.data_of(task.id)]
        for task in walk.open_tasks()
    ]
    due_at = walk.due_at()
    trail = [[each.process_id, each.node_id, list(each.flows)] for each in walk.trail]
    return [tasks, trail, sorted(walk.messages()), due_at and due_at.isoformat(), walk.result]


def finish(walk: Walk, guide: Guide, seed: str, first: int) -> list[Any]:
    """Walk on from a step to the end or the longest; returns what was seen at each step."""
    log = []
    for number in range(first, LONGEST):
        if walk.ended:
            break
        log.append(step(walk, guide, seed, number))
    return log


def main(cases: list[Mapping[str, Any]]) -> list[Any]:
    """Restore each case and finish it."""
    guide = Guide(Library.from_directory(BPMN).current)
    return [
        finish(
            Walk.resume(guide.definitions, case["process_id"], case["state"].encode()),
            guide,
            case["seed"],
            case["first"],
        )
        for case in cases
    ]


if __name__ == "__main__":
    json.dump(main(json.load(sys.stdin)), sys.stdout)
