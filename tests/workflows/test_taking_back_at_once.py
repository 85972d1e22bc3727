"""取回 and the next person at the same moment, on both databases: one wins, the other is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.taking_back import take_back
from models.draft import Draft
from models.role import Role
from tests.cast import day
from tests.forms.stage import shipped_runtime
from tests.workflows.concurrency.scene import Act, Scene
from workflows import clock, drafts
from workflows.errors import AlreadyDone


@pytest.fixture(autouse=True)
def a_day_in_march() -> Iterator[None]:
    clock.set_now(day("2019-03-04"))
    yield
    clock.set_offset(dt.timedelta(0))


def reviewed(scene: Scene) -> tuple[int, int, int]:
    """A case, the task that was completed and the one that it opened."""
    case = scene.case("township_review")
    first = scene.task(case, "review_file")
    assert scene.done(scene.fill_in(first, "return", answers={"comment": "缺户籍证明"})) is not None
    return case, first, scene.task(case, "correct_application")


def back(scene: Scene, task_id: int) -> Act:
    def act(session: Session) -> str:
        officer = scene.people.actor(session, Role.TOWNSHIP_OFFICER)
        take_back(session, shipped_runtime(), officer, task_id, "退错了")
        return "taken back"

    return act


def test_whoever_comes_second_waits_and_is_told(scene: Scene) -> None:
    case, first, following = reviewed(scene)
    one, other = scene.while_open(back(scene, first), scene.step(following))
    assert one == "taken back"
    assert isinstance(other, AlreadyDone)
    assert "不需要办理" in other.sentence
    assert scene.open_nodes(case) == {"review_file"}


def test_the_next_person_was_faster(scene: Scene) -> None:
    case, first, following = reviewed(scene)
    one, other = scene.while_open(scene.step(following), back(scene, first))
    assert one == "correct_application"
    assert isinstance(other, AlreadyDone)
    assert "不能取回" in other.sentence
    assert scene.open_nodes(case) == {"review_file"}
    assert scene.record(case, "step_taken_back") == []


def test_in_one_moment_exactly_one_of_them_succeeds(scene: Scene) -> None:
    case, first, following = reviewed(scene)
    answers = scene.at_once(back(scene, first), scene.step(following))
    assert sum(isinstance(answer, AlreadyDone) for answer in answers) == 1
    done = len(scene.record(case, "task_completed"))
    assert (done, len(scene.record(case, "step_taken_back"))) in {(1, 1), (2, 0)}


def test_a_draft_that_waits_for_the_one_who_takes_back_is_refused(scene: Scene) -> None:
    _, first, following = reviewed(scene)

    def draft(session: Session) -> str:
        clerk = scene.people.actor(session, Role.VILLAGE_CLERK)
        drafts.save(session, clerk, following, {"comment": ["写了一半"]})
        return "kept"

    one, other = scene.while_open(back(scene, first), draft)
    assert one == "taken back"
    assert isinstance(other, AlreadyDone)
    with scene.database.read() as session:
        assert session.scalars(select(Draft.task_id)).all() == [first]


def test_a_draft_goes_with_its_task_whoever_closes_it(scene: Scene) -> None:
    case = scene.case("township_review")
    task_id = scene.task(case, "review_file")
    with scene.database.write() as session:
        officer = scene.people.actor(session, Role.TOWNSHIP_OFFICER)
        drafts.save(session, officer, task_id, {"comment": ["身份证号 152123196803120012"]})
        session.commit()
    scene.done(scene.fill_in(task_id, "approve"))
    with scene.database.read() as session:
        assert session.scalars(select(Draft.task_id)).all() == []
