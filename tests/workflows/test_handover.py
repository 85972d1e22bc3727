"""交接: in one act everything of somebody who leaves goes to successors, or nothing does."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account, Grant
from models.draft import Draft
from models.history import HistoryEntry
from models.role import Role
from models.stand_in import StandIn
from tests.cast import COUNTY, FOREIGN_COUNTY, TOWNSHIP, VILLAGE, Cast, add_account
from tests.forms.stage import Stage
from workflows import clock, drafts, rights, stand_ins
from workflows.actors import actor_of
from workflows.errors import Invalid
from workflows.handing_on import hand_on
from workflows.handover import belongings, hand_over
from workflows.rights import Actor
from workflows.system_history import verify_system

REASON = "调往外地"


@pytest.fixture
def leaver(session: Session, people: Cast) -> Account:
    return session.get_one(Account, people.account_id(Role.TOWNSHIP_OFFICER))


@pytest.fixture
def successor(session: Session) -> Account:
    """Somebody new, who has no post yet."""
    return add_account(session, "new", "新经办")


def administrator(stage: Stage) -> Actor:
    return stage.people.actor(stage.session, Role.ADMINISTRATOR)


def hand(stage: Stage, leaver: Account, *successors: Account, reason: str = REASON) -> None:
    grants = belongings(stage.session, leaver.id).grants
    chosen = {grant.id: each.id for grant, each in zip(grants, successors, strict=False)}
    hand_over(stage.session, administrator(stage), leaver, chosen, reason)


def busy(stage: Stage, leaver: Account) -> None:
    """The leaver has a task in hand, a draft of it, and stands in for somebody."""
    actor = actor_of(stage.session, leaver.id)
    task_id = stage.task("review_file").id
    hand_on(stage.session, actor, task_id, to_id=leaver.id, reason="我来办")
    drafts.save(stage.session, actor, task_id, {"comment": ["写了一半"]})
    stand_ins.appoint(
        stage.session,
        stage.people.actor(stage.session, Role.TOWNSHIP_LEADER),
        account_id=stage.people.account_id(Role.TOWNSHIP_LEADER),
        deputy_id=leaver.id,
        first_day=clock.today(),
        last_day=clock.today() + dt.timedelta(days=3),
        reason="出差",
    )


def test_posts_tasks_drafts_and_stand_ins_go_in_one_act(
    stage: Stage, leaver: Account, successor: Account
) -> None:
    busy(stage, leaver)
    hand(stage, leaver, successor)
    session = stage.session
    assert not leaver.is_active
    assert session.scalars(select(Grant.id).where(Grant.account_id == leaver.id)).all() == []
    task = stage.task("review_file")
    assert task.assigned_to_id == successor.id
    assert rights.may_do(actor_of(session, successor.id), task) is not None
    assert session.scalars(select(Draft.task_id)).all() == []
    assert session.scalars(select(StandIn.ended_at)).one() is not None


def test_it_is_on_the_record_of_the_system_and_of_the_cases(
    stage: Stage, leaver: Account, successor: Account
) -> None:
    busy(stage, leaver)
    hand(stage, leaver, successor)
    payload = stage.session.scalars(
        select(HistoryEntry.payload).where(HistoryEntry.kind == "account_handed_over")
    ).one()
    assert payload["posts"] == [{"role": "township_officer", "area": TOWNSHIP, "to": "new"}]
    assert (payload["tasks"], payload["drafts"], payload["stand_ins"]) == (1, 1, 1)
    assert [each["to"] for each in stage.record("task_reassigned")] == [
        leaver.display_name,
        "新经办",
    ]
    assert verify_system(stage.session) > 0


def test_a_post_that_the_successor_has_already_is_not_doubled(
    stage: Stage, leaver: Account
) -> None:
    second = add_account(stage.session, "second", "第二经办", (Role.TOWNSHIP_OFFICER, TOWNSHIP))
    hand(stage, leaver, second)
    posts = select(Grant.role).where(Grant.account_id == second.id)
    assert stage.session.scalars(posts).all() == [Role.TOWNSHIP_OFFICER]


def test_each_post_has_its_own_successor(stage: Stage, leaver: Account, successor: Account) -> None:
    stage.session.add(Grant(account_id=leaver.id, role=Role.SITE_SUPERVISOR, area_code=TOWNSHIP))
    second = add_account(stage.session, "second", "第二经办", (Role.VILLAGE_CLERK, VILLAGE))
    hand(stage, leaver, successor, second)
    roles = select(Grant.role).order_by(Grant.id)
    assert stage.session.scalars(roles.where(Grant.account_id == successor.id)).all() == [
        Role.TOWNSHIP_OFFICER
    ]
    assert set(stage.session.scalars(roles.where(Grant.account_id == second.id))) == {
        Role.VILLAGE_CLERK,
        Role.SITE_SUPERVISOR,
    }


def refused(stage: Stage, leaver: Account, successor: Account | None) -> str:
    with pytest.raises(Invalid) as caught:
        hand(stage, leaver, *([successor] if successor else []))
    assert leaver.is_active
    assert len(belongings(stage.session, leaver.id).grants) == 1
    return caught.value.sentence


def test_a_successor_must_be_there_and_another(
    stage: Stage, leaver: Account, successor: Account
) -> None:
    assert "在用账号" in refused(stage, leaver, None)
    assert "不能是本人" in refused(stage, leaver, leaver)
    successor.is_active = False
    assert "在用账号" in refused(stage, leaver, successor)


def test_a_successor_of_another_county_is_refused(stage: Stage, leaver: Account) -> None:
    far = add_account(stage.session, "far", "邻市", (Role.OFFICE_HANDLER, FOREIGN_COUNTY))
    assert "不是本市" in refused(stage, leaver, far)


def test_an_agencys_person_and_an_administrator_take_no_office(
    stage: Stage, leaver: Account
) -> None:
    for role in (Role.ASSESSOR, Role.ADMINISTRATOR):
        other = stage.session.get_one(Account, stage.people.account_id(role))
        assert "不能接办" in refused(stage, leaver, other)


def test_an_agencys_post_stays_in_the_agency(stage: Stage, successor: Account) -> None:
    assessor = stage.session.get_one(Account, stage.people.account_id(Role.ASSESSOR))
    other = stage.session.get_one(Account, stage.people.account_id(Role.ASSESSOR, foreign=True))
    assert "机构" in refused(stage, assessor, other)
    same = add_account(
        stage.session,
        "same",
        "同机构",
        (Role.ASSESSOR, COUNTY),
        organisation_id=stage.people.agency_id,
    )
    hand(stage, assessor, same)
    assert not assessor.is_active


def test_it_needs_a_reason_and_another_administrator(
    stage: Stage, leaver: Account, successor: Account
) -> None:
    with pytest.raises(Invalid, match="原因"):
        hand(stage, leaver, successor, reason=" ")
    own = stage.session.get_one(Account, administrator(stage).account_id)
    with pytest.raises(Invalid, match="另一位管理员"):
        hand(stage, own, successor)
