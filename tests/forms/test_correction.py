"""补正 and 处理退回: facts mended by the village, and what may not be mended there."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.correction import CorrectionForm
from models.application import Application
from models.correction import Correction, ReturnHandling
from models.household import House, Household
from models.programme import Programme
from models.role import Role
from tests.cast import Cast
from tests.forms.stage import PHOTOS, Stage, new_application
from workflows import steps
from workflows.payee_account import keep_account

NewStage = Callable[..., Stage]


@pytest.fixture
def stage(new_stage: NewStage) -> Stage:
    """A case that the township sent back for mending."""
    stage = new_stage(papers=["扶贫办证明原件", "扶贫办证明复印件"])
    stage.upload(*PHOTOS)
    stage.start("township_review")
    stage.submit("review_file", "return", comment="缺户籍证明,收入写得不清楚。")
    return stage


@pytest.fixture
def returned(new_stage: NewStage) -> Stage:
    """A case that the township returned as not qualifying."""
    stage = new_stage()
    stage.upload(*PHOTOS)
    stage.start("township_review")
    stage.submit("review_file", "reject", comment="低保户,不是建档立卡户。")
    return stage


def card(number: str) -> dict[str, str]:
    return {
        "explanation": "补账号",
        "card_number": number,
        "card_holder": "敖登高娃",
        "card_bank": "内蒙古农信社",
        "number_checked": "counted",
    }


def test_the_form_says_why_the_case_came_back(stage: Stage) -> None:
    form = stage.form("correct_application")
    assert ("原因", "缺户籍证明,收入写得不清楚。", True) in form.asked.rows
    assert form.income_statement.data == "种地为主,年收入一万二千元。"
    assert form.new_papers.choices == [("户籍证明", "户籍证明")]


def test_a_paper_brought_now_completes_the_file(stage: Stage) -> None:
    stage.submit("correct_application", explanation="补交户籍证明。", new_papers=["户籍证明"])
    assert "户籍证明" in (stage.application.papers or [])
    assert stage.last(Correction).new_papers == ["户籍证明"]
    stage.submit("review_file", "approve")


def test_what_was_mended_stands_field_by_field_in_the_record(stage: Stage) -> None:
    stage.submit(
        "correct_application",
        explanation="改写收入和住房说明。",
        income_statement="年收入九千元。",
        danger_statement="后墙开裂,屋顶漏雨。",
        telephone="13947005678",
        area_m2="52.5",
        card_number="6217 0000 1234 5678 901",
        card_holder="敖登高娃",
        card_bank="内蒙古农信社",
        number_checked=["counted"],
    )
    changes = stage.record("task_completed")[-1]["changes"]
    assert changes["income_statement"] == ["种地为主,年收入一万二千元。", "年收入九千元。"]
    assert "danger_statement" not in changes
    assert changes["card"][1].endswith("8901")
    assert "6217000012345678901" not in str(stage.record("task_completed"))
    assert stage.record("household_mended")[-1]["changes"] == {
        "phone": ["138****1234", "139****5678"],
        "area_m2": ["48.00", "52.5"],
    }
    household = stage.session.get_one(Household, stage.application.household_id)
    assert household.telephone == "13947005678"
    assert stage.session.scalars(select(House.area_m2)).one() == Decimal("52.5")
    assert stage.application.card_holder == "敖登高娃"


def test_questions_left_alone_change_nothing(stage: Stage) -> None:
    stage.submit("correct_application", explanation="情况说明见附件。")
    completed = stage.record("task_completed")[-1]
    assert "changes" not in completed
    assert stage.record("household_mended") == []


@pytest.mark.parametrize("name", ["wish_statement", "telephone", "built_year"])
def test_what_is_known_cannot_be_emptied(stage: Stage, name: str) -> None:
    assert list(stage.errors("correct_application", explanation="补正", **{name: ""})) == [name]


def test_a_correction_says_what_was_corrected(stage: Stage) -> None:
    assert list(stage.errors("correct_application", explanation="")) == ["explanation"]


def test_a_change_of_plan_cannot_be_made_in_passing(stage: Stage) -> None:
    errors = stage.errors("correct_application", explanation="改类别", identities=["低保"])
    assert "重新评议" in errors["identities"][0]


def test_a_further_class_of_the_same_plan_can_be_added(stage: Stage) -> None:
    stage.submit("correct_application", explanation="补报低保。", identities=["低保", "建档立卡"])
    assert set(stage.application.identities or []) == {"低保", "建档立卡"}


@pytest.mark.parametrize("number", ["12345", "6217abcd00001234567"])
def test_what_is_no_account_number_is_refused(stage: Stage, number: str) -> None:
    assert list(stage.errors("correct_application", **card(number))) == ["card_number"]


def test_an_account_in_another_name_is_refused(stage: Stage) -> None:
    answers = card("6217000012345678901") | {"card_holder": "敖登其木格"}
    assert list(stage.errors("correct_application", **answers)) == ["card_holder"]


def test_one_account_serves_one_household(stage: Stage, session: Session, people: Cast) -> None:
    other: Application = new_application(session, people)
    number = "6217000012345678901"
    keep_account(other, stage.runtime.digest_key, number=number, holder="李铁柱", bank="信用社")
    session.flush()
    errors = stage.errors("correct_application", **card("6217000012345678901"))
    assert "另一户" in errors["card_number"][0]


def test_what_offices_established_is_not_the_villages_to_change(new_stage: NewStage) -> None:
    stage = new_stage()
    stage.start("county_approval")
    assert stage.open_tasks() == {"choose_method"}
    task = stage.task("choose_method")
    actor = stage.people.actor(stage.session, Role.VILLAGE_CLERK)
    form = CorrectionForm(None, steps.view_task(stage.session, stage.runtime, actor, task.id))
    names = {field.short_name for field in form.own_fields}
    assert not names & {"identities", "hukou", "long_term_rural", "dwelling"}
    assert {"telephone", "income_statement", "card_number"} <= names


# --- 处理退回


def test_resubmitting_needs_an_explanation_and_goes_back_to_who_rejected(returned: Stage) -> None:
    assert list(returned.errors("handle_return", "resubmit")) == ["explanation"]
    returned.submit("handle_return", "resubmit", explanation="确为建档立卡户,手册已附。")
    assert returned.last(ReturnHandling).explanation == "确为建档立卡户,手册已附。"
    assert returned.open_tasks() == {"review_file"}


def test_a_change_of_plan_is_appraised_anew_under_that_plan(
    returned: Stage, session: Session, people: Cast
) -> None:
    answers = {"explanation": "应为低保户。", "identities": ["低保"]}
    errors = returned.errors("handle_return", "resubmit", **answers)
    assert "重新评议" in errors["identities"][0]
    returned.submit("handle_return", "reappraise", **answers)
    application = returned.application
    assert application.programme_id == people.programmes["B"]
    assert application.result == "reappraise"
    assert session.get_one(Programme, application.programme_id).plan == "B"


@pytest.mark.parametrize("outcome", ["resubmit", "reappraise"])
def test_a_household_of_no_plan_can_only_be_dropped(returned: Stage, outcome: str) -> None:
    answers = {"explanation": "核实为集中供养。", "identities": ["集中供养特困"]}
    assert list(returned.errors("handle_return", outcome, **answers)) == ["identities"]
    returned.submit("handle_return", "drop", comment="不属于保障对象。", **answers)
    assert returned.open_tasks() == {"explain_drop"}


def test_dropping_needs_its_reason(returned: Stage) -> None:
    assert list(returned.errors("handle_return", "drop")) == ["comment"]
