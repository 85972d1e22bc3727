"""The county lets somebody off a duty rule where nobody else is there; each use is on record."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from models.account import Account
from models.duty_exception import DutyException
from models.role import Role
from tests.cast import FAR_VILLAGE, FOREIGN_COUNTY, TOWNSHIP, VILLAGE, add_account
from tests.database.counting import counted
from tests.forms.stage import Stage
from tests.workflows.test_duties import DIGEST, add_person, did, officer
from workflows import clock, duty_exceptions
from workflows.actors import actor_of
from workflows.duties import check_duties
from workflows.errors import Forbidden, Invalid, NotFound
from workflows.rights import Actor, Authority, Holder

FILED = ("file_application", Role.VILLAGE_CLERK)


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """The case with a number, by which an exception may name it."""
    stage.application.number = "NJ-2019-A-00001"
    return stage


def approver(stage: Stage) -> Actor:
    return stage.people.actor(stage.session, Role.OFFICE_APPROVER)


def grant(stage: Stage, actor: Actor | None = None, **differs: Any) -> DutyException:
    asked: dict[str, Any] = {
        "rule": "filing_and_review",
        "account_id": stage.people.account_id(Role.TOWNSHIP_OFFICER),
        "area_code": TOWNSHIP,
        "number": "",
        "until": clock.today() + dt.timedelta(days=30),
        "reason": "全镇只有一名经办",
    }
    return duty_exceptions.grant(stage.session, actor or approver(stage), **(asked | differs))


def used(stage: Stage, actor: Actor | None = None) -> list[DutyException]:
    task = stage.task("review_file")
    return check_duties(stage.session, actor or officer(stage), task, stage.application)


def test_without_one_the_rule_bars_and_with_one_it_does_not(stage: Stage) -> None:
    did(stage, officer(stage), *FILED)
    with pytest.raises(Forbidden):
        used(stage)
    exception = grant(stage)
    assert used(stage) == [exception]


def test_each_use_is_on_the_record_of_the_case(stage: Stage) -> None:
    did(stage, officer(stage), *FILED)
    exception = grant(stage)
    stage.submit("review_file", "approve")
    [entry] = stage.record("duty_exception_used")
    assert (entry["exception"], entry["rule"]) == (exception.id, "filing_and_review")


def test_where_no_rule_bars_none_is_used_and_none_is_asked_for(stage: Stage) -> None:
    grant(stage)
    task, actor = stage.task("review_file"), officer(stage)
    with counted(stage.session.get_bind().engine) as cost:
        assert check_duties(stage.session, actor, task, stage.application) == []
    assert len(cost.statements) == 1, cost.told()


def test_it_may_be_for_one_case_only(stage: Stage) -> None:
    did(stage, officer(stage), *FILED)
    exception = grant(stage, area_code=None, number=" NJ-2019-A-00001 ")
    assert exception.application_id == stage.application.id
    assert used(stage) == [exception]


@pytest.mark.parametrize(
    "differs",
    [
        {"area_code": FAR_VILLAGE},
        {"rule": "archive_and_approval"},
        {"rule": "two_roles"},
    ],
)
def test_another_place_or_another_rule_helps_nobody(stage: Stage, differs: dict[str, Any]) -> None:
    did(stage, officer(stage), *FILED)
    grant(stage, **differs)
    with pytest.raises(Forbidden):
        used(stage)


def test_after_its_day_it_is_over(stage: Stage) -> None:
    did(stage, officer(stage), *FILED)
    exception = grant(stage)
    exception.until = clock.today() - dt.timedelta(days=1)
    stage.session.flush()
    with pytest.raises(Forbidden):
        used(stage)


def test_ended_early_it_is_over(stage: Stage) -> None:
    did(stage, officer(stage), *FILED)
    exception = grant(stage)
    duty_exceptions.end(stage.session, approver(stage), exception.id)
    with pytest.raises(Forbidden):
        used(stage)
    with pytest.raises(Invalid):
        duty_exceptions.end(stage.session, approver(stage), exception.id)


def test_two_roles_may_be_excepted_but_not_with_the_money(stage: Stage) -> None:
    grant(stage, rule="two_roles")
    did(stage, officer(stage), "verify_poverty", Role.POVERTY_ALLEVIATION_OFFICE)
    assert len(used(stage)) == 1
    did(stage, officer(stage), "pay_subsidy", Role.FINANCE_OFFICER)
    with pytest.raises(Forbidden, match="两个审核职责"):
        used(stage)


def test_money_is_guarded_always(stage: Stage) -> None:
    with pytest.raises(Invalid, match="资金审核与拨付"):
        grant(stage, rule="review_and_payment")


def test_ones_own_household_is_never_excepted(stage: Stage) -> None:
    add_person(stage, DIGEST)
    grant(stage)
    with pytest.raises(Forbidden, match="本人家庭"):
        used(stage, dataclasses.replace(officer(stage), id_number_digest=DIGEST))
    account = stage.session.get_one(Account, stage.people.account_id(Role.TOWNSHIP_OFFICER))
    account.id_number_digest = DIGEST
    with pytest.raises(Invalid, match="本人家庭"):
        grant(stage, number="NJ-2019-A-00001")


def test_a_stand_in_does_not_use_it(stage: Stage) -> None:
    did(stage, officer(stage), *FILED)
    grant(stage)
    deputy = add_account(stage.session, "deputy", "乌兰", (Role.VILLAGE_HEAD, VILLAGE))
    lent = Authority(
        Role.TOWNSHIP_OFFICER, TOWNSHIP, None, Holder(officer(stage).account_id or 0, "某")
    )
    task, actor = stage.task("review_file"), actor_of(stage.session, deputy.id)
    with pytest.raises(Forbidden):
        check_duties(stage.session, actor, task, stage.application, lent)


@pytest.mark.parametrize(
    ("differs", "sentence"),
    [
        ({"account_id": 987654}, "工作人员"),
        ({"area_code": "150783"}, "乡镇或村"),
        ({"area_code": None}, "乡镇或村"),
        ({"area_code": "150782001"}, "乡镇或村"),
        ({"number": "NJ-2019-A-99999"}, "没有这个申请编号"),
        ({"until": dt.date(2018, 1, 1)}, "不能早于今天"),
        ({"until": dt.date(2199, 1, 1)}, "最长180天"),
        ({"reason": " "}, "理由"),
    ],
)
def test_what_is_no_exception(stage: Stage, differs: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        grant(stage, **differs)


def test_nobody_grants_one_to_themselves_or_to_a_stranger(stage: Stage) -> None:
    with pytest.raises(Invalid, match="自己"):
        grant(stage, account_id=approver(stage).account_id)
    stranger = add_account(stage.session, "far", "邻市", (Role.OFFICE_HANDLER, FOREIGN_COUNTY))
    with pytest.raises(Invalid, match="本市"):
        grant(stage, account_id=stranger.id)


def test_only_the_approver_of_the_county_grants_and_ends(stage: Stage) -> None:
    with pytest.raises(Forbidden):
        grant(stage, stage.people.actor(stage.session, Role.OFFICE_HANDLER))
    exception = grant(stage)
    foreign = stage.people.actor(stage.session, Role.OFFICE_APPROVER, foreign=True)
    with pytest.raises(NotFound):
        duty_exceptions.end(stage.session, foreign, exception.id)
