"""审核材料, 入户调查, 审定, 立会研究, 上报公示结果: what each asks, refuses and writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from models.notice import NoticedHousehold
from models.objection import Objection
from models.role import Role
from models.township import FileReview, HouseholdVisit, NoticeResultReport, TownshipMeeting
from tests.forms.proven_notice import sheet_of
from tests.forms.stage import PHOTOS, Stage
from workflows import clock

NewStage = Callable[..., Stage]
VISIT = {
    "first_visitor": "白音",
    "second_visitor": "李铁柱",
    "long_term_rural": "yes",
    "dwelling": "唯一住房",
    "house_agrees": "yes",
    "members_agree": "yes",
    "building_difficulty": "no",
}


@pytest.fixture
def stage(new_stage: NewStage) -> Stage:
    stage = new_stage()
    stage.upload(*PHOTOS)
    stage.start("township_review")
    return stage


def visit(stage: Stage, **answers: Any) -> dict[str, Any]:
    photos = stage.upload("入户调查照片")
    return {**VISIT, "photos": [str(each) for each in photos], **answers}


def reach_visit(stage: Stage) -> None:
    stage.submit("review_file", "approve")


def reach_meeting(stage: Stage) -> None:
    reach_visit(stage)
    stage.submit("visit_household", "confirm", **visit(stage))
    stage.submit("decide_case", "approve")
    noticed = stage.last(NoticedHousehold)
    sheet_of(stage, noticed)
    noticed.posted_on, noticed.ends_at = clock.today(), clock.now()
    stage.deliver("notice_closed", notice_result="clear", asked_by="public_notice")


# --- 审核材料


def test_a_complete_file_is_approved_and_the_papers_are_on_record(stage: Stage) -> None:
    stage.submit("review_file", "approve")
    review = stage.last(FileReview)
    assert review.missing == []
    assert {"户主签字", "户籍证明", "扶贫办证明原件", *PHOTOS} <= set(review.present)
    assert "visit_household" in stage.open_tasks()


def test_a_file_that_lacks_a_photograph_is_not_approved(new_stage: NewStage) -> None:
    stage = new_stage()
    stage.upload(PHOTOS[0])
    stage.start("township_review")
    assert PHOTOS[1] in stage.errors("review_file", "approve")["papers"][0]


def test_a_photograph_that_is_only_ticked_is_missing(new_stage: NewStage) -> None:
    stage = new_stage(papers=["户籍证明", "扶贫办证明原件", "扶贫办证明复印件", *PHOTOS])
    stage.start("township_review")
    assert PHOTOS[0] in stage.errors("review_file", "approve")["papers"][0]


def test_every_claimed_class_brings_its_certificate(new_stage: NewStage) -> None:
    stage = new_stage("B", identities=["低保", "贫困残疾人"])
    stage.upload(*PHOTOS)
    stage.start("township_review")
    assert "残疾证原件" in stage.errors("review_file", "approve")["papers"][0]


def test_a_household_of_no_plan_has_no_complete_file(new_stage: NewStage) -> None:
    stage = new_stage(identities=["一般农户"])
    stage.upload(*PHOTOS)
    stage.start("township_review")
    assert "身份类别" in stage.errors("review_file", "approve")["papers"][0]


def test_an_incomplete_file_is_returned_with_a_reason(new_stage: NewStage) -> None:
    stage = new_stage()
    stage.start("township_review")
    assert "comment" in stage.errors("review_file", "return")
    stage.submit("review_file", "return", comment="缺危房照片。")
    assert stage.last(FileReview).missing == PHOTOS
    assert stage.task("correct_application").asked_because == "缺危房照片。"


# --- 入户调查


def test_a_clear_visit_is_confirmed_and_its_facts_are_written(stage: Stage) -> None:
    reach_visit(stage)
    evidence = stage.upload("建房困难佐证")
    answers = visit(
        stage,
        building_difficulty="yes",
        difficulty_reason="户主年老多病,没有劳动力。",
        difficulty_evidence=[str(each) for each in evidence],
    )
    stage.submit("visit_household", "confirm", **answers)
    row = stage.last(HouseholdVisit)
    assert (row.first_visitor, row.second_visitor) == ("白音", "李铁柱")
    assert row.difficulty_evidence == evidence
    assert stage.application.building_difficulty is True
    assert stage.open_tasks() == {"decide_case"}


@pytest.mark.parametrize("second", ["白音", " 白 音", ""])
def test_one_visitor_is_not_two(stage: Stage, second: str) -> None:
    reach_visit(stage)
    assert "second_visitor" in stage.errors(
        "visit_household", "confirm", **visit(stage, second_visitor=second)
    )


@pytest.mark.parametrize("name", ["long_term_rural", "house_agrees", "members_agree"])
@pytest.mark.parametrize("answer", ["no", "unknown"])
def test_what_is_not_a_clear_yes_does_not_confirm(stage: Stage, name: str, answer: str) -> None:
    reach_visit(stage)
    assert list(stage.errors("visit_household", "confirm", **visit(stage, **{name: answer}))) == [
        name
    ]


@pytest.mark.parametrize("found", ["无房", "有其他住房", "不清楚"])
def test_another_dwelling_than_declared_does_not_confirm(stage: Stage, found: str) -> None:
    reach_visit(stage)
    assert "dwelling" in stage.errors("visit_household", "confirm", **visit(stage, dwelling=found))


def test_an_unclear_finding_leaves_the_fact_as_it_was(stage: Stage) -> None:
    reach_visit(stage)
    answers = visit(stage, long_term_rural="unknown", dwelling="不清楚")
    stage.submit("visit_household", "return", comment="家里没人,向邻居也问不清。", **answers)
    assert stage.last(HouseholdVisit).long_term_rural is None
    assert stage.application.long_term_rural is True
    assert stage.application.dwelling == "唯一住房"


def test_another_house_that_was_found_is_written_on_the_case(stage: Stage) -> None:
    reach_visit(stage)
    answers = visit(stage, dwelling="有其他住房")
    stage.submit("visit_household", "reject", comment="在镇上另有楼房。", **answers)
    assert stage.application.dwelling == "有其他住房"
    changes = stage.record("task_completed")[-1]["changes"]
    assert changes["dwelling"] == ["唯一住房", "有其他住房"]
    assert stage.open_tasks() == {"handle_return"}


@pytest.mark.parametrize("outcome", ["confirm", "return"])
def test_difficulty_needs_reason_and_evidence(stage: Stage, outcome: str) -> None:
    reach_visit(stage)
    errors = stage.errors(
        "visit_household", outcome, comment="待补", **visit(stage, building_difficulty="yes")
    )
    assert set(errors) == {"difficulty_reason", "difficulty_evidence"}


def test_a_household_without_a_house_is_not_asked_about_one(new_stage: NewStage) -> None:
    stage = new_stage(dwelling="无房", papers=[*_papers(), "无房情况说明"])
    stage.start("township_review")
    reach_visit(stage)
    answers = visit(stage, dwelling="无房")
    del answers["house_agrees"]
    stage.submit("visit_household", "confirm", **answers)
    assert stage.last(HouseholdVisit).house_agrees is None


def _papers() -> list[str]:
    return ["户籍证明", "扶贫办证明原件", "扶贫办证明复印件"]


def test_a_visit_without_photographs_is_not_confirmed(stage: Stage) -> None:
    reach_visit(stage)
    assert list(stage.errors("visit_household", "confirm", **VISIT)) == ["photos"]


# --- 审定


def test_the_decision_is_made_beside_what_the_visit_found(stage: Stage) -> None:
    reach_visit(stage)
    stage.submit("visit_household", "confirm", **visit(stage))
    shown = {name: value for name, value, _ in stage.form("decide_case").visit.rows}
    assert shown["入户人员"] == "白音、李铁柱"
    assert shown["建房确有困难"] == "否"


def test_a_correction_goes_back_to_the_leader_who_asked(stage: Stage) -> None:
    reach_visit(stage)
    stage.submit("visit_household", "confirm", **visit(stage))
    stage.submit("decide_case", "return", comment="收入说明写得不清楚。")
    stage.submit(
        "correct_application", explanation="改写了收入说明。", income_statement="年收入九千元。"
    )
    assert stage.open_tasks() == {"decide_case"}


# --- 立会研究 and 上报公示结果


def test_the_meeting_is_recorded_with_each_name_once(stage: Stage) -> None:
    reach_meeting(stage)
    stage.submit(
        "hold_meeting",
        "agree",
        document_number="蘑政纪〔2019〕6号",
        attendees="白音、李铁柱\n赵海,白音",
        resolution="同意上报。",
    )
    meeting = stage.last(TownshipMeeting).meeting
    assert meeting.attendees == ["白音", "李铁柱", "赵海"]
    assert "report_notice_result" in stage.open_tasks()


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"document_number": ""}, "document_number"),
        ({"attendees": "白音"}, "attendees"),
        ({"resolution": ""}, "resolution"),
    ],
)
def test_a_meeting_without_minutes_is_none(
    stage: Stage, answers: dict[str, str], field: str
) -> None:
    reach_meeting(stage)
    full = {"document_number": "6号", "attendees": "白音、李铁柱", "resolution": "同意。"}
    assert list(stage.errors("hold_meeting", "agree", **(full | answers))) == [field]


def test_the_report_is_filled_from_the_notice(stage: Stage) -> None:
    reach_meeting(stage)
    noticed = stage.last(NoticedHousehold)
    stage.session.add(
        Objection(
            notice_id=noticed.notice_id,
            application_id=stage.application.id,
            aims_at="household",
            blocks=True,
            is_late=False,
            handled_level="township",
            came_by="visit",
            content="他家有拖拉机。",
            code="ABCDE23456",
            code_digest="c",
            text_digest="t",
            received_on=clock.today(),
            received_by_id=stage.people.account_id(Role.TOWNSHIP_OFFICER),
            received_at=clock.now(),
            state="closed",
            finding="dismissed",
        )
    )
    stage.submit(
        "hold_meeting", "agree", document_number="6号", attendees="白音、赵海", resolution="同意。"
    )
    summary = stage.form("report_notice_result").summary.data
    assert "收到异议1件,均已复核排除" in summary
    assert "市扶贫部门" in summary
    stage.submit("report_notice_result", document_number="蘑政字〔2019〕9号", summary=summary)
    report = stage.last(NoticeResultReport)
    assert (report.notice_id, report.objections) == (noticed.notice_id, 1)
    assert report.posted_on == clock.today()
    assert stage.application.result == "reported"
