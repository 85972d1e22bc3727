"""不清楚 is an answer: it stays unknown, is seen by whoever reviews, and is asked again."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.household import House
from tests.cast import Cast
from tests.forms.stage import PHOTOS, Stage, new_application
from tests.forms.test_township_review import VISIT
from tests.forms.village_case import application, opened
from webapp.cases.overview import TO_ASK, overview
from workflows.facts import UNCLEAR, facts_of

UNKNOWN = {"built_year": UNCLEAR, "area_m2": UNCLEAR, "annual_income_yuan": UNCLEAR}


@pytest.fixture
def stage(session: Session, people: Cast) -> Stage:
    return opened(session, people)


def file_it(stage: Stage, **answers: object) -> None:
    stage.upload(*PHOTOS)
    stage.submit("file_application", **application(**answers))


def house_of(stage: Stage) -> House:
    return stage.session.scalars(select(House)).one()


def test_what_a_household_cannot_tell_is_filed_as_unknown(stage: Stage) -> None:
    file_it(stage, **UNKNOWN, long_term_rural="unknown")
    case, house = stage.application, house_of(stage)
    assert case.unclear == ["long_term_rural", *UNKNOWN]
    assert (house.built_year, house.area_m2, case.annual_income_yuan) == (None, None, None)
    assert "long_term_rural" not in facts_of(case)


def test_an_empty_answer_is_not_taken_for_unknown(stage: Stage) -> None:
    errors = stage.errors("file_application", **application(built_year=""))
    assert list(errors) == ["built_year"]


def test_a_number_beside_unknown_is_asked_back(stage: Stage) -> None:
    answers = application(built_year=["1986", UNCLEAR])
    assert "去掉“不清楚”" in str(stage.errors("file_application", **answers)["built_year"])


def test_reviewers_see_what_is_open(stage: Stage) -> None:
    file_it(stage, **UNKNOWN)
    groups = overview(stage.application, house_of(stage), "")
    told = {label: words for group in groups for label, words in group.facts}
    assert told["家庭年收入"] == told["建造年份"] == told["房屋面积"] == TO_ASK


def test_a_supplement_keeps_what_was_unknown(stage: Stage) -> None:
    file_it(stage, **UNKNOWN, wish_statement="")
    stage.submit("check_application", "return", comment="请补正。")
    form = stage.form("supplement_application")
    assert form.built_year.is_unclear
    answers = application(supplied="补了说明。", **UNKNOWN | {"area_m2": "48.5"})
    stage.submit("supplement_application", **answers)
    assert stage.application.unclear == ["built_year", "annual_income_yuan"]
    assert house_of(stage).area_m2 == Decimal("48.5")


def visiting(session: Session, people: Cast, unclear: list[str] | None) -> Stage:
    stage = Stage(session, people, new_application(session, people, unclear=unclear))
    stage.upload(*PHOTOS)
    stage.start("township_review")
    stage.submit("review_file", "approve")
    return stage


def test_a_visit_asks_again_only_what_is_open(session: Session, people: Cast) -> None:
    stage = visiting(session, people, ["built_year", "annual_income_yuan"])
    asked = set(stage.form("visit_household")._fields)
    assert {"built_year", "annual_income_yuan"} <= asked
    assert not {"area_m2", "whole_household_no_house"} & asked


def test_what_a_visit_finds_out_is_known_from_then_on(session: Session, people: Cast) -> None:
    stage = visiting(session, people, ["built_year", "area_m2", "annual_income_yuan"])
    house = house_of(stage)
    house.built_year = house.area_m2 = None
    photos = stage.upload("入户调查照片")
    found = {"built_year": "1979", "annual_income_yuan": "12000", "area_m2": UNCLEAR}
    stage.submit(
        "visit_household", "confirm", **VISIT, photos=[str(each) for each in photos], **found
    )
    assert (house.built_year, stage.application.annual_income_yuan) == (1979, 12000)
    assert stage.application.unclear == ["area_m2"]
    assert stage.record("household_mended") == [{"changes": {"built_year": ["", "1979"]}}]
