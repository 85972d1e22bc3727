"""Rows of lists done by workers: two at once, one killed in the middle, on both databases."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import select, update

from forms.list_rows import complete_row
from models.account import Account
from models.case_list import CaseList, CaseListRow
from models.identity import IdentityOpinion
from models.role import Role
from models.task import Task
from tests.cast import day
from tests.forms.stage import shipped_runtime
from tests.workflows.concurrency.scene import LONGEST_SECONDS, OtherProcess, Scene
from webapp.logs import init_logs
from workflows import case_lists, clock, worker

STEP = "verify_disability"
DISABLED = {"plan": "B", "identities": ["贫困残疾人"]}
HOUSEHOLDS = 12


@pytest.fixture(autouse=True)
def a_day_in_march() -> None:
    clock.set_now(day("2019-03-04"))


@pytest.fixture
def listed(scene: Scene) -> int:
    """The list of many households, sent off; nobody has begun with it."""
    tasks = [
        scene.task(scene.case("identity_verification", **DISABLED), STEP) for _ in range(HOUSEHOLDS)
    ]
    with scene.database.write() as session:
        actor = scene.people.actor(session, Role.DISABLED_PERSONS_FEDERATION)
        made = case_lists.make_list(session, shipped_runtime(), actor, tasks).case_list
        today = clock.today().isoformat()
        answers = {"document_number": "残联函3号", "document_date": today, "happened_on": today}
        made.answers = {name: [text] for name, text in (answers | {"handled_by": "王岚"}).items()}
        case_lists.send_off(session, actor, made)
        session.commit()
        return made.id


def test_two_workers_at_once_do_each_row_once(scene: Scene, listed: int) -> None:
    with OtherProcess(scene.url) as one, OtherProcess(scene.url) as other:
        one.ask(act="work")
        other.ask(act="work")
        shares = [one.answer(), other.answer()]
    assert sum(shares) >= HOUSEHOLDS
    check_done_once(scene, listed)


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(scene: Scene, listed: int) -> None:
    with OtherProcess(scene.url) as worker_process:
        worker_process.ask(act="work")
        begun = time.monotonic()
        while not done_count(scene, listed):
            assert time.monotonic() - begun < LONGEST_SECONDS
        worker_process.kill()
    done = done_count(scene, listed)
    assert done < HOUSEHOLDS, "it was not killed in the middle"
    # What was counted is what happened, row by row.
    assert len(opinions(scene)) == done
    assert len(rows_in(scene, listed, "done")) == done
    worker.run_until_idle(scene.database, shipped_runtime(), complete_row=complete_row)
    check_done_once(scene, listed)


def test_a_submitter_who_left_completes_nothing(scene: Scene, listed: int) -> None:
    number = scene.people.account_id(Role.DISABLED_PERSONS_FEDERATION)
    with scene.database.write() as session:
        session.execute(update(Account).where(Account.id == number).values(is_active=False))
        session.commit()
    worker.run_until_idle(scene.database, shipped_runtime(), complete_row=complete_row)
    assert opinions(scene) == []
    refused = rows_in(scene, listed, "refused")
    assert len(refused) == HOUSEHOLDS
    assert {row.message for row in refused} == {"提交名单的账号已停用,请由在岗人员再次提交。"}


def test_a_row_that_fails_again_and_again_stops_no_other(scene: Scene, listed: int) -> None:
    # As in the product: drawn for a terminal, a failure takes longer to tell than all the rest.
    init_logs()
    bad = rows_in(scene, listed, "waiting")[0].id

    def complete_or_fail(*args: object) -> None:
        row = args[-1]
        if isinstance(row, CaseListRow) and row.id == bad:
            raise RuntimeError("the machine is at fault")
        complete_row(*args)  # type: ignore[arg-type]

    for _ in range(worker.MAX_ATTEMPTS):
        worker.run_once(scene.database, shipped_runtime(), complete_or_fail)
    assert len(rows_in(scene, listed, "done")) == HOUSEHOLDS - 1
    assert [(row.id, row.message) for row in rows_in(scene, listed, "refused")] == [
        (bad, worker.FAILED)
    ]


def check_done_once(scene: Scene, list_id: int) -> None:
    with scene.database.read() as session:
        case_list = session.get_one(CaseList, list_id)
        assert (case_list.state, case_list.done_count) == ("finished", HOUSEHOLDS)
        tasks = session.scalars(select(Task).where(Task.node_id == STEP)).all()
    assert {task.status for task in tasks} == {"done"}
    assert sorted(opinions(scene)) == sorted(task.id for task in tasks)
    for task in tasks:
        completed = scene.record(task.application_id, "task_completed")
        assert [(each["task"], each["list"]) for each in completed] == [(STEP, case_list.number)]


def opinions(scene: Scene) -> list[int]:
    with scene.database.read() as session:
        return list(session.scalars(select(IdentityOpinion.task_id)))


def done_count(scene: Scene, list_id: int) -> int:
    with scene.database.read() as session:
        return session.get_one(CaseList, list_id).done_count


def rows_in(scene: Scene, list_id: int, state: str) -> list[CaseListRow]:
    with scene.database.read() as session:
        query = select(CaseListRow).where(
            CaseListRow.list_id == list_id, CaseListRow.state == state
        )
        return list(session.scalars(query.order_by(CaseListRow.position)))
