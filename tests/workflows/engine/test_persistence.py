"""What is kept of an instance, for whom, and what happens when two move it at once."""

from __future__ import annotations

import datetime as dt
import json

import orjson
import pytest
from sqlalchemy import delete, func, select, update

from models.process_instance import definition_sets, process_instances
from tests.workflows.engine.conftest import NOW, Answers, library_of
from tests.workflows.engine.drawn import (
    boundary_message,
    call,
    catch_timer,
    choice,
    drawing,
    end,
    fork,
    outcome,
    path,
    service,
    start,
    user,
)
from workflows.engine import (
    Library,
    NobodyWaiting,
    StaleInstance,
    Subject,
    TaskNotOpen,
    UnknownDefinitions,
    UnknownInstance,
    UnknownOutcome,
    due_instances,
    open_instance,
)
from workflows.engine import start as start_instance

LOOP = drawing(
    "loop",
    start(),
    call("stage", "work"),
    boundary_message("stopped", "stage", "case_stopped"),
    end("over"),
    end("gone"),
    path("started", "stage", "over"),
    path("stopped", "gone"),
    messages=["case_stopped"],
)
WORK = drawing(
    "work",
    start("work_started"),
    user("inspect"),
    choice("inspected"),
    user("mend"),
    end("finished"),
    path("work_started", "inspect", "inspected"),
    outcome("inspected", "finished", "pass"),
    outcome("inspected", "mend", "return"),
    path("mend", "inspect"),
    lanes={"officer": ["inspect", "mend"]},
)
WAIT = drawing(
    "wait",
    start(),
    catch_timer("period_ended", "until"),
    end("over"),
    path("started", "period_ended", "over"),
)


def row_of(session, instance_id):
    return session.execute(
        select(process_instances).where(process_instances.c.id == instance_id)
    ).one()


def names_in(state: bytes) -> list[str]:
    """Every spec name in a saved state, by its format."""

    def walk(rows):
        for row in rows:
            yield row[1]
            if len(row) > 6:
                yield from walk(row[6])

    return list(walk(orjson.loads(state)[1]))


def test_a_row_tells_what_it_is_about_and_where_it_stands(desk_of, session):
    desk = desk_of(LOOP, WORK)
    desk.begin("loop")
    row = row_of(session, desk.instance_id)
    assert (row.process_id, row.definition_hash) == ("loop", desk.library.current.hash)
    assert (row.subject_kind, row.subject_id, row.application_id) == ("application", 7, 7)
    assert (row.status, row.result, row.version) == ("running", None, 1)
    assert (row.started_at, row.ended_at, row.due_at) == (NOW, None, None)
    assert desk.run().subject == Subject("application", 7, 7)


def test_the_state_holds_live_tasks_only_and_no_drawing(desk_of, session):
    desk = desk_of(LOOP, WORK)
    desk.begin("loop")
    desk.complete("inspect", "return")
    assert names_in(row_of(session, desk.instance_id).state) == [
        "Start",
        "stage.BoundaryEventSplit",
        "stage",
        "Start",
        "mend",
        "stopped",
    ]


def test_the_state_does_not_grow_with_the_rounds(desk_of, session):
    desk = desk_of(LOOP, WORK)
    desk.begin("loop")
    sizes = set()
    for _ in range(30):
        desk.complete("inspect", "return")
        desk.complete("mend")
        sizes.add(len(row_of(session, desk.instance_id).state))
    assert max(sizes) - min(sizes) == 0
    assert row_of(session, desk.instance_id).version == 61


def test_nothing_is_kept_of_an_instance_that_ended(desk_of, session):
    desk = desk_of(LOOP, WORK)
    desk.begin("loop")
    desk.complete("inspect", "pass")
    row = row_of(session, desk.instance_id)
    assert (row.state, row.status, row.result) == (b"", "completed", "over")
    assert row.ended_at == NOW


