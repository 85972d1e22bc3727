"""Both acceptances, defects and houses that are too large: what each asks, refuses and writes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from forms.submission import InvalidForm
from models.acceptance import (
    AreaViolation,
    DefectRectification,
    FinalAcceptance,
    PreliminaryAcceptance,
)
from tests.forms.county_case import REPAIR, NewStage, approved_stage, ticked
from tests.forms.stage import Stage
from workflows import clock
from workflows.errors import Invalid

NEW_BUILD = {
    "checklist-ring_beam_top": "yes",
    "checklist-ring_beam_bottom": "yes",
    "checklist-tie_bars": "yes",
    "checklist-cement_mortar": "yes",
    "checklist-wall_mm": "370",
    "checklist-cold_proof_openings": "yes",
    "checklist-roof_insulation": "yes",
    "checklist-materials_ok": "yes",
}
INSIDE = {
    "checklist-unified_facade": "yes",
    "checklist-indoor_stove": "yes",
    "checklist-indoor_heated_bed": "yes",
    "checklist-indoor_whitewash": "yes",
    "checklist-indoor_heater": "yes",
}
REPAIRED = {
    "checklist-dangerous_parts_repaired": "yes",
    "checklist-basic_safety": "yes",
    "checklist-seismic_standard": "yes",
    "checklist-cost_papers": "yes",
}
TOWNSHIP_TEAM = "陈卫东 村镇建设办\n宝音 党政办"
COUNTY_TEAM = "吴建国 住建局\n苏日娜 结构工程师"


def accepted(stage: Stage, team: str, **answers: Any) -> dict[str, Any]:
    is_repair = stage.application.method == "修缮加固"
    own: dict[str, Any] = {"photo_ids": ticked(stage.upload("改造后房屋和户主图片"))}
    if is_repair:
        own |= {**REPAIRED, "work_done": "加固后墙,更换檩条。"}
    else:
        own |= NEW_BUILD
        if stage.application.grade == "D":
            own["old_house_demolished"] = "yes"
    return {**own, "members": team, **answers}


def finally_accepted(stage: Stage, **answers: Any) -> dict[str, Any]:
    own: dict[str, Any] = {"measured_area_m2": "55.20"}
    if stage.application.method == "修缮加固":
        papers = ticked(stage.upload("决算"))
        own = {"repair_cost_yuan": "13500", "cost_paper_ids": papers}
    return accepted(stage, COUNTY_TEAM, **{**own, **answers})


def stage_at_preliminary(new_stage: NewStage, **facts: Any) -> Stage:
    return approved_stage(new_stage, "acceptance", **facts)


def stage_at_final(new_stage: NewStage, **facts: Any) -> Stage:
    stage = stage_at_preliminary(new_stage, **facts)
    stage.submit("accept_preliminary", "pass", **accepted(stage, TOWNSHIP_TEAM))
    return stage


def stage_at_violation(new_stage: NewStage, **facts: Any) -> Stage:
    stage = stage_at_final(new_stage, **facts)
    stage.submit("accept_final", "pass", **finally_accepted(stage, measured_area_m2="60.01"))
    return stage


# --- 初步验收


def test_a_good_new_house_passes_the_township(new_stage: NewStage) -> None:
    stage = stage_at_preliminary(new_stage)
    stage.submit("accept_preliminary", "pass", **accepted(stage, TOWNSHIP_TEAM))
    row = stage.last(PreliminaryAcceptance)
    assert row.checklist["wall_mm"] == 370
    assert row.failed == []
    assert row.members[0] == {"name": "陈卫东", "unit": "村镇建设办"}
    assert stage.open_tasks() == {"accept_final"}
    assert stage.application.accepted_on is None


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        ({"checklist-wall_mm": "369"}, "墙体370mm以上"),
        ({"checklist-ring_beam_bottom": "no"}, "上下混凝土圈梁"),
        ({"checklist-roof_insulation": "no"}, "屋面保温"),
    ],
)
def test_a_house_that_fails_an_item_does_not_pass(
    new_stage: NewStage, answer: dict[str, str], named: str
) -> None:
    stage = stage_at_preliminary(new_stage)
    answers = accepted(stage, TOWNSHIP_TEAM, **answer)
    errors = stage.errors("accept_preliminary", "pass", **answers)
    assert set(errors) == {"checklist"}
    assert named in errors["checklist"][0]
    assert "不准交付使用" in errors["checklist"][0]
    stage.submit("accept_preliminary", "fail", **answers, comment=f"{named}不合格。")
    assert stage.last(PreliminaryAcceptance).failed == [named]
    assert stage.open_tasks() == {"rectify_defects"}


def test_every_item_is_looked_at_before_a_house_passes(new_stage: NewStage) -> None:
    stage = stage_at_preliminary(new_stage)
    answers = accepted(stage, TOWNSHIP_TEAM, **{"checklist-tie_bars": ""})
    assert "使用结构拉筋" in stage.errors("accept_preliminary", "pass", **answers)["checklist"][0]


def test_a_house_may_fail_before_every_item_is_looked_at(new_stage: NewStage) -> None:
    stage = stage_at_preliminary(new_stage)
    stage.submit(
        "accept_preliminary", "fail", members=TOWNSHIP_TEAM, comment="主体未完工,未能逐项查看。"
    )
    assert "结构拉筋" in stage.last(PreliminaryAcceptance).failed


def test_a_wall_in_words_is_no_number(new_stage: NewStage) -> None:
    stage = stage_at_preliminary(new_stage)
    answers = accepted(stage, TOWNSHIP_TEAM, **{"checklist-wall_mm": "三七墙"})
    with pytest.raises(InvalidForm) as refused:
        stage.submit("accept_preliminary", "pass", **answers)
    page = str(refused.value.form["checklist"]())
    assert "请填写整数" in page
    assert 'value="三七墙"' in page


def test_a_government_provided_house_also_needs_its_inside(new_stage: NewStage) -> None:
    facts = {"method": "政府兜底房", "planned_area_m2": Decimal("40")}
    stage = stage_at_preliminary(new_stage, **facts)
    answers = accepted(stage, TOWNSHIP_TEAM, **INSIDE)
    cold = answers | {"checklist-indoor_heated_bed": "no"}
    assert "火炕" in stage.errors("accept_preliminary", "pass", **cold)["checklist"][0]
    stage.submit("accept_preliminary", "pass", **answers)


def test_a_repair_is_asked_about_its_parts_and_never_about_its_walls_thickness(
    new_stage: NewStage,
) -> None:
    stage = stage_at_preliminary(new_stage, **REPAIR)
    keys = {question.key for question in stage.form("accept_preliminary").checklist.questions}
    assert keys == {name.removeprefix("checklist-") for name in REPAIRED}
    stage.submit("accept_preliminary", "pass", **accepted(stage, TOWNSHIP_TEAM))
    assert stage.last(PreliminaryAcceptance).work_done == "加固后墙,更换檩条。"


def test_a_repair_says_what_was_done(new_stage: NewStage) -> None:
    stage = stage_at_preliminary(new_stage, **REPAIR)
    answers = accepted(stage, TOWNSHIP_TEAM, work_done="")
    assert set(stage.errors("accept_preliminary", "pass", **answers)) == {"work_done"}


def test_an_old_d_house_must_be_gone(new_stage: NewStage) -> None:
    stage = stage_at_preliminary(new_stage)
    answers = accepted(stage, TOWNSHIP_TEAM, old_house_demolished="no")
    assert set(stage.errors("accept_preliminary", "pass", **answers)) == {"old_house_demolished"}


def test_a_household_without_a_house_is_not_asked_about_an_old_one(new_stage: NewStage) -> None:
    facts = {"dwelling": "无房", "grade": None, "whole_household_no_house": True}
    stage = stage_at_preliminary(new_stage, **facts, marked_in_archive=True)
    assert stage.form("accept_preliminary").old_house_demolished is None
    stage.submit("accept_preliminary", "pass", **accepted(stage, TOWNSHIP_TEAM))


@pytest.mark.parametrize("team", ["陈卫东 村镇建设办", "陈卫东 村镇建设办\n陈卫东 党政办"])
def test_one_person_is_no_team(new_stage: NewStage, team: str) -> None:
    stage = stage_at_preliminary(new_stage)
    assert set(stage.errors("accept_preliminary", "pass", **accepted(stage, team))) == {"members"}


def test_pictures_of_the_declaration_are_taken_over(new_stage: NewStage) -> None:
    stage = stage_at_preliminary(new_stage)
    photos = stage.upload("改造后房屋和户主图片")
    assert stage.form("accept_preliminary").photo_ids.data == photos


def test_a_checklist_item_of_another_method_is_refused(new_stage: NewStage) -> None:
    stage = stage_at_preliminary(new_stage)
    answers = accepted(stage, TOWNSHIP_TEAM, **{"checklist-indoor_stove": "yes"})
    assert set(stage.errors("accept_preliminary", "pass", **answers)) == {"checklist"}


def test_defects_are_mended_and_the_township_looks_again(new_stage: NewStage) -> None:
    stage = stage_at_preliminary(new_stage)
    answers = accepted(stage, TOWNSHIP_TEAM, **{"checklist-roof_insulation": "no"})
    stage.submit("accept_preliminary", "fail", **answers, comment="屋面没有保温。")
    assert stage.form("rectify_defects").asked.rows == [("不合格项目", "屋面保温", False)]
    photos = ticked(stage.upload("整改照片"))
    stage.submit("rectify_defects", work_done="加铺保温层。", photo_ids=photos)
    assert stage.last(DefectRectification).work_done == "加铺保温层。"
    assert stage.open_tasks() == {"accept_preliminary"}


# --- 竣工验收


def test_a_house_within_its_cap_is_accepted(new_stage: NewStage) -> None:
    stage = stage_at_final(new_stage)
    stage.submit("accept_final", "pass", **finally_accepted(stage))
    application = stage.application
    assert application.accepted_on == clock.today()
    assert application.measured_area_m2 == Decimal("55.20")
    assert stage.last(FinalAcceptance).measured_area_m2 == Decimal("55.20")
    assert application.result == "accepted"


def test_a_repair_is_accepted_with_the_costs_confirmed(new_stage: NewStage) -> None:
    stage = stage_at_final(new_stage, **REPAIR)
    stage.submit("accept_final", "pass", **finally_accepted(stage))
    assert stage.application.repair_cost_yuan == 13500
    assert stage.application.measured_area_m2 is None
    assert stage.application.result == "accepted"


def test_a_repair_is_not_measured(new_stage: NewStage) -> None:
    stage = stage_at_final(new_stage, **REPAIR)
    with pytest.raises(Invalid):
        stage.submit("accept_final", "pass", **finally_accepted(stage, measured_area_m2="48"))


@pytest.mark.parametrize("missing", ["repair_cost_yuan", "cost_paper_ids"])
def test_a_repair_without_costs_or_papers_is_not_accepted(
    new_stage: NewStage, missing: str
) -> None:
    stage = stage_at_final(new_stage, **REPAIR)
    answers = finally_accepted(stage)
    answers.pop(missing)
    assert set(stage.errors("accept_final", "pass", **answers)) == {missing}


def test_a_new_house_is_measured(new_stage: NewStage) -> None:
    stage = stage_at_final(new_stage)
    answers = finally_accepted(stage, measured_area_m2="")
    assert set(stage.errors("accept_final", "pass", **answers)) == {"measured_area_m2"}


def test_the_townships_team_does_not_accept_finally(new_stage: NewStage) -> None:
    stage = stage_at_final(new_stage)
    same = finally_accepted(stage, members=TOWNSHIP_TEAM)
    assert "没有参加过初步验收" in stage.errors("accept_final", "pass", **same)["members"][0]
    joined = finally_accepted(stage, members=f"{COUNTY_TEAM}\n宝音 党政办")
    stage.submit("accept_final", "pass", **joined)


def test_every_member_of_the_county_has_a_department_or_a_trade(new_stage: NewStage) -> None:
    stage = stage_at_final(new_stage)
    answers = finally_accepted(stage, members="吴建国 住建局\n苏日娜")
    assert "单位或专业" in stage.errors("accept_final", "pass", **answers)["members"][0]


def test_a_failed_final_acceptance_is_no_acceptance(new_stage: NewStage) -> None:
    stage = stage_at_final(new_stage)
    answers = finally_accepted(stage, **{"checklist-tie_bars": "no"})
    stage.submit("accept_final", "fail", **answers, comment="没有拉筋。")
    assert stage.application.accepted_on is None
    assert stage.application.measured_area_m2 is None
    assert stage.open_tasks() == {"rectify_defects"}


# --- 面积超标


def test_a_house_above_its_cap_goes_to_the_approver(new_stage: NewStage) -> None:
    stage = stage_at_violation(new_stage)
    assert stage.open_tasks() == {"decide_cancellation"}
    shown = {name: value for name, value, _ in stage.form("decide_cancellation").excess.rows}
    assert shown == {
        "实测面积": "60.01 ㎡",
        "面积上限": "60 ㎡(方案“危房改造方式及建设标准”、方案“严格控制建房面积”)",
    }


def test_a_cancelled_case_is_due_nothing(new_stage: NewStage) -> None:
    stage = stage_at_violation(new_stage)
    stage.submit(
        "decide_cancellation", "cancel", household_statement="无。", comment="实测面积超标。"
    )
    application = stage.application
    assert (application.payable_yuan, application.accepted_on) == (0, None)
    assert application.result == "cancelled"
    row = stage.last(AreaViolation)
    assert (row.measured_area_m2, row.area_cap_m2) == (Decimal("60.01"), Decimal(60))


def test_a_house_may_be_made_smaller_and_is_measured_again(new_stage: NewStage) -> None:
    stage = stage_at_violation(new_stage)
    stage.submit(
        "decide_cancellation", "rectify", household_statement="愿意拆除。", comment="拆除超出部分。"
    )
    assert stage.application.measured_area_m2 is None
    assert stage.application.accepted_on is None
    photos = ticked(stage.upload("整改照片"))
    stage.submit("rectify_defects", work_done="拆除门斗。", photo_ids=photos)
    stage.submit("accept_preliminary", "pass", **accepted(stage, TOWNSHIP_TEAM))
    stage.submit("accept_final", "pass", **finally_accepted(stage, measured_area_m2="59.90"))
    assert stage.application.result == "accepted"


def test_the_household_is_heard_before_its_subsidy_is_cancelled(new_stage: NewStage) -> None:
    stage = stage_at_violation(new_stage)
    errors = stage.errors("decide_cancellation", "cancel", comment="实测面积超标。")
    assert set(errors) == {"household_statement"}
