"""Agreement, start, inspections, findings, completion: what each asks, refuses and writes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from models.construction import (
    CompletionReport,
    ConstructionAgreement,
    ConstructionStart,
    FindingRecheck,
    FindingRectification,
    SiteInspection,
)
from tests.forms.county_case import REPAIR, NewStage, approved_stage, ticked
from tests.forms.stage import Stage
from workflows import clock
from workflows.errors import Invalid

CLAUSES = {
    "clauses-任务": "原址翻建砖混住房两间。",
    "clauses-质量": "按农房设计要求施工。",
    "clauses-进度": "2019-07-20",
    "clauses-安全责任": "施工安全由施工方负责。",
    "clauses-竣工时限": "2019-08-20",
}
PARTIES = {
    "village_party": "包铁山",
    "household_party": "敖登高娃",
    "builder_name": "孟和建筑队",
    "builder_certificate": "蒙农匠2019-0031",
}
SITE = {
    "site_type": "老宅基地",
    "fits_land_plan": "yes",
    "fits_township_plan": "yes",
    "fits_design_rules": "yes",
    "area_m2": "55",
}


def agreement(stage: Stage, **answers: Any) -> dict[str, Any]:
    scan = ticked(stage.upload("建房协议"))
    signed = {"signing": "本人签字", "agreement_ids": scan}
    return {**CLAUSES, **PARTIES, **SITE, **signed, **answers}


def start_of_work(stage: Stage, **answers: Any) -> dict[str, Any]:
    return {
        "started_on": clock.today().isoformat(),
        "supervisor_name": "赵永生",
        "supervisor_trained": "yes",
        "photo_ids": ticked(stage.upload("施工前照片")),
        **answers,
    }


def look(stage: Stage, part: str = "基础", **answers: Any) -> dict[str, Any]:
    photos = ticked(stage.upload("施工照片"))
    return {"stage": part, "findings": "符合要求。", "photo_ids": photos, **answers}


def stage_at_agreement(new_stage: NewStage, **facts: Any) -> Stage:
    return approved_stage(new_stage, "construction", **facts)


def stage_at_start(new_stage: NewStage, **facts: Any) -> Stage:
    stage = stage_at_agreement(new_stage, **facts)
    answers = agreement(stage)
    if facts.get("method") == "修缮加固":
        answers = {name: value for name, value in answers.items() if name not in SITE}
    stage.submit("sign_agreement", **answers)
    return stage


def stage_at_inspection(new_stage: NewStage, **facts: Any) -> Stage:
    stage = stage_at_start(new_stage, **facts)
    stage.submit("start_construction", **start_of_work(stage))
    return stage


def stage_at_completion(new_stage: NewStage, **facts: Any) -> Stage:
    stage = stage_at_inspection(new_stage, **facts)
    stage.submit("inspect_site", "finish", **look(stage, "屋面"))
    return stage


# --- 建房协议


def test_an_agreement_keeps_every_clause(new_stage: NewStage) -> None:
    stage = stage_at_agreement(new_stage)
    stage.submit("sign_agreement", **agreement(stage))
    row = stage.last(ConstructionAgreement)
    assert row.clauses["竣工时限"] == "2019-08-20"
    assert set(row.clauses) == {"任务", "质量", "进度", "安全责任", "竣工时限"}
    assert (row.site_type, row.fits_land_plan) == ("老宅基地", True)
    assert stage.open_tasks() == {"start_construction"}


@pytest.mark.parametrize("clause", ["任务", "质量", "进度", "安全责任", "竣工时限"])
def test_an_agreement_without_a_clause_is_refused(new_stage: NewStage, clause: str) -> None:
    stage = stage_at_agreement(new_stage)
    errors = stage.errors("sign_agreement", **agreement(stage, **{f"clauses-{clause}": " "}))
    assert errors == {"clauses": [f"协议还缺:{clause}。"]}


def test_a_clause_nobody_asked_for_is_refused(new_stage: NewStage) -> None:
    stage = stage_at_agreement(new_stage)
    errors = stage.errors("sign_agreement", **agreement(stage, **{"clauses-违约金": "一万元"}))
    assert set(errors) == {"clauses"}


def test_a_day_that_is_no_day_is_told_beside_its_clause(new_stage: NewStage) -> None:
    stage = stage_at_agreement(new_stage)
    errors = stage.errors("sign_agreement", **agreement(stage, **{"clauses-竣工时限": "八月底"}))
    assert set(errors) == {"clauses"}


def test_the_shell_is_not_finished_after_the_house(new_stage: NewStage) -> None:
    stage = stage_at_agreement(new_stage)
    late = agreement(stage, **{"clauses-进度": "2019-08-21"})
    assert "不能晚于竣工日期" in stage.errors("sign_agreement", **late)["clauses"][0]


def test_another_site_needs_a_reason(new_stage: NewStage) -> None:
    stage = stage_at_agreement(new_stage)
    answers = agreement(stage, site_type="其他")
    assert set(stage.errors("sign_agreement", **answers)) == {"site_reason"}
    stage.submit("sign_agreement", **answers, site_reason="老宅基地在山洪沟口。")


@pytest.mark.parametrize("check", ["fits_land_plan", "fits_township_plan", "fits_design_rules"])
def test_a_house_against_the_plans_is_not_agreed(new_stage: NewStage, check: str) -> None:
    stage = stage_at_agreement(new_stage)
    assert set(stage.errors("sign_agreement", **agreement(stage, **{check: "no"}))) == {check}


def test_an_agreed_area_keeps_to_the_cap(new_stage: NewStage) -> None:
    stage = stage_at_agreement(new_stage)
    assert set(stage.errors("sign_agreement", **agreement(stage, area_m2="60.01"))) == {"area_m2"}
    stage.submit("sign_agreement", **agreement(stage, area_m2="60"))


def test_an_agreement_without_its_scan_is_refused(new_stage: NewStage) -> None:
    stage = stage_at_agreement(new_stage)
    answers = agreement(stage) | {"agreement_ids": []}
    assert set(stage.errors("sign_agreement", **answers)) == {"agreement_ids"}


def test_a_repair_asks_for_no_site_and_no_plans(new_stage: NewStage) -> None:
    stage = stage_at_agreement(new_stage, **REPAIR)
    with pytest.raises(Invalid):
        stage.submit("sign_agreement", **agreement(stage))
    asked = {name: value for name, value in agreement(stage).items() if name not in SITE}
    stage.submit("sign_agreement", **asked)
    assert stage.last(ConstructionAgreement).site_type is None


# --- 开工


def test_the_start_of_work_names_a_supervisor(new_stage: NewStage) -> None:
    stage = stage_at_start(new_stage)
    stage.submit("start_construction", **start_of_work(stage))
    row = stage.last(ConstructionStart)
    assert (row.supervisor_name, row.supervisor_trained) == ("赵永生", True)


def test_work_does_not_start_before_approval(new_stage: NewStage) -> None:
    stage = stage_at_start(new_stage)
    early = start_of_work(stage, started_on="2019-03-31")
    assert "批准(2019-04-01)之前" in stage.errors("start_construction", **early)["started_on"][0]


def test_work_does_not_start_before_the_agreement(new_stage: NewStage) -> None:
    stage = stage_at_start(new_stage)
    yesterday = clock.today() - dt.timedelta(days=1)
    early = start_of_work(stage, started_on=yesterday.isoformat())
    assert "签订建房协议" in stage.errors("start_construction", **early)["started_on"][0]


def test_an_untrained_supervisor_is_refused(new_stage: NewStage) -> None:
    stage = stage_at_start(new_stage)
    answers = start_of_work(stage, supervisor_trained="no")
    assert set(stage.errors("start_construction", **answers)) == {"supervisor_trained"}


def test_the_place_is_photographed_before_work(new_stage: NewStage) -> None:
    stage = stage_at_start(new_stage)
    answers = start_of_work(stage) | {"photo_ids": []}
    assert set(stage.errors("start_construction", **answers)) == {"photo_ids"}


# --- 巡查和整改


def test_a_good_stage_leads_to_the_next_look(new_stage: NewStage) -> None:
    stage = stage_at_inspection(new_stage)
    stage.submit("inspect_site", "continue", **look(stage))
    assert stage.last(SiteInspection).stage == "基础"
    assert stage.open_tasks() == {"inspect_site"}
    form = stage.form("inspect_site")
    assert [name for _, name, _ in form.seen.rows] == ["基础"]


def test_a_repair_is_inspected_by_its_parts(new_stage: NewStage) -> None:
    form = stage_at_inspection(new_stage, **REPAIR).form("inspect_site")
    assert "圈梁" not in dict(form.stage.choices)
    assert "梁柱檩" in dict(form.stage.choices)


def test_a_finding_says_what_and_until_when(new_stage: NewStage) -> None:
    stage = stage_at_inspection(new_stage)
    answers = look(stage, findings="", comment="圈梁未按图施工。")
    assert set(stage.errors("inspect_site", "finding", **answers)) == {"findings", "rectify_by"}


def test_a_day_to_mend_lies_ahead(new_stage: NewStage) -> None:
    stage = stage_at_inspection(new_stage)
    answers = look(stage, rectify_by="2019-01-01", comment="圈梁未按图施工。")
    assert set(stage.errors("inspect_site", "finding", **answers)) == {"rectify_by"}


def test_a_finding_is_mended_and_looked_at_until_it_is_settled(new_stage: NewStage) -> None:
    stage = stage_at_inspection(new_stage)
    until = (clock.today() + dt.timedelta(days=10)).isoformat()
    finding = look(
        stage, "圈梁", findings="箍筋间距过大。", rectify_by=until, comment="圈梁未按图施工。"
    )
    stage.submit("inspect_site", "finding", **finding)
    assert stage.form("rectify_finding").asked.rows == [
        ("部位", "圈梁", False),
        ("问题", "箍筋间距过大。", False),
        ("整改期限", until, False),
    ]
    mended = {"work_done": "拆除重做圈梁。", "photo_ids": ticked(stage.upload("整改照片"))}
    stage.submit("rectify_finding", **mended)
    stage.submit("recheck_finding", "again", seen="钢筋间距仍偏大。", comment="钢筋间距偏大。")
    stage.submit("rectify_finding", **mended)
    stage.submit("recheck_finding", "settled", seen="已按图重做。")
    assert stage.last(FindingRectification).work_done == "拆除重做圈梁。"
    assert stage.last(FindingRecheck).seen == "已按图重做。"
    assert stage.open_tasks() == {"inspect_site"}


@pytest.mark.parametrize("missing", ["work_done", "photo_ids"])
def test_mending_is_described_and_photographed(new_stage: NewStage, missing: str) -> None:
    stage = stage_at_inspection(new_stage)
    until = (clock.today() + dt.timedelta(days=10)).isoformat()
    finding = look(stage, rectify_by=until, comment="圈梁未按图施工。")
    stage.submit("inspect_site", "finding", **finding)
    mended = {"work_done": "重做。", "photo_ids": ticked(stage.upload("整改照片"))}
    mended.pop(missing)
    assert set(stage.errors("rectify_finding", **mended)) == {missing}


# --- 申报完工


def completion(stage: Stage, **answers: Any) -> dict[str, Any]:
    return {
        "finished_on": clock.today().isoformat(),
        "photo_ids": ticked(stage.upload("改造后房屋和户主图片")),
        **answers,
    }


def test_a_finished_house_is_declared_with_its_picture(new_stage: NewStage) -> None:
    stage = stage_at_completion(new_stage)
    stage.submit("declare_completion", **completion(stage))
    assert stage.last(CompletionReport).repair_cost_yuan is None
    assert stage.application.result == "completed"


def test_a_house_is_not_finished_before_it_was_begun(new_stage: NewStage) -> None:
    stage = stage_at_completion(new_stage)
    early = (clock.today() - dt.timedelta(days=1)).isoformat()
    errors = stage.errors("declare_completion", **completion(stage, finished_on=early))
    assert "开工日期" in errors["finished_on"][0]


def test_a_repair_declares_its_costs_with_papers(new_stage: NewStage) -> None:
    stage = stage_at_repair_end(new_stage)
    answers = completion(stage)
    errors = stage.errors("declare_completion", **answers)
    assert set(errors) == {"repair_cost_yuan", "cost_paper_ids"}
    papers = ticked(stage.upload("决算", "票据"))
    stage.submit("declare_completion", **answers, repair_cost_yuan="13500", cost_paper_ids=papers)
    assert stage.last(CompletionReport).repair_cost_yuan == 13500


def test_declared_costs_are_no_fact_before_acceptance(new_stage: NewStage) -> None:
    stage = stage_at_repair_end(new_stage)
    papers = ticked(stage.upload("票据"))
    stage.submit(
        "declare_completion", **completion(stage), repair_cost_yuan="13500", cost_paper_ids=papers
    )
    assert stage.application.repair_cost_yuan is None


def test_a_d_house_that_still_stands_is_shown(new_stage: NewStage) -> None:
    form = stage_at_completion(new_stage).form("declare_completion")
    assert form.old_house.rows == [("现状", "还在,须拆除", True)]


def stage_at_repair_end(new_stage: NewStage) -> Stage:
    stage = stage_at_inspection(new_stage, **REPAIR)
    stage.submit("inspect_site", "finish", **look(stage, "墙体"))
    return stage
