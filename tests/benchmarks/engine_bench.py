"""Engine and persistence beside the naive baseline, on the real drawings.

Both walk the same complete cases, a transaction for each act, on the same table: read and lock the
row, restore, complete the user task, move on, save under the version, commit.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from models.database import Database
from models.process_instance import definition_sets, process_instances
from tests.benchmarks.naive_engine import NaiveEngine, library_logging
from tests.keys import KEYRING
from workflows.engine import Library, Subject, open_instance, start

BPMN = Path(__file__).parents[2] / "bpmn"
NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
PROCESS = "renovation"
ROUNDS = 50

TARGET_RATIO = 12
TARGET_MEDIAN_BYTES = 6 * 1024
TARGET_WORST_BYTES = 20 * 1024
TARGET_GROWTH = 1.3

# What the tables and services answer for a household that goes all the way.
ANSWERS: dict[str, dict[str, Any]] = {
    "route": {"route": "plan_b", "supplement_due": "2099-01-01T00:00:00+08:00"},
    "identity_authority": {
        "asks_poverty_alleviation": True,
        "asks_civil_affairs": True,
        "asks_disabled_persons": True,
    },
    "identity_settled": {"identity_state": "passed", "register_state": "open"},
    "grading_required": {"appraisal_required": True},
    "grade_listing": {"listed": True},
    "eligibility": {"eligible": True, "eligibility_reason": ""},
    "method": {"method": "self_built", "methods": ["self_built", "government_provided"]},
    "area_cap": {"area_cap": 60, "area_floor": 40},
    "subsidy": {"subsidy_state": "payable", "subsidy_yuan": 34000},
    "fund": {"fund": "central"},
    "area_check": {"area_ok": True},
    "archive_completeness": {"archive_complete": True, "missing_count": 0},
    "check_resettlement": {"resettlement_state": "closed"},
    "check_grading": {"grading_state": "needed"},
    "check_project": {"project_accepted": False},
}
# Outcomes that lead back; "fail" does so at an acceptance only.
ASKING_OUTCOMES = ("return", "finding", "missing", "failed", "again")
# What the forms of the way leave behind for its gateways.
KNOWN = {"grade": "D", "lacks_quorum": False, "in_project": False}


def answer(name: str) -> dict[str, Any]:
    """What the decision or service of that name answers."""
    return dict(ANSWERS.get(name, {}))


@dataclass
class Figures:
    """Times in ms per completed user task, sizes in bytes of the saved state.

    ``processor_times`` are this process' own: without waiting for the disk, or for others.
    """

    times: list[float] = field(default_factory=list)
    processor_times: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    rounds: list[list[float]] = field(default_factory=list)

    @property
    def milliseconds(self) -> float:
        """Median time of a completion."""
        return statistics.median(self.times)

    @property
    def growth(self) -> float:
        """Cost of the last rectification rounds over that of the first ones."""
        early = statistics.median(time for rounds in self.rounds for time in rounds[:3])
        late = statistics.median(time for rounds in self.rounds for time in rounds[-3:])
        return late / early


class OurAnswers:
    """Handlers on the same answers as the baseline's."""

    def decide(self, decision_ref: str) -> dict[str, Any]:
        return answer(decision_ref)

    def serve(self, topic: str) -> dict[str, Any]:
        return answer(topic)


