"""调查异议 and 书面答复: two persons without a part in it, and words to the objector (R97, F19)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from models.account import Account
from models.notice import Objection, ObjectionAnswer, ObjectionInquiry
from models.role import Role
from tests.forms.stage import Stage
from tests.forms.village_case import objected, publish

INVESTIGATE, ANSWER = "investigate_objection", "answer_objector"
INQUIRY = {
    "first_investigator": "白音",
    "second_investigator": "李铁柱",
    "found": "镇上楼房是其弟弟的,户主名下只有现住房。",
}


@pytest.fixture
def stage(returned: Stage) -> Stage:
    return returned


@pytest.fixture
def objection(stage: Stage) -> Objection:
    return objected(stage, publish(stage, "village"))


def receiver(stage: Stage) -> str:
    name = stage.session.scalar(
        select(Account.display_name).where(
            Account.id == stage.people.account_id(Role.VILLAGE_CLERK)
        )
    )
    assert name is not None
    return name


def test_what_was_found_is_the_reason_of_the_finding(stage: Stage, objection: Objection) -> None:
    stage.submit(INVESTIGATE, "dismissed", **INQUIRY)
    assert objection.finding == "dismissed"
    inquiry = stage.last(ObjectionInquiry)
    assert inquiry.objection_id == objection.id
    assert inquiry.comment == INQUIRY["found"]
    assert stage.open_tasks() >= {ANSWER}


def test_an_objection_may_be_upheld(stage: Stage, objection: Objection) -> None:
    stage.submit(INVESTIGATE, "upheld", comment="名下另有住房。", **INQUIRY)
    assert objection.finding == "upheld"
    assert stage.last(ObjectionInquiry).comment == "名下另有住房。"


@pytest.mark.parametrize("outcome", ["upheld", "dismissed"])
def test_an_inquiry_names_both_investigators_and_what_they_found(
    stage: Stage, objection: Objection, outcome: str
) -> None:
    nothing: dict[str, Any] = {}
    errors = stage.errors(INVESTIGATE, outcome, **nothing)
    assert set(errors) >= {"first_investigator", "second_investigator", "found"}


def test_one_person_cannot_be_both(stage: Stage, objection: Objection) -> None:
    answers = {**INQUIRY, "second_investigator": "白 音"}
    assert list(stage.errors(INVESTIGATE, "upheld", **answers)) == ["second_investigator"]


def test_who_received_it_does_not_investigate(stage: Stage, objection: Objection) -> None:
    answers = {**INQUIRY, "first_investigator": receiver(stage)}
    assert stage.errors(INVESTIGATE, "upheld", **answers) == {
        "first_investigator": ["收到异议的人不能参加调查。"]
    }


@pytest.mark.parametrize("name", ["敖登高娃", "斯琴"])
def test_neither_the_household_nor_the_objector_investigates(
    stage: Stage, objection: Objection, name: str
) -> None:
    answers = {**INQUIRY, "second_investigator": name}
    assert list(stage.errors(INVESTIGATE, "upheld", **answers)) == ["second_investigator"]


def test_an_answered_objection_is_closed(stage: Stage, objection: Objection) -> None:
    stage.submit(INVESTIGATE, "dismissed", **INQUIRY)
    stage.submit(ANSWER, answer="经查,户主名下只有现住房。", delivery="当面送达")
    assert objection.state == "closed"
    assert stage.last(ObjectionAnswer).objection_id == objection.id


def test_an_answer_is_in_words(stage: Stage, objection: Objection) -> None:
    stage.submit(INVESTIGATE, "dismissed", **INQUIRY)
    assert set(stage.errors(ANSWER)) == {"answer", "delivery"}
    assert objection.state == "open"


def test_only_somebody_without_a_name_is_answered_on_the_board(
    stage: Stage, objection: Objection
) -> None:
    stage.submit(INVESTIGATE, "dismissed", **INQUIRY)
    answers = {"answer": "经查不属实。", "delivery": "张贴答复(未留姓名的)"}
    assert list(stage.errors(ANSWER, **answers)) == ["delivery"]
    objection.objector_name = ""
    stage.submit(ANSWER, **answers)
    assert objection.state == "closed"
