"""Two who act on one instance at the same moment, on connections of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from models.database import Database
from tests.workflows.engine.conftest import NOW, Answers, Desk, library_of
from tests.workflows.engine.drawn import (
    catch_timer,
    drawing,
    end,
    fork,
    path,
    rule,
    start,
    user,
)
from workflows.engine import Library, Run, TaskNotOpen, open_instance

OPINIONS = drawing(
    "opinions",
    start(),
    fork("split"),
    user("one"),
    user("two"),
    end("first"),
    end("second"),
    path("started", "split"),
    path("split", "one", "first"),
    path("split", "two", "second"),
    lanes={"officer": ["one", "two"]},
)
WAIT = drawing(
    "wait",
    start(),
    catch_timer("period_ended", "until"),
    rule("ask_once", "once"),
    end("over"),
    path("started", "period_ended", "ask_once", "over"),
)


def begin(database: Database, library: Library, process_id: str, **data: str) -> Desk:
    with database.write() as session:
        desk = Desk(session, library, Answers())
        desk.last = desk.begin(process_id, data)
    return desk


def at_once(
    database: Database, library: Library, instance_id: int, *acts: Callable[[Run], object]
) -> list[object]:
    """Run the acts in threads that start together; returns what each did or raised."""
    barrier = Barrier(len(acts))

    def do(act: Callable[[Run], object]) -> object:
        with database.write() as session:
            barrier.wait()
            try:
                done = act(open_instance(session, library, instance_id))
            except TaskNotOpen as error:
                return error
            session.commit()
            return done

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


def test_one_of_two_completes_a_task_and_the_other_is_told_that_it_is_not_open(database):
    library = library_of(OPINIONS)
    desk = begin(database, library, "opinions")
    task_id = desk.last.opened[0].id

    def act(run: Run) -> object:
        return run.complete(task_id, {}, Answers(), NOW).trail

    answers = at_once(database, library, desk.instance_id, act, act)
    assert sorted(isinstance(answer, TaskNotOpen) for answer in answers) == [False, True]


def test_two_departments_that_answer_at_the_same_moment_both_succeed(database):
    library = library_of(OPINIONS)
    desk = begin(database, library, "opinions")
    acts = [
        lambda run, task=task: run.complete(task.id, {}, Answers(), NOW).status
        for task in desk.last.opened
    ]
    answers = at_once(database, library, desk.instance_id, *acts)
    assert sorted(answers) == ["completed", "running"]
    with database.read() as session:
        assert open_instance(session, library, desk.instance_id, lock=False).status == "completed"


def test_two_workers_fire_a_timer_once(database):
    library = library_of(WAIT)
    desk = begin(database, library, "wait", until="2026-03-03")
    answers = Answers(once={})
    later = NOW.replace(day=9)
    trails = at_once(
        database,
        library,
        desk.instance_id,
        *[lambda run: len(run.fire_timers(answers, later).trail)] * 3,
    )
    assert sorted(trails) == [0, 0, 3]
    assert answers.asked == ["once"]
