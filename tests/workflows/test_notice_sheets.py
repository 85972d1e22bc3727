"""Sheets of public notices when several act at the same moment, on both databases."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.notice import NoticedHousehold, PublicNotice
from models.role import Role
from tests.cast import day
from tests.forms.stage import shipped_runtime
from tests.workflows.concurrency.scene import Act, Scene
from workflows import clock, notice_sheets, worker
from workflows.errors import Invalid
from workflows.steps import locked_step
from workflows.stops import withdraw


@pytest.fixture(autouse=True)
def a_day_in_march() -> None:
    clock.set_now(day("2019-03-04"))


@pytest.fixture
def cases(scene: Scene) -> list[int]:
    """Two households that wait for the village's notice."""
    numbers = [scene.case("renovation", "B") for _ in range(2)]
    for case in numbers:
        scene.move(case, "file_application")
        scene.move(case, "check_application", "accept")
        scene.move(case, "hold_appraisal", "pass", lacks_quorum=False)
    return numbers


def making(scene: Scene, cases: Sequence[int]) -> Act:
    tasks = [scene.task(case, "post_notice") for case in cases]

    def act(session: Session) -> int:
        actor = scene.people.actor(session, Role.VILLAGE_CLERK)
        made = notice_sheets.make(session, shipped_runtime(), actor, tasks, clock.today())
        return made.household_count

    return act


def withdrawal(scene: Scene, case: int) -> Act:
    def act(session: Session) -> str:
        actor = scene.people.actor(session, Role.VILLAGE_CLERK)
        step = locked_step(session, shipped_runtime(), actor, case)
        withdraw(step, reason="子女接走。", written_on=clock.today(), handled_by="王岚")
        return "withdrawn"

    return act


def sheets(scene: Scene) -> list[PublicNotice]:
    with scene.database.read() as session:
        return list(session.scalars(select(PublicNotice).order_by(PublicNotice.id)))


def states(scene: Scene) -> list[str]:
    with scene.database.read() as session:
        query = select(NoticedHousehold.state).order_by(NoticedHousehold.id)
        return list(session.scalars(query))


def test_of_two_who_make_one_sheet_at_the_same_moment_one_does(
    scene: Scene, cases: list[int]
) -> None:
    answers = scene.at_once(making(scene, cases), making(scene, list(reversed(cases))))
    assert 2 in answers
    (refused,) = (each for each in answers if each != 2)
    assert isinstance(refused, Invalid)
    assert "已经编入公示" in refused.sentence
    (sheet,) = sheets(scene)
    assert (sheet.number, sheet.open_count) == ("GS-2019-00001", 2)
    assert all(len(scene.record(case, "notice_made")) == 1 for case in cases)


def test_a_household_that_leaves_while_the_sheet_is_made_is_not_on_it(
    scene: Scene, cases: list[int]
) -> None:
    answers = scene.while_open(withdrawal(scene, cases[0]), making(scene, cases))
    scene.done(lambda session: None)
    (sheet,) = sheets(scene)
    assert answers[0] == "withdrawn"
    # The withdrawal is told to the case after it is written: until then the household waits.
    assert answers[1] == sheet.household_count


def test_a_household_that_leaves_after_the_sheet_was_made_leaves_it_shorter(
    scene: Scene, cases: list[int]
) -> None:
    assert scene.done(making(scene, cases)) == 2
    scene.at_once(*(withdrawal(scene, case) for case in cases))
    worker.run_until_idle(scene.database, shipped_runtime())
    assert states(scene) == ["cancelled", "cancelled"]
    (sheet,) = sheets(scene)
    assert (sheet.state, sheet.open_count) == ("ended", 0)
