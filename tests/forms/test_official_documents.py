"""文号: a number, its kind and its date are written down once, whoever names them again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from forms.taking_back import take_back
from models.identity import IdentityOpinion
from models.meeting import ResearchMeeting
from models.official_document import OfficialDocument
from models.role import Role
from tests.forms.stage import PHOTOS, Stage
from tests.forms.test_identity_opinion import POVERTY
from tests.forms.test_township_review import reach_meeting
from workflows.official_documents import Paper

NewStage = Callable[..., Stage]
STEP = "verify_poverty"
REASON = "名单日期看错了"
MEETING = {"document_number": "6号", "attendees": "白音、赵海", "resolution": "同意。"}


@pytest.fixture
def next_case(new_stage: NewStage) -> Callable[[], Stage]:
    """A further household at the identity verification."""

    def make() -> Stage:
        stage = new_stage()
        stage.start("identity_verification")
        return stage

    return make


def documents(stage: Stage) -> list[OfficialDocument]:
    return list(stage.session.scalars(select(OfficialDocument)))


def test_two_households_rest_on_one_document(next_case: Callable[[], Stage]) -> None:
    next_case().submit(STEP, "pass", **POVERTY)
    second = next_case()
    second.submit(STEP, "pass", **(POVERTY | {"document_number": "扎扶办函[2019] ３号"}))
    assert len(documents(second)) == 1
    assert second.last(IdentityOpinion).document_number == POVERTY["document_number"]


def test_the_same_number_of_another_day_is_named_with_who_wrote_it_down(
    next_case: Callable[[], Stage],
) -> None:
    next_case().submit(STEP, "pass", **POVERTY)
    errors = next_case().errors(STEP, "pass", **(POVERTY | {"document_date": "2019-03-02"}))
    assert list(errors) == ["document_number"]
    for words in ("2019-03-01", "身份审核名单", "2019-03-02"):
        assert words in errors["document_number"][0]


def test_a_number_that_was_taken_back_binds_nobody(next_case: Callable[[], Stage]) -> None:
    first = next_case()
    answers = POVERTY | {"document_date": "2019-03-02"}
    task_id = first.task(STEP).id
    first.submit(STEP, "mismatch", comment="姓名不一致。", **answers)
    actor = first.people.actor(first.session, Role.POVERTY_ALLEVIATION_OFFICE)
    take_back(first.session, first.runtime, actor, task_id, REASON)
    first.submit(STEP, "pass", **POVERTY)
    [document] = documents(first)
    assert document.dated.isoformat() == POVERTY["document_date"]


def reach(stage: Stage) -> None:
    stage.upload(*PHOTOS)
    stage.start("township_review")
    reach_meeting(stage)


def test_two_households_share_the_meeting_of_their_minutes(new_stage: NewStage) -> None:
    first, second = new_stage(long_term_rural=None), new_stage(long_term_rural=None)
    reach(first)
    first.submit("hold_meeting", "agree", **MEETING)
    reach(second)
    errors = second.errors("hold_meeting", "agree", **(MEETING | {"attendees": "白音、李铁柱"}))
    assert "白音、赵海" in errors["attendees"][0]
    second.submit("hold_meeting", "agree", **(MEETING | {"attendees": "赵海,白音"}))
    assert len(list(second.session.scalars(select(ResearchMeeting)))) == 1


@pytest.mark.parametrize(
    ("change", "is_same"),
    [
        ({"number": "扎危改委（2019）12号"}, True),
        ({"role": Role.OFFICE_APPROVER}, True),
        ({"number": "扎危改委〔2019〕13号"}, False),
        ({"number": "扎危改委〔2018〕12号"}, False),
        ({"role": Role.FINANCE_OFFICER}, False),
        ({"area_code": "150784"}, False),
    ],
)
def test_an_office_gives_a_number_once_a_year(change: dict[str, Any], is_same: bool) -> None:
    told = {"number": "扎危改委〔2019〕12号", "role": Role.OFFICE_HANDLER, "area_code": "150783"}
    day = dt.date(2019, 3, 1)
    papers = [Paper(**each, kind="鉴定委托书", dated=day) for each in (told, told | change)]
    known = [(each.office, each.area_code, each.year, each.key) for each in papers]
    assert (known[0] == known[1]) is is_same
