"""委托鉴定, 入户鉴定, 核对结果, 复鉴, 告知不列入, D级安置."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.grading import GradingCommission, GradingConfirmation, SafetyAssessment
from models.identity import IdentityOpinion
from models.organisation import Organisation
from models.resettlement import Lodging, OldHouseDisposal, Resettlement
from models.role import Role
from models.step_record import Letter
from tests.cast import Cast
from tests.forms.stage import Stage
from workflows import clock
from workflows.rights import may_do

NewStage = Callable[..., Stage]
STANDARD = "农村危险房屋鉴定技术导则(试行)(建村函〔2009〕69号)"
COPIES = ["市级", "镇级", "村级", "建档立卡贫困户档案"]


def pass_identity(stage: Stage, department: str = "扶贫") -> None:
    stage.start("identity_verification")
    answers = {"document_number": "3号", "document_date": "2019-03-01"}
    if department == "扶贫":
        answers |= {"in_relocation_plan": "no", "stable_out_of_poverty": "no"}
        stage.submit("verify_poverty", "pass", **answers)
    else:
        stage.submit("verify_civil_affairs", "pass", **answers)
    stage.leave()


@pytest.fixture
def stage(new_stage: NewStage) -> Stage:
    stage = new_stage()
    pass_identity(stage)
    stage.start("house_grading")
    return stage


def commission(stage: Stage, agency_id: int, node: str = "commission_grading") -> None:
    stage.submit(node, agency_id=str(agency_id), document_number="扎危鉴〔2019〕12号")


def grade(stage: Stage, grade: str = "D", node: str = "grade_house", **answers: Any) -> None:
    stage.submit(node, **assessment(stage, grade=grade, **answers))


def assessment(stage: Stage, **answers: Any) -> dict[str, Any]:
    level = {"A": "a", "B": "b", "C": "c", "D": "d"}[answers.get("grade", "D")]
    photo, report = stage.upload("鉴定照片", "鉴定报告")
    return {
        "report_number": "安泰鉴字2019-031",
        "standard": STANDARD,
        "first_assessor": "孟和",
        "second_assessor": "刘洋",
        "site_is_safe": "yes",
        "foundation": "a",
        "walls": level,
        "frame": "none",
        "floors_and_roof": "a",
        "enclosure": "b" if level in "bcd" else "a",
        "grade": "D",
        "photos": [str(photo)],
        "reports": [str(report)],
    } | answers


def test_the_task_goes_to_the_agency_that_was_hired(stage: Stage, people: Cast) -> None:
    commission(stage, people.other_agency_id)
    assert stage.application.agency_id == people.other_agency_id
    assert stage.task("grade_house").organisation_id == people.other_agency_id
    assert stage.last(GradingCommission).is_regrading is False


def test_an_agency_out_of_force_is_not_offered(
    stage: Stage, session: Session, people: Cast
) -> None:
    session.get_one(Organisation, people.agency_id).is_active = False
    session.flush()
    errors = stage.errors(
        "commission_grading", agency_id=str(people.agency_id), document_number="12号"
    )
    assert list(errors) == ["agency_id"]


def test_nobody_is_graded_before_the_identity_has_passed(new_stage: NewStage, people: Cast) -> None:
    stage = new_stage()
    stage.start("house_grading")
    errors = stage.errors(
        "commission_grading", agency_id=str(people.agency_id), document_number="12号"
    )
    assert "身份审核" in errors["agency_id"][0]


def test_a_refusal_after_the_pass_bars_the_grading(
    stage: Stage, session: Session, people: Cast
) -> None:
    newest = stage.last(IdentityOpinion)
    newest.passed = False
    session.flush()
    errors = stage.errors(
        "commission_grading", agency_id=str(people.agency_id), document_number="12号"
    )
    assert list(errors) == ["agency_id"]


def test_the_grade_is_the_agencys_and_opens_resettlement(stage: Stage, people: Cast) -> None:
    commission(stage, people.agency_id)
    grade(stage, "D")
    row = stage.last(SafetyAssessment)
    assert (row.grade, row.guide_grade, row.frame) == ("D", "D", None)
    assert stage.application.grade == "D"
    assert stage.open_tasks() == {"confirm_grading", "resettle_household"}


@pytest.mark.parametrize(
    ("answers", "reckoned"),
    [
        ({"grade": "C", "walls": "d"}, "D"),
        ({"grade": "D", "walls": "c"}, "C"),
        ({"grade": "C", "walls": "c", "site_is_safe": "no"}, "D"),
    ],
)
def test_a_grade_that_differs_from_the_guide_is_explained_and_kept(
    stage: Stage, people: Cast, answers: dict[str, str], reckoned: str
) -> None:
    commission(stage, people.agency_id)
    full = assessment(stage, **answers)
    assert f"{reckoned}级" in stage.errors("grade_house", **full)["grade"][0]
    stage.submit("grade_house", comment="按整体受力综合评定。", **full)
    row = stage.last(SafetyAssessment)
    assert (row.grade, row.guide_grade) == (answers["grade"], reckoned)
    shown = stage.form("confirm_grading").result.rows
    assert ("按导则推算", f"{reckoned}级", True) in shown


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"second_assessor": "孟和"}, "second_assessor"),
        ({"walls": "none", "comment": "没有墙。"}, "walls"),
        ({"report_number": ""}, "report_number"),
        ({"grade": ""}, "grade"),
        ({"photos": []}, "photos"),
        ({"reports": []}, "reports"),
        ({"standard": "自定标准"}, "standard"),
    ],
)
def test_a_grading_without_its_proof_is_refused(
    stage: Stage, people: Cast, answers: dict[str, Any], field: str
) -> None:
    commission(stage, people.agency_id)
    assert list(stage.errors("grade_house", **(assessment(stage) | answers))) == [field]


def test_a_visit_before_the_identity_was_verified_is_no_grading(
    stage: Stage, session: Session, people: Cast
) -> None:
    commission(stage, people.agency_id)
    task = stage.task("grade_house")
    task.not_before = None
    session.flush()
    answers = assessment(stage) | {"happened_on": "2019-03-01", "late_reason": "系统启用前已鉴定。"}
    assert "须先身份审核后鉴定" in stage.errors("grade_house", **answers)["happened_on"][0]


def test_plan_a_keeps_the_report_at_four_levels(stage: Stage, people: Cast) -> None:
    commission(stage, people.agency_id)
    grade(stage, "C")
    errors = stage.errors("confirm_grading", "accept", report_copies=COPIES[:3])
    assert COPIES[3] in errors["report_copies"][0]
    stage.submit("confirm_grading", "accept", report_copies=COPIES)
    row = stage.last(GradingConfirmation)
    assert row.report_copies == COPIES
    assert row.assessment_id == stage.last(SafetyAssessment).id
    assert stage.application.result == "listed"


def test_plan_b_is_not_asked_for_copies(new_stage: NewStage, people: Cast) -> None:
    stage = new_stage("B")
    pass_identity(stage, "民政")
    stage.start("house_grading")
    commission(stage, people.agency_id)
    grade(stage, "C")
    assert "report_copies" not in stage.form("confirm_grading")
    stage.submit("confirm_grading", "accept")
    assert stage.application.result == "listed"


def test_a_result_sent_back_is_graded_again_by_the_same_agency(stage: Stage, people: Cast) -> None:
    commission(stage, people.agency_id)
    grade(stage, "C")
    stage.submit("confirm_grading", "return", comment="缺西山墙照片。")
    assert stage.task("grade_house").organisation_id == people.agency_id


def test_a_dispute_goes_to_another_agency_whose_result_stands(stage: Stage, people: Cast) -> None:
    commission(stage, people.agency_id)
    grade(stage, "D")
    stage.submit("confirm_grading", "dispute", comment="农户认为房屋可以修缮。")
    errors = stage.errors(
        "commission_regrading", agency_id=str(people.agency_id), document_number="13号"
    )
    assert list(errors) == ["agency_id"]
    commission(stage, people.other_agency_id, "commission_regrading")
    assert stage.last(GradingCommission).is_regrading is True
    grade(stage, "C", "regrade_house")
    assert stage.application.grade == "C"
    assert stage.last(Resettlement).state == "cancelled"
    assert stage.application.result == "listed"


def test_a_dispute_without_another_agency_is_refused(
    stage: Stage, session: Session, people: Cast
) -> None:
    commission(stage, people.agency_id)
    grade(stage, "C")
    session.get_one(Organisation, people.other_agency_id).is_active = False
    session.flush()
    errors = stage.errors("confirm_grading", "dispute", comment="有异议。")
    assert "没有另一家" in errors["result"][0]


def test_a_second_dispute_is_refused(stage: Stage, session: Session, people: Cast) -> None:
    commission(stage, people.agency_id)
    grade(stage, "C")
    stage.last(GradingCommission).is_regrading = True
    session.flush()
    errors = stage.errors("confirm_grading", "dispute", comment="仍有异议。")
    assert "已经复鉴过" in errors["result"][0]


def test_a_household_whose_house_is_safe_is_told_so(stage: Stage, people: Cast) -> None:
    commission(stage, people.agency_id)
    grade(stage, "B")
    stage.submit("confirm_grading", "accept", report_copies=COPIES)
    reason = stage.form("inform_not_listed").reason.data
    assert "安泰鉴字2019-031" in reason
    assert "B级" in reason
    stage.submit(
        "inform_not_listed",
        reason=reason,
        delivered_on=clock.today().isoformat(),
        delivery="当面送达",
        received_by="敖登高娃",
    )
    assert stage.last(Letter).reason == reason
    assert stage.application.result == "not_listed"


# --- D级安置


@pytest.fixture
def resettling(stage: Stage, people: Cast) -> Stage:
    commission(stage, people.agency_id)
    grade(stage, "D")
    return stage


def lodging(**answers: str) -> dict[str, str]:
    today = clock.today().isoformat()
    return {"kind": "租房", "address": "蘑菇气镇东街三号", "moved_on": today} | answers


def test_a_household_lodges_elsewhere_and_the_old_house_is_sealed(resettling: Stage) -> None:
    resettling.submit("resettle_household", **lodging())
    row = resettling.last(Lodging)
    assert (row.kind, row.resettlement_id) == ("租房", resettling.last(Resettlement).id)
    (photo,) = resettling.upload("旧房拆除或封存照片")
    resettling.submit("vacate_old_house", disposal="封存", photo_ids=[str(photo)])
    assert resettling.last(OldHouseDisposal).photo_ids == [photo]
    assert resettling.last(Resettlement).state == "settled"


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"kind": "其他"}, "comment"),
        ({"kind": "住原房"}, "kind"),
        ({"address": ""}, "address"),
        ({"moved_on": "2150-01-01"}, "moved_on"),
    ],
)
def test_a_lodging_is_told_in_full(resettling: Stage, answers: dict[str, str], field: str) -> None:
    assert list(resettling.errors("resettle_household", **lodging(**answers))) == [field]


def test_a_disposal_is_proven_by_a_photograph(resettling: Stage) -> None:
    resettling.submit("resettle_household", **lodging(kind="其他", comment="住敬老院。"))
    assert list(resettling.errors("vacate_old_house", disposal="拆除")) == ["photo_ids"]


def test_a_photograph_of_another_case_proves_nothing(
    resettling: Stage, new_stage: NewStage
) -> None:
    resettling.submit("resettle_household", **lodging())
    (foreign,) = new_stage().upload("旧房拆除或封存照片")
    errors = resettling.errors("vacate_old_house", disposal="拆除", photo_ids=[str(foreign)])
    assert list(errors) == ["photo_ids"]


def test_the_assessor_of_another_agency_does_not_find_the_task(stage: Stage, people: Cast) -> None:
    commission(stage, people.agency_id)
    task = stage.task("grade_house")
    assert may_do(people.actor(stage.session, Role.ASSESSOR), task) is not None
    assert may_do(people.actor(stage.session, Role.ASSESSOR, foreign=True), task) is None