class Bench:
    """A database with both kinds of cases in it."""

    def __init__(self, url: str) -> None:
        self.database = Database(url, keyring=KEYRING)
        for table in (process_instances, definition_sets):
            table.drop(self.database.engine, checkfirst=True)
        for table in (definition_sets, process_instances):
            table.create(self.database.engine)
        self.library = Library.from_directory(BPMN)
        self.naive = NaiveEngine(self.library.current.files, answer)
        self.handlers = OurAnswers()
        self.ours_figures, self.naive_figures = Figures(), Figures()

    def begin(self) -> int:
        """A new case, saved our way."""
        with self.database.write() as session:
            subject = Subject("application", 1, 1)
            instance_id, _ = start(session, self.library, PROCESS, subject, {}, self.handlers, NOW)
            session.commit()
        return instance_id

    def begin_naively(self) -> int:
        """A new case, saved the naive way."""
        instance_id = self.begin()
        state = self.naive.begin(PROCESS).encode()
        with self.database.write() as session:
            row = process_instances.c.id == instance_id
            session.execute(update(process_instances).where(row).values(state=state))
            session.commit()
        return instance_id

    def walk(self, seed: int, *, naively: bool) -> None:
        """Take one case to its end and its naive twin the same way."""
        random = Random(seed)
        ours, twin = self.begin(), self.begin_naively() if naively else 0
        while True:
            with self.database.read() as session:
                run = open_instance(session, self.library, ours, lock=False)
                tasks, waits = run.open_tasks(), run.awaits("notice_closed")
            if not tasks and not waits:
                break
            if waits:
                self._deliver(ours, twin)
                continue
            task = random.choice(sorted(tasks, key=lambda each: each.node_id))
            known = [each.id for each in run.definitions.outcomes(task.process_id, task.node_id)]
            outcome = self._outcome(random, task.node_id, known)
            routing = {"outcome": outcome, "method": "self_built", **KNOWN}
            self._complete(ours, task.node_id, routing, self.ours_figures)
            if twin:
                self._complete_naively(twin, task.node_id, routing, self.naive_figures)
        assert run.result == "case_closed", run.result
        if twin:
            with self.database.read() as session:
                row = open_instance(session, self.library, twin, lock=False)
                assert row.result == run.result

    @staticmethod
    def _outcome(random: Random, node_id: str, known: list[str]) -> str:
        # The site inspection goes on by its first outcome for ever.
        usual = "finish" if "finish" in known else known[0]
        back = (*ASKING_OUTCOMES, "fail") if node_id.startswith("accept") else ASKING_OUTCOMES
        asking = [each for each in known if each in back]
        return random.choice(asking) if asking and random.random() < 0.1 else usual

    def rectify(self, *, naively: bool) -> None:
        """A case that fails its preliminary acceptance fifty times."""
        instance_id = self.begin_naively() if naively else self.begin()
        complete = self._complete_naively if naively else self._complete
        figures = self.naive_figures if naively else self.ours_figures
        unmeasured = Figures()
        self._to_acceptance(instance_id, naively=naively)
        rounds = []
        for _ in range(ROUNDS):
            first = complete(instance_id, "accept_preliminary", {"outcome": "fail"}, unmeasured)
            second = complete(instance_id, "rectify_defects", {"outcome": "done"}, unmeasured)
            rounds.append(first + second)
        figures.rounds.append(rounds)

    def _to_acceptance(self, instance_id: int, *, naively: bool) -> None:
        complete = self._complete_naively if naively else self._complete
        unmeasured = Figures()
        for _ in range(100):
            nodes = self._open_nodes(instance_id, naively=naively)
            if nodes == ["accept_preliminary"]:
                return
            if not nodes:
                self._deliver(*((0, instance_id) if naively else (instance_id, 0)))
                continue
            known = self._known_outcomes(nodes[0])
            outcome = "finish" if "finish" in known else known[0]
            complete(instance_id, nodes[0], {"outcome": outcome, **KNOWN}, unmeasured)
        raise AssertionError("the case did not come to its acceptance")

    def _known_outcomes(self, node_id: str) -> list[str]:
        tasks = self.library.current.user_tasks()
        return [o.id for task in tasks if task.node_id == node_id for o in task.outcomes]

    def _open_nodes(self, instance_id: int, *, naively: bool) -> list[str]:
        with self.database.read() as session:
            if naively:
                return self.naive.open_nodes(session, instance_id)
            run = open_instance(session, self.library, instance_id, lock=False)
            return sorted(task.node_id for task in run.open_tasks())

    def _complete(
        self, instance_id: int, node_id: str, routing: dict[str, Any], figures: Figures
    ) -> float:
        with self.database.read() as session:
            run = open_instance(session, self.library, instance_id, lock=False)
            task_id = next(t.id for t in run.open_tasks() if t.node_id == node_id)

        def act(session: Session) -> int:
            run = open_instance(session, self.library, instance_id)
            run.complete(task_id, routing, self.handlers, NOW)
            return len(run._state)

        return self._timed(act, figures)

    def _complete_naively(
        self, instance_id: int, node_id: str, routing: dict[str, Any], figures: Figures
    ) -> float:
        with library_logging():
            return self._timed(
                lambda session: self.naive.complete(session, instance_id, node_id, routing),
                figures,
            )

    def _timed(self, act: Callable[[Session], int], figures: Figures) -> float:
        began, processor_began = time.perf_counter(), time.thread_time()
        with self.database.write() as session:
            size = act(session)
            session.commit()
        taken = (time.perf_counter() - began) * 1000
        figures.times.append(taken)
        figures.processor_times.append((time.thread_time() - processor_began) * 1000)
        if size:
            figures.sizes.append(size)
        return taken

    def _deliver(self, ours: int, twin: int) -> None:
        payload = {"notice_result": "clear"}
        with self.database.write() as session:
            if ours:
                run = open_instance(session, self.library, ours)
                run.deliver("notice_closed", payload, self.handlers, NOW)
            if twin:
                self.naive.deliver(session, twin, "notice_closed", dict(payload))
            session.commit()


def measure(url: str, *, cases: int = 6) -> tuple[Figures, Figures]:
    """Walk ``cases`` cases and three rectification cases of each kind: ours, naive."""
    bench = Bench(url)
    try:
        bench.walk(0, naively=True)
        bench.ours_figures, bench.naive_figures = Figures(), Figures()
        for seed in range(1, cases + 1):
            bench.walk(seed, naively=True)
        for _ in range(3):
            bench.rectify(naively=False)
            bench.rectify(naively=True)
    finally:
        bench.database.dispose()
    return bench.ours_figures, bench.naive_figures


def report(name: str, ours: Figures, naive: Figures) -> str:
    """The figures as text, with the targets beside them."""
    ratio = naive.milliseconds / ours.milliseconds
    lines = [
        f"{name}: {len(ours.times)} completed user tasks",
        "                              ours      naive   target",
        f"  ms per user task (median) {ours.milliseconds:7.2f}  {naive.milliseconds:9.2f}",
        f"  ratio                     {ratio:7.1f}             >= {TARGET_RATIO}",
        f"  state bytes, median       {statistics.median(ours.sizes):7.0f}"
        f"  {statistics.median(naive.sizes):9.0f}   <= {TARGET_MEDIAN_BYTES}",
        f"  state bytes, worst        {max(ours.sizes):7.0f}  {max(naive.sizes):9.0f}"
        f"   <= {TARGET_WORST_BYTES}",
        f"  round {ROUNDS} / round 1        {ours.growth:7.2f}  {naive.growth:9.2f}"
        f"   <= {TARGET_GROWTH}",
    ]
    return "\n".join(lines)


def main() -> None:
    """Print the figures for SQLite and, when a URL is given, for PostgreSQL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=6)
    parser.add_argument("--postgresql", metavar="URL", help="an empty database")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.db"
        print(report("SQLite (WAL, FULL)", *measure(url, cases=options.cases)), flush=True)
    if options.postgresql:
        print(report("PostgreSQL", *measure(options.postgresql, cases=options.cases)))


if __name__ == "__main__":
    main()
