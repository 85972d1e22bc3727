"""F14: a household with somebody in office waits for the county; F13 tells who came from one."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from models.account import Account
from models.check_result import CheckResult
from models.official import Official
from models.role import Role
from tests.cast import COUNTY, NEIGHBOUR_VILLAGE, VILLAGE
from tests.forms.stage import Stage, shipped_runtime
from tests.forms.village_case import MAN, WIFE
from tests.workflows.checks.test_duplicate_gate import add_person, another, key, results, settle
from workflows import checks, clock
from workflows.errors import AlreadyDone, Forbidden, Invalid, NotFound
from workflows.officials import Named, leave_office, put_on_list

NAME, OTHER = "阿拉坦·巴图", "白村官"


@pytest.fixture
def ours(stage: Stage) -> Stage:
    """A case of a head alone."""
    settle(stage, stage.application, NAME, MAN)
    return stage


def listed(stage: Stage, name: str, number: str = "", village: str | None = None) -> int:
    """Put somebody on the county's list; how many are new."""
    handler = stage.people.actor(stage.session, Role.OFFICE_HANDLER)
    named = [Named(name, "村主任", village, number)]
    return put_on_list(stage.session, shipped_runtime().digest_key, handler, COUNTY, named)


def told(stage: Stage) -> CheckResult:
    return results(stage)["F14"]


def test_without_a_list_nobody_can_tell(ours: Stage) -> None:
    assert (told(ours).result, "还没有登记" in told(ours).why) == ("unknown", True)


def test_a_list_without_anybody_of_the_household_passes(ours: Stage) -> None:
    listed(ours, NAME, village=NEIGHBOUR_VILLAGE)
    listed(ours, NAME, WIFE, VILLAGE)
    assert told(ours).result == "pass"


@pytest.mark.parametrize(
    ("name", "number", "words"),
    [(OTHER, MAN, "名单上的村主任白村官"), ("阿拉坦•巴图", "", "同村同名")],
    ids=["by number", "by name within the village"],
)
def test_a_member_in_office_waits_for_the_county(
    ours: Stage, name: str, number: str, words: str
) -> None:
    assert listed(ours, name, number, VILLAGE) == 1
    assert listed(ours, name, number, VILLAGE) == 0
    row = told(ours)
    assert (row.result, row.effect, row.is_for_county) == ("fail", "hold", True)
    assert words in row.found[0]["why"]
    officer = ours.people.actor(ours.session, Role.TOWNSHIP_OFFICER)
    with pytest.raises(Forbidden):
        checks.decide(ours.session, officer, row.id, "cleared", "认识他")
    handler = ours.people.actor(ours.session, Role.OFFICE_HANDLER)
    checks.decide(ours.session, handler, row.id, "cleared", "入户核实,符合条件,已扩大公示。")
    # Asked again of the same person, it stays as it was judged.
    assert told(ours).verdict == "cleared"


def test_somebody_who_works_with_the_system_is_in_office_too(ours: Stage) -> None:
    clerk = ours.session.get_one(Account, ours.people.account_id(Role.VILLAGE_CLERK))
    clerk.id_number_digest = key(MAN)
    ours.session.flush()
    assert "本系统的工作人员" in told(ours).found[0]["why"]


def test_who_left_office_counts_for_some_years(ours: Stage) -> None:
    listed(ours, OTHER, MAN)
    handler = ours.people.actor(ours.session, Role.OFFICE_HANDLER)
    number, today = ours.session.scalars(select(Official.id)).one(), clock.today()
    with pytest.raises(Invalid):
        leave_office(ours.session, handler, COUNTY, number, today + dt.timedelta(days=1))
    with pytest.raises(NotFound):
        leave_office(ours.session, handler, "999999", number, today)
    official = leave_office(ours.session, handler, COUNTY, number, dt.date(2017, 1, 5))
    assert told(ours).result == "fail"
    official.left_on = dt.date(2011, 1, 5)
    assert told(ours).result == "pass"
    with pytest.raises(AlreadyDone):
        leave_office(ours.session, handler, COUNTY, number, today)


def test_who_came_from_the_household_of_an_official_is_for_the_county(ours: Stage) -> None:
    former = another(ours, OTHER, WIFE)
    former.state = "ended"
    gone = add_person(former, NAME, MAN, left_on=dt.date(2018, 6, 1), left_reason="分户")
    ours.session.add(gone)
    ours.session.flush()
    assert "从另一户迁来" in results(ours)["F13"].why
    listed(ours, OTHER, WIFE)
    row = results(ours)["F13"]
    assert ("从公职人员或村组干部的家里迁来" in row.why, row.is_for_county) == (True, True)
