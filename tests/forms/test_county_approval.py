"""Method, area, archive review, decision, batch, register: what each asks, refuses and writes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from models.approval import (
    ArchiveReview,
    AreaRelaxation,
    CountyDecision,
    MethodChoice,
    NextBatch,
    RegistryEntry,
)
from models.notice import NoticedHousehold
from models.role import Role
from models.step_record import Letter
from tests.forms.county_case import APPROVED, NewStage, confirm_identity, graded_stage, ticked
from tests.forms.stage import Stage, new_application
from workflows import clock
from workflows.parameters import set_parameter


def choice(stage: Stage, method: str = "自建房屋", **answers: Any) -> dict[str, Any]:
    papers = stage.upload("改造方式确认书")
    given = {"method": method, "signing": "本人签字", "confirmation_ids": ticked(papers), **answers}
    if method != "修缮加固":
        given.setdefault("planned_area_m2", "55")
    return given


def stage_at_choice(new_stage: NewStage, plan: str = "A", **facts: Any) -> Stage:
    return graded_stage(new_stage, "county_approval", plan, **facts)


def stage_at_review(new_stage: NewStage, plan: str = "A", **facts: Any) -> Stage:
    method = facts.pop("method", "自建房屋")
    answers = facts.pop("answers", {})
    stage = stage_at_choice(new_stage, plan, **facts)
    stage.submit("choose_method", "confirm", **choice(stage, method, **answers))
    return stage


def stage_at_decision(new_stage: NewStage, plan: str = "A", **facts: Any) -> Stage:
    stage = stage_at_review(new_stage, plan, **facts)
    stage.submit("review_archive", "approve", file_complete="yes")
    return stage


def set_amount_of_a_rebuilt_c_house(stage: Stage, amount: int) -> None:
    set_parameter(
        stage.session,
        stage.application.programme,
        name="c_rebuild_amount_yuan",
        value=amount,
        valid_from=dt.date(2019, 1, 1),
        kind="county",
        source="G3",
        note="市危改办会议确定",
        set_by_id=stage.people.account_id(Role.OFFICE_APPROVER),
    )
    stage.session.flush()
    stage.session.refresh(stage.application.programme)


# --- 确认改造方式


@pytest.mark.parametrize(
    ("facts", "open_methods"),
    [
        ({"grade": "D"}, ["自建房屋", "互助院"]),
        ({"grade": "D", "building_difficulty": True}, ["自建房屋", "政府兜底房", "互助院"]),
        (
            {"grade": "D", "building_difficulty": True, "stable_out_of_poverty": True},
            ["自建房屋", "互助院"],
        ),
        ({"grade": "C"}, ["修缮加固", "新建(C级自愿)"]),
    ],
)
def test_only_methods_that_the_table_allows_are_offered(
    new_stage: NewStage, facts: dict[str, Any], open_methods: list[str]
) -> None:
    form = stage_at_choice(new_stage, **facts).form("choose_method")
    assert [value for value, _ in form.method.choices] == open_methods


def test_a_closed_method_is_shown_with_reason_and_rule(new_stage: NewStage) -> None:
    form = stage_at_choice(new_stage).form("choose_method")
    closed = {name: why for name, why, _ in form.closed_methods.rows}
    assert set(closed) == {"政府兜底房", "修缮加固", "新建(C级自愿)"}
    assert "不能修缮加固" in closed["修缮加固"]
    assert "方案“危房改造方式及建设标准”" in closed["修缮加固"]


def test_a_method_whose_condition_nobody_established_is_closed(new_stage: NewStage) -> None:
    form = stage_at_choice(new_stage, building_difficulty=None).form("choose_method")
    closed = {name: why for name, why, _ in form.closed_methods.rows}
    assert "建房确有困难" in closed["政府兜底房"]


def test_a_closed_method_is_refused(new_stage: NewStage) -> None:
    stage = stage_at_choice(new_stage)
    errors = stage.errors("choose_method", "confirm", **choice(stage, "修缮加固"))
    assert set(errors) == {"method"}


def test_confirming_writes_the_method_and_what_follows_from_it(new_stage: NewStage) -> None:
    stage = stage_at_choice(new_stage)
    stage.submit("choose_method", "confirm", **choice(stage, planned_area_m2="55.5"))
    application = stage.application
    assert (application.method, application.builder) == ("自建房屋", "农户自行改造")
    assert application.planned_area_m2 == Decimal("55.5")
    assert application.large_household_application is False
    assert len(stage.last(MethodChoice).confirmation_ids) == 1
    assert stage.open_tasks() == {"review_archive"}


def test_a_choice_without_the_signed_confirmation_is_refused(new_stage: NewStage) -> None:
    stage = stage_at_choice(new_stage)
    answers = choice(stage) | {"confirmation_ids": []}
    assert "confirmation_ids" in stage.errors("choose_method", "confirm", **answers)


def test_a_government_provided_house_asks_who_builds(new_stage: NewStage) -> None:
    stage = stage_at_choice(new_stage, building_difficulty=True)
    answers = choice(stage, "政府兜底房", planned_area_m2="40")
    assert "builder" in stage.errors("choose_method", "confirm", **answers)
    stage.submit("choose_method", "confirm", **answers, builder="乡镇统一实施")
    assert stage.application.builder == "乡镇统一实施"


def test_a_mutual_aid_home_is_always_built_by_the_township(new_stage: NewStage) -> None:
    stage = stage_at_choice(new_stage)
    stage.submit("choose_method", "confirm", **choice(stage, "互助院", planned_area_m2="36"))
    assert stage.application.builder == "乡镇统一实施"


def test_a_repair_has_no_planned_area(new_stage: NewStage) -> None:
    stage = stage_at_choice(new_stage, grade="C")
    stage.submit("choose_method", "confirm", **choice(stage, "修缮加固"))
    assert stage.application.planned_area_m2 is None


@pytest.mark.parametrize(
    ("method", "cap"), [("自建房屋", "60"), ("政府兜底房", "40"), ("互助院", "40")]
)
def test_an_area_above_the_cap_is_not_confirmed(new_stage: NewStage, method: str, cap: str) -> None:
    stage = stage_at_choice(new_stage, building_difficulty=True)
    answers = choice(stage, method, planned_area_m2=f"{cap}.01", builder="农户自行改造")
    errors = stage.errors("choose_method", "confirm", **answers)
    assert f"上限 {cap} ㎡" in errors["planned_area_m2"][0]
    stage.submit("choose_method", "confirm", **(answers | {"planned_area_m2": cap}))


def test_an_area_is_needed_for_a_new_house(new_stage: NewStage) -> None:
    stage = stage_at_choice(new_stage)
    errors = stage.errors("choose_method", "confirm", **choice(stage, planned_area_m2=""))
    assert errors == {"planned_area_m2": ["请填写计划建筑面积。"]}


def test_an_exception_needs_its_reason(new_stage: NewStage) -> None:
    stage = stage_at_choice(new_stage, "B", grade="C")
    programme = stage.application.programme
    set_parameter(
        stage.session,
        programme,
        name="allow_b_c_rebuild",
        value=True,
        valid_from=dt.date(2019, 1, 1),
        kind="county",
        source="G29",
        note="市危改办批准",
        set_by_id=None,
    )
    stage.session.flush()
    stage.session.refresh(programme)
    answers = choice(stage, "新建(C级自愿)")
    assert set(stage.errors("choose_method", "confirm", **answers)) == {"exception_reason"}
    stage.submit("choose_method", "confirm", **answers, exception_reason="墙体无法加固。")


# --- 放宽面积


def ask_to_relax(stage: Stage, area: str = "72", **answers: Any) -> dict[str, Any]:
    request = ticked(stage.upload("放宽面积申请"))
    return choice(stage, planned_area_m2=area, relaxation_application_ids=request, **answers)


def test_a_large_household_may_ask_for_more(new_stage: NewStage) -> None:
    stage = stage_at_choice(new_stage, household_size=6)
    stage.submit("choose_method", "relax", **ask_to_relax(stage))
    assert stage.application.large_household_application is True
    assert stage.application.township_formal_document is None
    assert stage.open_tasks() == {"report_relaxation"}


@pytest.mark.parametrize(("area", "words"), [("60", "不需要放宽"), ("80.01", "上限 80 ㎡")])
def test_an_area_that_fits_already_or_never_fits_is_not_relaxed(
    new_stage: NewStage, area: str, words: str
) -> None:
    stage = stage_at_choice(new_stage, household_size=6)
    errors = stage.errors("choose_method", "relax", **ask_to_relax(stage, area))
    assert words in errors["planned_area_m2"][0]


def test_a_government_provided_house_is_never_relaxed(new_stage: NewStage) -> None:
    stage = stage_at_choice(new_stage, building_difficulty=True)
    answers = ask_to_relax(stage, method="政府兜底房", builder="农户自行改造")
    errors = stage.errors("choose_method", "relax", **answers)
    assert "不能放宽" in errors["planned_area_m2"][0]


def test_relaxation_needs_the_households_application(new_stage: NewStage) -> None:
    stage = stage_at_choice(new_stage)
    answers = ask_to_relax(stage) | {"relaxation_application_ids": []}
    assert set(stage.errors("choose_method", "relax", **answers)) == {"relaxation_application_ids"}


def test_a_formal_document_lifts_the_cap(new_stage: NewStage) -> None:
    stage = stage_at_choice(new_stage)
    stage.submit("choose_method", "relax", **ask_to_relax(stage))
    stage.submit(
        "report_relaxation",
        "report",
        document_number="蘑政发〔2019〕12号",
        document_date=clock.today().isoformat(),
        document_ids=ticked(stage.upload("乡镇放宽面积文件")),
    )
    assert stage.application.township_formal_document is True
    assert stage.last(AreaRelaxation).document_number == "蘑政发〔2019〕12号"
    stage.submit("review_archive", "approve", file_complete="yes")
    assert stage.open_tasks() == {"approve_case"}


def test_a_formal_document_has_number_date_and_scan(new_stage: NewStage) -> None:
    stage = stage_at_choice(new_stage)
    stage.submit("choose_method", "relax", **ask_to_relax(stage))
    errors = stage.errors("report_relaxation", "report")
    assert set(errors) == {"document_number", "document_date", "document_ids"}


def test_a_declined_relaxation_leaves_the_house_too_large_to_approve(new_stage: NewStage) -> None:
    stage = stage_at_choice(new_stage)
    stage.submit("choose_method", "relax", **ask_to_relax(stage))
    stage.submit("report_relaxation", "decline", comment="只有三口人,不属人口较多。")
    assert stage.application.township_formal_document is False
    errors = stage.errors("review_archive", "approve", file_complete="yes")
    assert "72.0 ㎡ 超过上限 60 ㎡" in errors["comment"][0]


def test_choosing_again_forgets_what_rested_on_the_first_choice(new_stage: NewStage) -> None:
    stage = stage_at_choice(new_stage)
    stage.submit("choose_method", "relax", **ask_to_relax(stage))
    stage.submit("report_relaxation", "decline", comment="不属人口较多。")
    stage.submit("review_archive", "choose_again", comment="请减小面积。")
    stage.submit("choose_method", "confirm", **choice(stage, "互助院", planned_area_m2="38"))
    application = stage.application
    assert (application.method, application.planned_area_m2) == ("互助院", Decimal("38"))
    assert application.large_household_application is False
    assert application.township_formal_document is False


# --- 审核档案


def test_a_review_shows_what_the_tables_reckon_with_their_rules(new_stage: NewStage) -> None:
    form = stage_at_review(new_stage).form("review_archive")
    shown = {name: value for name, value, _ in form.reckoned.rows}
    assert shown["补助标准"] == "每户定额 25,232 元(方案“补助标准”)"
    assert shown["资金来源"] == "扶贫资金(方案“补助标准”)"
    assert shown["面积上限"] == "60 ㎡(方案“危房改造方式及建设标准”、方案“严格控制建房面积”)"
    assert shown["符合条件"].startswith("是")


def test_a_review_tells_which_papers_are_missing(new_stage: NewStage) -> None:
    form = stage_at_review(new_stage).form("review_archive")
    shown = {name: value for name, value, _ in form.file.rows}
    assert shown["改造前房屋和户主图片"] == "有"
    assert shown["危房改造申请表"] == "缺"


def test_a_file_that_is_not_complete_goes_back(new_stage: NewStage) -> None:
    stage = stage_at_review(new_stage)
    assert "file_complete" in stage.errors("review_archive", "approve", file_complete="no")
    stage.submit("review_archive", "return", file_complete="no", comment="缺申请审批表。")
    assert stage.last(ArchiveReview).missing == ["危房改造申请表"]
    assert stage.open_tasks() == {"correct_archive"}


def test_a_small_house_is_only_reminded_of(new_stage: NewStage) -> None:
    stage = stage_at_review(new_stage, answers={"planned_area_m2": "38"})
    shown = {name: value for name, value, _ in stage.form("review_archive").reckoned.rows}
    assert "低于40—60㎡" in shown["提醒"]
    stage.submit("review_archive", "approve", file_complete="yes")


# --- 审批


@pytest.mark.parametrize(
    ("plan", "facts", "amount", "fund"),
    [
        ("A", {}, 25232, "扶贫资金"),
        ("B", {}, 25232, "地方财政"),
        ("A", {"grade": "C", "method": "修缮加固"}, 20000, "扶贫资金"),
        ("A", {"method": "互助院", "answers": {"planned_area_m2": "36"}}, 0, "扶贫资金"),
        (
            "A",
            {
                "building_difficulty": True,
                "method": "政府兜底房",
                "answers": {"planned_area_m2": "40", "builder": "乡镇统一实施"},
            },
            45232,
            "扶贫资金",
        ),
    ],
)
def test_approval_writes_the_amount_of_the_table(
    new_stage: NewStage, plan: str, facts: dict[str, Any], amount: int, fund: str
) -> None:
    stage = stage_at_decision(new_stage, plan, **facts)
    stage.submit("approve_case", "approve")
    application = stage.application
    assert (application.approved_subsidy_yuan, application.fund) == (amount, fund)
    assert application.approved_on == clock.today()
    decided = stage.last(CountyDecision).decided_by
    assert decided["subsidy_standard"]["rows"]
    stage.put_on_sheet(stage.task("post_notice"))
    assert stage.last(NoticedHousehold).snapshot["subsidy_yuan"] == amount


def test_nobody_types_an_amount(new_stage: NewStage) -> None:
    stage = stage_at_decision(new_stage)
    with pytest.raises(Exception, match="approved_subsidy_yuan"):
        stage.submit("approve_case", "approve", approved_subsidy_yuan="99999")


def test_an_open_amount_is_not_approved_until_the_office_sets_it(new_stage: NewStage) -> None:
    stage = stage_at_decision(new_stage, grade="C", method="新建(C级自愿)")
    assert "C级自愿新建的补助金额" in stage.errors("approve_case", "approve")["comment"][0]
    set_amount_of_a_rebuilt_c_house(stage, 20000)
    stage.submit("approve_case", "approve")
    assert stage.application.approved_subsidy_yuan == 20000


def test_a_household_that_lost_its_identity_is_not_approved(new_stage: NewStage) -> None:
    stage = stage_at_decision(new_stage)
    confirm_identity(stage, "扶贫", passed=False)
    assert "身份审核不通过" in stage.errors("approve_case", "approve")["comment"][0]


def test_a_rejection_is_told_in_the_approvers_words(new_stage: NewStage) -> None:
    stage = stage_at_decision(new_stage)
    stage.submit("approve_case", "reject", comment="年度计划已满。")
    assert stage.application.approved_on is None
    form = stage.form("inform_rejection")
    assert form.reason.data == "年度计划已满。"
    stage.submit(
        "inform_rejection",
        reason=form.reason.data,
        delivered_on=clock.today().isoformat(),
        delivery="当面送达",
        received_by="敖登高娃",
    )
    assert stage.last(Letter).reason == "年度计划已满。"
    assert stage.application.result == "rejected"


def test_a_postponed_case_comes_back_with_its_batch(new_stage: NewStage) -> None:
    stage = stage_at_decision(new_stage)
    stage.submit("approve_case", "postpone", comment="列入第二批。")
    assert "batch" in stage.errors("await_next_batch")
    stage.submit("await_next_batch", batch="2019年第二批")
    assert stage.last(NextBatch).batch == "2019年第二批"
    assert stage.open_tasks() == {"approve_case"}


# --- 录入全国系统


def stage_at_register(new_stage: NewStage) -> Stage:
    stage = stage_at_decision(new_stage)
    stage.submit("approve_case", "approve")
    stage.deliver("notice_closed", notice_result="clear", asked_by="public_notice")
    return stage


def test_the_register_number_is_kept(new_stage: NewStage) -> None:
    stage = stage_at_register(new_stage)
    day = clock.today().isoformat()
    stage.submit("record_registry_entry", registry_number="NW2019-00041", registered_on=day)
    assert stage.application.registry_number == "NW2019-00041"
    assert stage.last(RegistryEntry).registered_on == clock.today()
    assert stage.application.result == "approved"


def test_a_register_number_belongs_to_one_case(new_stage: NewStage) -> None:
    stage = stage_at_register(new_stage)
    new_application(stage.session, stage.people, registry_number="NW2019-00041", **APPROVED)
    day = clock.today().isoformat()
    answers = {"registry_number": "NW2019-00041", "registered_on": day}
    assert "另一件" in stage.errors("record_registry_entry", **answers)["registry_number"][0]


def test_a_register_number_in_words_is_refused(new_stage: NewStage) -> None:
    stage = stage_at_register(new_stage)
    day = clock.today().isoformat()
    errors = stage.errors("record_registry_entry", registry_number="已录入了", registered_on=day)
    assert set(errors) == {"registry_number"}