def test_a_branch_that_ended_stays_ended_through_a_restore(desk_of):
    branches = drawing(
        "branches",
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
    desk = desk_of(branches)
    desk.begin("branches")
    desk.complete("one")
    assert desk.open() == ["two"]
    assert desk.complete("two").result == "second"


def test_two_who_read_the_same_version_do_not_both_save(desk_of, session):
    desk = desk_of(LOOP, WORK)
    desk.begin("loop")
    first, second = desk.run(), desk.run()
    task = desk.task("inspect")
    first.complete(task.id, {"outcome": "return"}, desk.answers, NOW)
    with pytest.raises(StaleInstance):
        second.complete(task.id, {"outcome": "pass"}, desk.answers, NOW)
    assert desk.open() == ["mend"]


def test_one_run_may_make_several_moves_in_one_transaction(desk_of):
    desk = desk_of(LOOP, WORK)
    task = desk.begin("loop").opened[0]
    run = desk.run()
    for _ in range(3):
        (mend,) = run.complete(task.id, {"outcome": "return"}, desk.answers, NOW).opened
        (task,) = run.complete(mend.id, {}, desk.answers, NOW).opened
    advance = run.complete(task.id, {"outcome": "pass"}, desk.answers, NOW)
    assert (advance.result, len(advance.trail)) == ("over", 5)
    assert desk.run().result == "over"


class Failing(Answers):
    def serve(self, topic):
        raise RuntimeError(f"{topic} failed")


def test_what_a_handler_raises_reaches_the_caller_and_nothing_is_saved(desk_of, session):
    serving = drawing(
        "serving",
        start(),
        user("look"),
        service("act", "act"),
        end("over"),
        path("started", "look", "act", "over"),
        lanes={"officer": ["look"]},
    )
    desk = desk_of(serving)
    task = desk.begin("serving").opened[0]
    with pytest.raises(RuntimeError, match="act failed"):
        desk.run().complete(task.id, {}, Failing(), NOW)
    assert row_of(session, desk.instance_id).version == 1
    assert desk.open() == ["look"]


def test_a_run_that_failed_is_not_used_again_and_nothing_is_saved(desk_of, session):
    desk = desk_of(LOOP, WORK)
    task = desk.begin("loop").opened[0]
    run = desk.run()
    with pytest.raises(UnknownOutcome):
        run.complete(task.id, {"outcome": "forged"}, desk.answers, NOW)
    with pytest.raises(StaleInstance):
        run.complete(task.id, {"outcome": "pass"}, desk.answers, NOW)
    assert row_of(session, desk.instance_id).version == 1
    assert desk.open() == ["inspect"]


def test_an_unknown_task_is_not_open(desk_of):
    desk = desk_of(LOOP, WORK)
    desk.begin("loop")
    for task_id in ("", "1", "00000000-0000-0000-0000-000000000000", "typename"):
        with pytest.raises(TaskNotOpen):
            desk.run().complete(task_id, {"outcome": "pass"}, desk.answers, NOW)


def test_a_task_of_another_instance_is_not_open(desk_of):
    desk = desk_of(LOOP, WORK)
    other = desk.begin("loop").opened[0]
    desk.begin("loop")
    with pytest.raises(TaskNotOpen):
        desk.run().complete(other.id, {"outcome": "pass"}, desk.answers, NOW)


def test_an_unknown_instance_is_named(desk_of, session):
    desk = desk_of(LOOP, WORK)
    with pytest.raises(UnknownInstance, match="4711"):
        open_instance(session, desk.library, 4711)


def test_a_cancelled_instance_keeps_nothing_open(desk_of, session):
    desk = desk_of(LOOP, WORK)
    task = desk.begin("loop").opened[0]
    advance = desk.run().cancel(NOW)
    assert (advance.status, advance.cancelled) == ("cancelled", (task.id,))
    assert desk.run().status == "cancelled"
    assert desk.open() == []
    with pytest.raises(TaskNotOpen):
        desk.run().complete(task.id, {"outcome": "pass"}, desk.answers, NOW)
    with pytest.raises(NobodyWaiting):
        desk.run().deliver("case_stopped", {}, desk.answers, NOW)
    assert desk.run().cancel(NOW).cancelled == ()


def test_an_instance_that_ended_is_not_cancelled(desk_of):
    desk = desk_of(LOOP, WORK)
    desk.begin("loop")
    desk.complete("inspect", "pass")
    assert desk.run().cancel(NOW).status == "completed"
    assert desk.run().result == "over"


def test_an_instance_stays_on_the_drawings_it_was_started_from(desk_of, session):
    old = desk_of(LOOP, WORK)
    old.begin("loop")
    renamed = {name: xml.replace("inspect", "examine") for name, xml in WORK.items()}
    new = library_of(LOOP, renamed)
    run = open_instance(session, new, old.instance_id)
    assert [task.node_id for task in run.open_tasks()] == ["inspect"]
    assert run.definitions.hash == old.library.current.hash
    advance = run.complete(run.open_tasks()[0].id, {"outcome": "pass"}, old.answers, NOW)
    assert advance.result == "over"
    later, advance = start_instance(
        session, new, "loop", Subject("application", 8, 8), {}, old.answers, NOW
    )
    assert [task.node_id for task in advance.opened] == ["examine"]
    assert later != old.instance_id


def test_the_sets_of_running_instances_can_be_checked_at_start_up(desk_of, session):
    old = desk_of(LOOP, WORK)
    old.begin("loop")
    new = library_of(WORK)
    assert [each.hash for each in new.open_sets(session)] == [old.library.current.hash]
    old.complete("inspect", "pass")
    assert list(new.open_sets(session)) == []


def test_a_set_is_stored_once_and_read_back_as_it_was(session):
    library = library_of(LOOP, WORK)
    library.store(session)
    library.store(session)
    assert session.execute(select(func.count()).select_from(definition_sets)).scalar() == 1
    read = library_of(WORK).get(session, library.current.hash)
    assert read.files == library.current.files
    assert read.hash == library.current.hash


def test_a_set_is_parsed_once_and_shared(session):
    library = library_of(LOOP, WORK)
    library.store(session)
    other = library_of(WORK)
    assert other.get(session, library.current.hash) is other.get(session, library.current.hash)
    assert library.get(session, library.current.hash) is library.current


def test_a_set_that_the_database_does_not_hold_is_named(desk_of, session):
    with pytest.raises(UnknownDefinitions, match="0000"):
        library_of(WORK).get(session, "0" * 64)


def test_cases_on_shared_drawings_do_not_disturb_each_other(desk_of):
    library = library_of(LOOP, WORK)
    session = desk_of(LOOP, WORK).session
    desks = []
    for number in range(4):
        desk = desk_of(LOOP, WORK)
        desk.library = library
        desk.begin("loop", {"number": number})
        desks.append(desk)
    for desk in desks[1::2]:
        desk.complete("inspect", "return")
    assert [desk.open() for desk in desks] == [["inspect"], ["mend"]] * 2
    assert [desk.data(desk.open()[0])["number"] for desk in desks] == [0, 1, 2, 3]
    assert session is desks[0].session


def test_due_instances_come_in_the_order_of_their_time_and_end_with_it(desk_of, session):
    desk = desk_of(WAIT)
    numbers = {}
    for day in (20, 10, 15):
        desk.begin("wait", {"until": f"2026-03-{day}T00:00:00+08:00"})
        numbers[day] = desk.instance_id
    moment = dt.datetime(2026, 3, 16, tzinfo=dt.UTC)
    assert due_instances(session, moment, 10) == [numbers[10], numbers[15]]
    assert due_instances(session, moment, 1) == [numbers[10]]
    desk.instance_id = numbers[10]
    desk.fire(moment)
    assert due_instances(session, moment, 10) == [numbers[15]]
    desk.instance_id = numbers[15]
    desk.run().cancel(moment)
    assert due_instances(session, moment, 10) == []


def test_a_second_worker_fires_nothing_and_writes_nothing(desk_of, session):
    twice = drawing(
        "twice",
        start(),
        catch_timer("first_ended", "first"),
        catch_timer("second_ended", "second"),
        end("over"),
        path("started", "first_ended", "second_ended", "over"),
    )
    desk = desk_of(twice)
    desk.begin("twice", {"first": "2026-03-10", "second": "2026-03-20"})
    moment = dt.datetime(2026, 3, 11, tzinfo=dt.UTC)
    assert [each.node_id for each in desk.fire(moment).trail] == ["first_ended"]
    again = desk.fire(moment)
    assert (again.status, again.opened, again.trail) == ("running", (), ())
    assert row_of(session, desk.instance_id).version == 2


def test_a_time_without_zone_is_refused(desk_of, session):
    desk = desk_of(LOOP, WORK)
    task = desk.begin("loop").opened[0]
    naive = dt.datetime(2026, 1, 1)
    with pytest.raises(ValueError, match="naive"):
        desk.run().complete(task.id, {"outcome": "pass"}, desk.answers, naive)
    with pytest.raises(ValueError, match="naive"):
        due_instances(session, naive, 1)


def test_a_state_with_sorted_keys_or_spaces_reads_the_same(desk_of, session):
    desk = desk_of(LOOP, WORK)
    desk.begin("loop", {"b": 1, "a": {"z": 1, "y": 2}})
    state = row_of(session, desk.instance_id).state
    reordered = json.dumps(json.loads(state), sort_keys=True, indent=1).encode()
    session.execute(update(process_instances).values(state=reordered))
    assert desk.data("inspect")["a"] == {"z": 1, "y": 2}
    assert desk.complete("inspect", "pass").result == "over"


def test_a_state_of_another_format_is_refused(desk_of, session):
    desk = desk_of(LOOP, WORK)
    desk.begin("loop")
    session.execute(update(process_instances).values(state=b"[99,[]]"))
    with pytest.raises(ValueError, match="format 99"):
        desk.open()


def test_a_row_that_was_deleted_meanwhile_is_not_written_again(desk_of, session):
    desk = desk_of(LOOP, WORK)
    task = desk.begin("loop").opened[0]
    run = desk.run()
    session.execute(delete(process_instances))
    with pytest.raises(StaleInstance):
        run.complete(task.id, {"outcome": "pass"}, desk.answers, NOW)


def test_a_start_that_fails_leaves_no_row(desk_of, session):
    desk = desk_of(LOOP, WORK)
    with pytest.raises(ValueError, match="typename"):
        desk.begin("loop", {"typename": 1})
    assert session.execute(select(func.count()).select_from(process_instances)).scalar() == 0


def test_a_cold_library_reads_the_drawings_from_the_database(desk_of, session):
    desk = desk_of(LOOP, WORK)
    desk.begin("loop")
    cold = Library(library_of(WAIT).current)
    assert [t.node_id for t in open_instance(session, cold, desk.instance_id).open_tasks()] == [
        "inspect"
    ]
