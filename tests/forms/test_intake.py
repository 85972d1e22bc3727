"""受理检查, 补正, 督促, 复查: papers are asked for once, and no case ends at the village (S3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.household import House, Person
from models.process_instance import process_instances
from models.role import Role
from models.village import AcceptanceCheck, DeclinedReview, SupplementReminder
from tests.cast import Cast
from tests.forms.stage import PHOTOS, Stage
from tests.forms.village_case import HOUSE, MAN, SON, WIFE, application, identity, opened, roster
from workflows import clock, steps
from workflows.personal_data import mask_id_number

FILE, CHECK, SUPPLEMENT = "file_application", "check_application", "supplement_application"
TOLD = {
    "delivered_on": dt.date.today().isoformat(),
    "delivery": "当面送达",
    "received_by": "阿拉坦·巴图",
}


@pytest.fixture
def stage(session: Session, people: Cast) -> Stage:
    return opened(session, people)


@pytest.fixture
def complete(stage: Stage) -> Stage:
    stage.upload(*PHOTOS)
    stage.submit(FILE, **application())
    return stage


@pytest.fixture
def incomplete(stage: Stage) -> Stage:
    stage.submit(FILE, **application(wish_statement="", signing=None, first_witness="孙国栋"))
    return stage


def supplement(**answers: Any) -> dict[str, Any]:
    return application(supplied="补了签字和照片。", **answers)


def wait_past_the_supplement(stage: Stage) -> None:
    clock.set_offset(dt.timedelta(days=17))
    instance = stage.session.execute(
        select(process_instances.c.id).where(process_instances.c.subject_kind == "application")
    ).scalar_one()
    assert steps.fire_timers(stage.session, stage.runtime, instance) is not None


# --- 受理检查


def test_a_complete_application_is_received(complete: Stage) -> None:
    complete.submit(CHECK, "accept")
    assert complete.last(AcceptanceCheck).missing == []
    assert complete.open_tasks() == {"hold_appraisal"}


def test_what_is_missing_hinders_receiving_and_is_named(incomplete: Stage) -> None:
    errors = incomplete.errors(CHECK, "accept")
    assert errors == {"papers": [
        "还缺:户主签字、改造意愿说明、危房照片-固定参照物、危房照片-户主正面肖像。请选择“退回补正”。"
    ]}  # fmt: skip


def test_the_opinion_begins_with_everything_missing(incomplete: Stage) -> None:
    comment = incomplete.form(CHECK).comment.data
    assert "户主签字" in comment
    assert "危房照片-户主正面肖像" in comment


def test_a_return_names_all_that_is_missing_however_it_is_worded(incomplete: Stage) -> None:
    incomplete.submit(CHECK, "return", comment="请补户主签字。")
    assert incomplete.last(AcceptanceCheck).missing == [
        "户主签字",
        "改造意愿说明",
        *PHOTOS,
    ]
    asked = incomplete.task(SUPPLEMENT).asked_because
    assert asked == f"请补户主签字。\n另缺:改造意愿说明、{'、'.join(PHOTOS)}。"


def test_a_return_needs_a_reason(complete: Stage) -> None:
    assert list(complete.errors(CHECK, "return", comment="")) == ["comment"]


def test_the_household_has_the_full_natural_days_of_the_programme(incomplete: Stage) -> None:
    incomplete.submit(CHECK, "return", comment="请补正。")
    last = clock.today() + dt.timedelta(days=15)
    due = incomplete.last(AcceptanceCheck).supplement_due
    assert due == clock.start_of(last + dt.timedelta(days=1))


def test_a_refusal_to_receive_is_told_in_writing_and_goes_to_the_township(
    complete: Stage,
) -> None:
    errors = complete.errors(CHECK, "decline", comment="不是本村户籍。")
    assert set(errors) == {"delivered_on", "delivery", "received_by"}
    complete.submit(CHECK, "decline", comment="不是本村户籍。", **TOLD)
    assert complete.open_tasks() == {"review_declined"}
    assert complete.application.state == "open"


def test_a_refusal_cannot_have_been_told_tomorrow(complete: Stage) -> None:
    tomorrow = (clock.today() + dt.timedelta(days=1)).isoformat()
    errors = complete.errors(
        CHECK, "decline", comment="不是本村户籍。", **{**TOLD, "delivered_on": tomorrow}
    )
    assert list(errors) == ["delivered_on"]


def test_another_plan_is_shown_and_taken_on_by_the_one_who_receives(
    session: Session, people: Cast
) -> None:
    stage = opened(session, people, "B")
    stage.upload(*PHOTOS)
    stage.submit(FILE, **application(identities=["建档立卡", "低保"]))
    number = stage.application.number
    assert "退出B名单,转A方案由扶贫部门审核" in str(stage.form(CHECK).route.rows)
    assert list(stage.errors(CHECK, "accept")) == ["transfers"]
    stage.submit(CHECK, "accept", transfers="yes")
    assert stage.application.programme.plan == "A"
    assert stage.application.number == number
    assert stage.record("programme_changed") == [
        {"before": "150783-2019-B", "after": "150783-2019-A"}
    ]


def test_nothing_is_said_of_plans_when_the_list_is_right(complete: Stage) -> None:
    form = complete.form(CHECK)
    assert "route" not in form
    assert "transfers" not in form


def test_a_household_of_no_class_is_not_received_by_the_village(stage: Stage) -> None:
    stage.upload(*PHOTOS)
    stage.submit(FILE, **application(identities=["集中供养特困"]))
    assert "方案规定的身份类别" in str(stage.errors(CHECK, "accept")["papers"])


# --- 补正


def test_a_supplement_is_filled_in_and_hides_numbers(incomplete: Stage) -> None:
    incomplete.submit(CHECK, "return", comment="请补正。")
    form = incomplete.form(SUPPLEMENT)
    html = str(form.members())
    assert mask_id_number(MAN) in html
    assert MAN not in html
    assert form.telephone.data == "138****1234"
    assert form.address.data == "惠风川村二组12号"
    assert form.area_m2.data == 48.5
    assert ("原因", incomplete.task(SUPPLEMENT).asked_because, True) in form.asked.rows


def test_a_supplement_knows_who_signed(incomplete: Stage) -> None:
    incomplete.submit(CHECK, "return", comment="请补正。")
    assert incomplete.form(SUPPLEMENT).first_witness.data == "孙国栋"


def test_what_comes_back_masked_stays_as_it_was(incomplete: Stage) -> None:
    incomplete.submit(CHECK, "return", comment="请补正。")
    incomplete.upload(*PHOTOS)
    family = roster(
        ("阿拉坦·巴图", mask_id_number(MAN), "户主"),
        ("乌云", mask_id_number(WIFE), "配偶"),
        ("巴特尔", mask_id_number(SON), "儿子"),
    )
    incomplete.submit(SUPPLEMENT, **supplement(family=family, telephone="138****1234"))
    numbers = incomplete.session.scalars(select(Person.id_number).order_by(Person.id)).all()
    assert list(numbers) == [MAN, WIFE, SON]
    assert incomplete.application.household is not None
    assert incomplete.application.household.telephone == "13847001234"
    incomplete.submit(CHECK, "accept")
    assert incomplete.open_tasks() == {"hold_appraisal"}


def test_a_supplement_keeps_number_and_day_of_filing(incomplete: Stage) -> None:
    case = incomplete.application
    before = (case.number, case.filed_on)
    incomplete.submit(CHECK, "return", comment="请补正。")
    incomplete.submit(SUPPLEMENT, **supplement())
    assert (case.number, case.filed_on) == before


def test_who_is_no_longer_named_has_left_and_is_kept(incomplete: Stage) -> None:
    incomplete.submit(CHECK, "return", comment="请补正。")
    daughter = identity("20010630", 402)
    family = roster(
        ("阿拉坦·巴图", MAN, "户主"), ("乌云", WIFE, "配偶"), ("其其格", daughter, "女儿")
    )
    incomplete.submit(SUPPLEMENT, **supplement(family=family))
    son = incomplete.session.scalars(select(Person).where(Person.name == "巴特尔")).one()
    assert son.left_on == clock.today()
    assert incomplete.application.household_size == 3
    assert incomplete.record("household_mended")[0]["left"] == ["巴特尔"]
    assert incomplete.record("household_mended")[0]["joined"] == ["其其格"]


def test_a_mistyped_number_is_corrected_on_the_same_person(incomplete: Stage) -> None:
    incomplete.submit(CHECK, "return", comment="请补正。")
    right = identity("19700520", 444)
    family = roster(("阿拉坦·巴图", MAN, "户主"), ("乌云", right, "配偶"), ("巴特尔", SON, "儿子"))
    incomplete.submit(SUPPLEMENT, **supplement(family=family))
    people = incomplete.session.scalars(select(Person).where(Person.name == "乌云")).all()
    assert [(each.id_number, each.left_on) for each in people] == [(right, None)]


def test_a_changed_house_is_on_the_record_before_and_after(incomplete: Stage) -> None:
    incomplete.submit(CHECK, "return", comment="请补正。")
    incomplete.submit(SUPPLEMENT, **supplement(**{**HOUSE, "area_m2": "52"}))
    assert incomplete.last(House).area_m2 == 52
    assert incomplete.record("household_mended")[0]["changes"] == {"area_m2": ["48.50", "52"]}


def test_nothing_is_said_of_a_household_that_did_not_change(incomplete: Stage) -> None:
    incomplete.submit(CHECK, "return", comment="请补正。")
    incomplete.submit(SUPPLEMENT, **supplement())
    assert incomplete.record("household_mended") == []


def test_a_masked_number_of_nobody_is_refused(incomplete: Stage) -> None:
    incomplete.submit(CHECK, "return", comment="请补正。")
    family = roster(("阿拉坦·巴图", "150783********0000", "户主"))
    errors = incomplete.errors(SUPPLEMENT, **supplement(family=family))
    assert "含有非法字符" in errors["members"][0]


# --- 督促


def test_an_overdue_supplement_goes_to_the_township(incomplete: Stage) -> None:
    incomplete.submit(CHECK, "return", comment="请补正。")
    wait_past_the_supplement(incomplete)
    assert incomplete.open_tasks() == {"urge_supplement"}
    assert incomplete.task("urge_supplement").role == Role.TOWNSHIP_OFFICER


def test_the_township_may_give_more_time(incomplete: Stage) -> None:
    incomplete.submit(CHECK, "return", comment="请补正。")
    wait_past_the_supplement(incomplete)
    until = clock.today() + dt.timedelta(days=5)
    incomplete.submit(
        "urge_supplement",
        "extend",
        contact="电话",
        contacted="孙文书",
        found="户主住院。",
        extended_until=until.isoformat(),
    )
    assert incomplete.last(SupplementReminder).extended_until == until
    assert incomplete.open_tasks() == {SUPPLEMENT}


@pytest.mark.parametrize("days", [-1, 0, 16])
def test_more_time_ends_after_today_and_is_no_longer_than_the_first(
    incomplete: Stage, days: int
) -> None:
    incomplete.submit(CHECK, "return", comment="请补正。")
    wait_past_the_supplement(incomplete)
    errors = incomplete.errors(
        "urge_supplement",
        "extend",
        contact="电话",
        contacted="孙文书",
        found="户主住院。",
        extended_until=(clock.today() + dt.timedelta(days=days)).isoformat(),
    )
    assert list(errors) == ["extended_until"]


def test_once_the_township_says_so_the_village_receives_what_is_here(incomplete: Stage) -> None:
    incomplete.submit(CHECK, "return", comment="请补正。")
    wait_past_the_supplement(incomplete)
    incomplete.submit(
        "urge_supplement", "proceed", contact="入户", contacted="乌云", found="户主外出未归。"
    )
    incomplete.submit(CHECK, "accept")
    assert incomplete.open_tasks() == {"hold_appraisal"}
    assert "户主签字" in incomplete.last(AcceptanceCheck).missing


# --- 复查


def test_the_township_may_have_it_received(complete: Stage) -> None:
    complete.submit(CHECK, "decline", comment="不是本村户籍。", **TOLD)
    complete.submit("review_declined", "accept", found="户口簿证明为本村户籍。")
    assert complete.last(DeclinedReview).found == "户口簿证明为本村户籍。"
    assert complete.open_tasks() == {"hold_appraisal"}


def test_the_township_may_ask_for_papers_with_a_day(incomplete: Stage) -> None:
    incomplete.submit(CHECK, "decline", comment="不是本村户籍。", **TOLD)
    incomplete.submit("review_declined", "return", found="缺材料。", comment="请补正。")
    review = incomplete.last(DeclinedReview)
    assert review.supplement_due is not None
    assert "户主签字" in incomplete.task(SUPPLEMENT).asked_because


def test_a_review_says_what_it_found(complete: Stage) -> None:
    complete.submit(CHECK, "decline", comment="不是本村户籍。", **TOLD)
    assert list(complete.errors("review_declined", "accept")) == ["found"]
