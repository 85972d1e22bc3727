"""代班: B works for A for some days, as A's, and nobody evades four eyes by it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account, Grant
from models.history import HistoryEntry
from models.role import Role
from models.stand_in import StandIn
from models.task import Task
from tests.cast import (
    COUNTY,
    FOREIGN_COUNTY,
    OTHER_TOWNSHIP,
    TOWNSHIP,
    VILLAGE,
    Cast,
    add_account,
    day,
)
from tests.forms.stage import Stage, shipped_runtime
from workflows import clock, rights, stand_ins
from workflows.actors import account_view, actor_of
from workflows.errors import Forbidden, Invalid
from workflows.rights import Actor
from workflows.steps import begin, complete

TODAY = dt.date(2019, 3, 4)


@pytest.fixture(autouse=True)
def a_day_in_march() -> Iterator[None]:
    clock.set_now(day(TODAY.isoformat()))
    yield
    clock.set_offset(dt.timedelta(0))


@pytest.fixture
def officer(session: Session, people: Cast) -> Actor:
    """The township's officer, who will be away."""
    return people.actor(session, Role.TOWNSHIP_OFFICER)


@pytest.fixture
def deputy(session: Session) -> Account:
    """Somebody of the next township."""
    return add_account(session, "deputy", "乌兰", (Role.TOWNSHIP_OFFICER, OTHER_TOWNSHIP))


def appoint(session: Session, actor: Actor, deputy: Account, **differs: Any) -> StandIn:
    asked = {
        "account_id": actor.account_id,
        "deputy_id": deputy.id,
        "first_day": TODAY,
        "last_day": TODAY + dt.timedelta(days=5),
        "reason": "外出学习",
    }
    return stand_ins.appoint(session, actor, **(asked | differs))


def now(session: Session, deputy: Account) -> Actor:
    return actor_of(session, deputy.id)


def review(stage: Stage, actor: Actor) -> None:
    step = begin(stage.session, shipped_runtime(), actor, stage.task("review_file").id)
    common = {"handled_by": actor.name, "comment": "", "routing": {}}
    complete(step, outcome="approve", happened_on=clock.today(), **common)


def test_the_deputy_may_do_what_lies_on_the_desk_of_the_other(
    stage: Stage, officer: Actor, deputy: Account
) -> None:
    task = stage.task("review_file")
    assert rights.may_do(now(stage.session, deputy), task) is None
    appoint(stage.session, officer, deputy)
    authority = rights.may_do(now(stage.session, deputy), task)
    assert authority is not None
    assert authority.holder is not None
    assert authority.holder.name == officer.name


def test_the_account_shows_its_own_posts_apart_from_the_lent_ones(
    session: Session, officer: Actor, deputy: Account
) -> None:
    appoint(session, officer, deputy)
    view = account_view(session, deputy.id)
    assert view is not None
    assert [post.area_name for post in view.posts] == ["卧牛河镇"]
    assert [(post.area_name, post.holder_name) for post in view.lent] == [
        ("蘑菇气镇", officer.name)
    ]


def test_what_the_deputy_does_is_on_record_as_done_for_the_other(
    stage: Stage, officer: Actor, deputy: Account
) -> None:
    appoint(stage.session, officer, deputy)
    task_id = stage.task("review_file").id
    review(stage, now(stage.session, deputy))
    task = stage.session.get_one(Task, task_id)
    assert (task.done_by_id, task.done_for_id) == (deputy.id, officer.account_id)
    [act] = stage.record("task_completed")
    assert act["stands_in_for"] == officer.name
    assert stage.task("visit_household").came_from.endswith(f"乌兰代{officer.name}")


def test_it_begins_and_ends_with_its_days(
    session: Session, officer: Actor, deputy: Account
) -> None:
    appoint(session, officer, deputy, first_day=TODAY + dt.timedelta(days=1))
    lent = []
    for shift in (0, 1, 5, 6):
        clock.set_now(day((TODAY + dt.timedelta(days=shift)).isoformat()))
        lent.append(any(each.holder for each in now(session, deputy).authorities))
    assert lent == [False, True, True, False]


def test_it_can_be_ended_early_by_either_of_the_two(
    session: Session, officer: Actor, deputy: Account
) -> None:
    stand_in = appoint(session, officer, deputy)
    stand_ins.end(session, now(session, deputy), stand_in.id)
    assert not any(each.holder for each in now(session, deputy).authorities)
    with pytest.raises(Invalid, match="已经结束"):
        stand_ins.end(session, officer, stand_in.id)


def test_nobody_else_ends_it(
    session: Session, people: Cast, officer: Actor, deputy: Account
) -> None:
    stand_in = appoint(session, officer, deputy)
    with pytest.raises(Forbidden):
        stand_ins.end(session, people.actor(session, Role.TOWNSHIP_LEADER), stand_in.id)


def test_what_the_deputy_stands_in_for_is_not_passed_on(
    session: Session, people: Cast, officer: Actor, deputy: Account
) -> None:
    leader = people.actor(session, Role.TOWNSHIP_LEADER)
    appoint(session, leader, session.get_one(Account, officer.account_id))
    appoint(session, people.actor(session, Role.SITE_SUPERVISOR), deputy)
    third = add_account(session, "third", "第三人", (Role.TOWNSHIP_OFFICER, OTHER_TOWNSHIP))
    appoint(session, now(session, deputy), third)
    roles = {each.role for each in now(session, third).authorities}
    assert roles == {Role.TOWNSHIP_OFFICER}


