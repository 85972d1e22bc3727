"""转办 and 催办: a task in the hands of one colleague, and the call to get on with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from models.account import Account
from models.role import Role
from tests.cast import OTHER_TOWNSHIP, TOWNSHIP, add_account, day
from tests.forms.stage import Stage, shipped_runtime
from workflows import clock, rights
from workflows.actors import actor_of
from workflows.errors import AlreadyDone, Forbidden, Invalid, NotFound
from workflows.handing_on import colleagues, hand_on
from workflows.rights import Actor
from workflows.steps import begin
from workflows.urging import urge

FRIDAY, SATURDAY, MONDAY = "2019-03-08", "2019-03-09", "2019-03-11"


@pytest.fixture(autouse=True)
def a_friday() -> Iterator[None]:
    clock.set_now(day(FRIDAY))
    yield
    clock.set_offset(dt.timedelta(0))


@pytest.fixture
def colleague(session: Session) -> Account:
    return add_account(session, "second", "第二经办", (Role.TOWNSHIP_OFFICER, TOWNSHIP))


def as_(stage: Stage, role: Role, *, foreign: bool = False) -> Actor:
    return stage.people.actor(stage.session, role, foreign=foreign)


def give(stage: Stage, actor: Actor, to_id: int | None, reason: str = "去开会") -> None:
    hand_on(stage.session, actor, stage.task("review_file").id, to_id=to_id, reason=reason)


def test_only_colleagues_of_the_post_are_offered(stage: Stage, colleague: Account) -> None:
    found = {number for number, _ in colleagues(stage.session, stage.task("review_file"))}
    assert found == {colleague.id, stage.people.account_id(Role.TOWNSHIP_OFFICER)}


def test_whoever_has_it_in_hand_may_do_it_and_nobody_else(stage: Stage, colleague: Account) -> None:
    officer = as_(stage, Role.TOWNSHIP_OFFICER)
    give(stage, officer, colleague.id)
    task = stage.task("review_file")
    assert rights.may_do(officer, task) is None
    assert rights.may_do(actor_of(stage.session, colleague.id), task) is not None
    with pytest.raises(Forbidden, match="已转给第二经办"):
        begin(stage.session, shipped_runtime(), officer, task.id)
    [entry] = stage.record("task_reassigned")
    assert (entry["to"], entry["comment"]) == ("第二经办", "去开会")


@pytest.mark.parametrize("role", [Role.TOWNSHIP_OFFICER, Role.TOWNSHIP_LEADER])
def test_the_one_who_handed_it_on_and_the_leader_take_it_back(
    stage: Stage, colleague: Account, role: Role
) -> None:
    give(stage, as_(stage, Role.TOWNSHIP_OFFICER), colleague.id)
    give(stage, as_(stage, role), None)
    assert rights.may_do(as_(stage, Role.TOWNSHIP_OFFICER), stage.task("review_file"))


def test_a_third_of_the_post_does_not_take_it(stage: Stage, colleague: Account) -> None:
    third = add_account(stage.session, "third", "第三经办", (Role.TOWNSHIP_OFFICER, TOWNSHIP))
    give(stage, as_(stage, Role.TOWNSHIP_OFFICER), colleague.id)
    with pytest.raises(Forbidden, match="已转给别人"):
        give(stage, actor_of(stage.session, third.id), third.id)


def test_to_another_post_or_nobody_it_does_not_go(stage: Stage, colleague: Account) -> None:
    officer = as_(stage, Role.TOWNSHIP_OFFICER)
    other = add_account(stage.session, "far", "外镇", (Role.TOWNSHIP_OFFICER, OTHER_TOWNSHIP))
    for to_id in (other.id, stage.people.account_id(Role.TOWNSHIP_LEADER), 987654):
        with pytest.raises(Invalid, match="同一岗位"):
            give(stage, officer, to_id)
    with pytest.raises(Invalid, match="没有变化"):
        give(stage, officer, None)
    with pytest.raises(Invalid, match="原因"):
        give(stage, officer, colleague.id, " ")


def test_strangers_do_not_see_it_and_a_finished_one_stays(stage: Stage, colleague: Account) -> None:
    with pytest.raises(NotFound):
        give(stage, as_(stage, Role.VILLAGE_CLERK), colleague.id)
    task = stage.task("review_file")
    stage.submit("review_file", "approve")
    with pytest.raises(AlreadyDone):
        hand_on(
            stage.session,
            as_(stage, Role.TOWNSHIP_OFFICER),
            task.id,
            to_id=colleague.id,
            reason="晚了",
        )


# --- 催办


def call(stage: Stage, actor: Actor, note: str = "") -> None:
    urge(stage.session, actor, stage.task("review_file").id, note)


def test_a_superior_urges_and_it_shows_on_the_task(stage: Stage) -> None:
    leader = as_(stage, Role.TOWNSHIP_LEADER)
    call(stage, leader, "农户在等")
    task = stage.task("review_file")
    assert task.urged_by == leader.name
    assert task.urged_at is not None
    assert clock.local(task.urged_at).date() == clock.today()
    [entry] = stage.record("task_urged")
    assert (entry["name"], entry["comment"]) == ("审核材料", "农户在等")


def test_whoever_took_an_earlier_step_urges(stage: Stage) -> None:
    clerk = as_(stage, Role.VILLAGE_CLERK)
    with pytest.raises(Forbidden, match="经办人或上级"):
        call(stage, clerk)
    stage.submit("review_file", "return", comment="缺证明")
    stage.submit("correct_application", explanation="已补", comment="")
    call(stage, clerk)


def test_once_a_working_day_and_person(stage: Stage) -> None:
    leader, handler = as_(stage, Role.TOWNSHIP_LEADER), as_(stage, Role.OFFICE_HANDLER)
    call(stage, leader)
    with pytest.raises(Invalid, match="下一个工作日"):
        call(stage, leader)
    call(stage, handler)
    clock.set_now(day(SATURDAY))
    with pytest.raises(Invalid, match="下一个工作日"):
        call(stage, leader)
    clock.set_now(day(MONDAY))
    call(stage, leader)
    assert len(stage.record("task_urged")) == 3


def test_nobody_urges_themselves(stage: Stage) -> None:
    with pytest.raises(Forbidden, match="就在您手里"):
        call(stage, as_(stage, Role.TOWNSHIP_OFFICER))


def test_strangers_and_watchers_do_not_urge(stage: Stage) -> None:
    with pytest.raises(NotFound):
        call(stage, as_(stage, Role.TOWNSHIP_LEADER, foreign=True))
    with pytest.raises(Forbidden):
        call(stage, as_(stage, Role.AUDITOR))


def test_what_is_done_is_not_urged(stage: Stage) -> None:
    task_id = stage.task("review_file").id
    stage.submit("review_file", "approve")
    with pytest.raises(AlreadyDone):
        urge(stage.session, as_(stage, Role.TOWNSHIP_LEADER), task_id)