def test_both_persons_steps_count_for_the_pairs(
    stage: Stage, officer: Actor, people: Cast, deputy: Account
) -> None:
    # The clerk who filed the case is also officer of the township, and away.
    clerk = people.actor(stage.session, Role.VILLAGE_CLERK)
    assert clerk.account_id is not None
    stage.session.add(
        Grant(account_id=clerk.account_id, role=Role.TOWNSHIP_OFFICER, area_code=TOWNSHIP)
    )
    done_by(stage, clerk.account_id, None)
    appoint(stage.session, clerk, deputy)
    with pytest.raises(Forbidden, match="审核须由他人办理"):
        begin(
            stage.session,
            shipped_runtime(),
            now(stage.session, deputy),
            stage.task("review_file").id,
        )


def test_what_was_done_for_somebody_counts_as_theirs(
    stage: Stage, officer: Actor, people: Cast
) -> None:
    done_by(stage, people.account_id(Role.VILLAGE_CLERK), officer.account_id)
    with pytest.raises(Forbidden, match="审核须由他人办理"):
        begin(stage.session, shipped_runtime(), officer, stage.task("review_file").id)


def done_by(stage: Stage, account_id: int, for_id: int | None) -> None:
    """Let the case have been filed by ``account_id``."""
    present = stage.task("review_file")
    stage.session.add(
        Task(
            instance_id=present.instance_id,
            engine_id="filed",
            application_id=stage.application.id,
            process_id="village_review",
            node_id="file_application",
            name="申请",
            form_key="application",
            role=Role.VILLAGE_CLERK,
            area_code=VILLAGE,
            status="done",
            opened_at=present.opened_at,
            done_by_id=account_id,
            done_for_id=for_id,
        )
    )
    stage.session.flush()


@pytest.mark.parametrize(
    ("differs", "sentence"),
    [
        ({"deputy_id": "self"}, "不能由本人代本人"),
        ({"first_day": TODAY - dt.timedelta(days=1)}, "过去的日期"),
        ({"last_day": TODAY - dt.timedelta(days=1)}, "不能早于第一天"),
        ({"last_day": TODAY + dt.timedelta(days=60)}, "最长60天"),
        ({"reason": " "}, "原因"),
        ({"deputy_id": 987654}, "在用账号"),
    ],
)
def test_what_is_no_stand_in(
    session: Session, officer: Actor, deputy: Account, differs: dict[str, Any], sentence: str
) -> None:
    if differs.get("deputy_id") == "self":
        differs = {"deputy_id": officer.account_id}
    with pytest.raises(Invalid, match=sentence):
        appoint(session, officer, deputy, **differs)


def test_somebody_of_another_county_is_refused(session: Session, officer: Actor) -> None:
    stranger = add_account(session, "stranger", "邻市的人", (Role.OFFICE_HANDLER, FOREIGN_COUNTY))
    with pytest.raises(Invalid, match="不是本市的工作人员"):
        appoint(session, officer, stranger)


def test_an_agencys_work_stays_in_the_agency(
    session: Session, people: Cast, deputy: Account
) -> None:
    assessor = people.actor(session, Role.ASSESSOR)
    with pytest.raises(Invalid, match="本机构"):
        appoint(session, assessor, deputy)
    same = add_account(
        session, "same", "同机构", (Role.ASSESSOR, COUNTY), organisation_id=people.agency_id
    )
    assert appoint(session, assessor, same).id


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_watches_or_keeps_accounts_does_so_in_person(
    session: Session, people: Cast, officer: Actor, deputy: Account, role: Role
) -> None:
    with pytest.raises(Invalid, match="审计督查"):
        appoint(session, people.actor(session, role), deputy)
    watcher = session.get_one(Account, people.account_id(role))
    with pytest.raises(Invalid, match="不办理业务"):
        appoint(session, officer, watcher)


def test_two_deputies_at_a_time_are_one_too_many(
    session: Session, officer: Actor, deputy: Account
) -> None:
    appoint(session, officer, deputy)
    other = add_account(session, "other", "另一位", (Role.TOWNSHIP_OFFICER, OTHER_TOWNSHIP))
    with pytest.raises(Invalid, match="已经安排了代班"):
        appoint(session, officer, other)
    with pytest.raises(Invalid, match="自己也由别人代班"):
        appoint(session, actor_of(session, other.id), session.get_one(Account, officer.account_id))


def test_the_administrator_of_the_county_appoints_for_others_and_nobody_else_does(
    session: Session, people: Cast, officer: Actor, deputy: Account
) -> None:
    mine = {"account_id": officer.account_id}
    for role, foreign in ((Role.ADMINISTRATOR, True), (Role.OFFICE_APPROVER, False)):
        with pytest.raises(Forbidden):
            appoint(session, people.actor(session, role, foreign=foreign), deputy, **mine)
    administrator = people.actor(session, Role.ADMINISTRATOR)
    assert appoint(session, administrator, deputy, **mine).made_by_id == administrator.account_id
    kinds = session.scalars(
        select(HistoryEntry.kind).where(HistoryEntry.subject_kind == "system")
    ).all()
    assert "stand_in_made" in kinds
