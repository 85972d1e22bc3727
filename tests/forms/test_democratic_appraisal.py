"""召开民主评议 and 填表上报: quorum, votes, and a form filled only after the notice (S4, S7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from models.document import APPRAISAL_STATEMENT, ATTENDANCE_SHEET, MINUTES
from models.notice import NoticedHousehold
from models.role import Role
from models.village import Appraisal, AppraisalStatement, VillageReport
from tests.forms.stage import PHOTOS, Stage
from workflows import clock

HOLD, REPORT, STATE = "hold_appraisal", "report_application", "state_appraisal"
APPROVAL_FORM = "农户申请审批表"


@pytest.fixture
def stage(new_stage: Callable[..., Stage]) -> Stage:
    stage = new_stage()
    stage.upload(*PHOTOS)
    stage.start("village_review", result="reappraise")
    return stage


def meeting(stage: Stage, **answers: Any) -> dict[str, Any]:
    papers = stage.upload(ATTENDANCE_SHEET, MINUTES)
    return {
        "meeting_kind": "村民代表大会",
        "place": "村委会会议室",
        "chair": "白音",
        "minute_taker": "孙文书",
        "due_count": "30",
        "present_count": "24",
        "in_favour": "20",
        "against": "3",
        "abstained": "1",
        "document_ids": [str(each) for each in papers],
        **answers,
    }


def test_a_meeting_with_quorum_and_majority_passes(stage: Stage) -> None:
    stage.submit(HOLD, "pass", **meeting(stage))
    held = stage.last(Appraisal)
    assert (held.meeting.due_count, held.meeting.present_count, held.in_favour) == (30, 24, 20)
    assert stage.open_tasks() == {"post_notice"}


def test_those_who_came_can_be_named_and_are_then_counted(stage: Stage) -> None:
    errors = stage.errors(HOLD, "pass", **meeting(stage, attendees="白音、孙文书、白音"))
    assert errors == {"attendees": ["名单上有2人,应与实到24人一致。"]}
    votes = {"due_count": "3", "present_count": "2", "in_favour": "2", "against": "0"}
    votes |= {"abstained": "0", "attendees": "白音、孙文书、白音"}
    stage.submit(HOLD, "pass", **meeting(stage, **votes))
    assert stage.last(Appraisal).meeting.attendees == ["白音", "孙文书"]


def test_a_meeting_without_quorum_decides_nothing(stage: Stage) -> None:
    for outcome in ("pass", "fail"):
        errors = stage.errors(HOLD, outcome, **meeting(stage, comment="x", **FEW))
        assert errors == {"present_count": ["到会人数不足,须重新召开。"]}


FEW = {"present_count": "19", "in_favour": "19", "against": "0", "abstained": "0"}
STATED = "春耕,代表外出,会后逐户征求了意见。"


@pytest.fixture
def few_came(stage: Stage) -> Stage:
    """A meeting without a quorum, held on paper and entered afterwards."""
    stage.submit(HOLD, "pass", **meeting(stage, **FEW), late_mark="late", late_reason="停网。")
    return stage


def test_a_meeting_of_the_past_without_quorum_waits_for_the_township(few_came: Stage) -> None:
    assert few_came.open_tasks() == {STATE}
    assert few_came.task(STATE).role == Role.TOWNSHIP_OFFICER
    assert "应到30人,实到19人" in str(few_came.form(STATE).meeting.rows)


def test_the_township_states_under_its_seal_why_the_meeting_counts(few_came: Stage) -> None:
    bare = few_came.errors(STATE, "accept")
    assert set(bare) == {"finding", "document_ids"}
    [statement] = few_came.upload(APPRAISAL_STATEMENT)
    few_came.submit(STATE, "accept", finding=STATED, document_ids=[str(statement)])
    stated = few_came.last(AppraisalStatement)
    assert (stated.finding, stated.document_ids) == (STATED, [statement])
    assert few_came.open_tasks() == {"post_notice"}


def test_a_meeting_that_the_township_does_not_accept_is_held_again(few_came: Stage) -> None:
    assert "comment" in few_came.errors(STATE, "reappraise")
    few_came.submit(STATE, "reappraise", comment="差得太多。")
    assert few_came.open_tasks() == {HOLD}


def test_even_afterwards_no_household_is_voted_down_without_a_quorum(stage: Stage) -> None:
    votes = FEW | {"in_favour": "1", "against": "18"}
    told = meeting(stage, **votes) | {"late_mark": "late", "late_reason": "停网。"}
    errors = stage.errors(HOLD, "fail", **told, comment="不同意。")
    assert errors == {"present_count": ["到会人数不足,须重新召开。"]}
    assert set(stage.errors(HOLD, "pass", **told)) == {"in_favour"}


def test_a_meeting_ends_after_it_began(stage: Stage) -> None:
    hours = {"begins_at": "15:00", "ends_at": "14:00"}
    errors = stage.errors(HOLD, "pass", **meeting(stage, **hours))
    assert errors == {"ends_at": ["散会时间应晚于开会时间。"]}
    assert "begins_at" in stage.errors(HOLD, "pass", **meeting(stage, begins_at="下午"))
    stage.submit(HOLD, "pass", **meeting(stage, **(hours | {"ends_at": "16:30"})))
    assert stage.last(Appraisal).meeting.ends_at == dt.time(16, 30)


def test_exactly_two_thirds_are_a_quorum(stage: Stage) -> None:
    votes = {"present_count": "20", "in_favour": "20", "against": "0", "abstained": "0"}
    stage.submit(HOLD, "pass", **meeting(stage, **votes))
    assert stage.open_tasks() == {"post_notice"}


def test_half_of_those_present_is_no_majority(stage: Stage) -> None:
    votes = {"in_favour": "12", "against": "12", "abstained": "0"}
    errors = stage.errors(HOLD, "pass", **meeting(stage, **votes))
    assert errors == {"in_favour": ["按票数应为“评议不通过”,请核对票数或改选“评议不通过”。"]}
    stage.submit(HOLD, "fail", **meeting(stage, comment="赞成未过半数。", **votes))
    assert stage.open_tasks() == {"explain_no_report"}


def test_a_majority_cannot_be_called_a_failure(stage: Stage) -> None:
    errors = stage.errors(HOLD, "fail", **meeting(stage, comment="不同意。"))
    assert list(errors) == ["in_favour"]


def test_votes_add_up_to_those_present_but_for_who_stepped_aside(stage: Stage) -> None:
    errors = stage.errors(HOLD, "pass", **meeting(stage, stepped_aside="乌云、布和"))
    assert errors == {"in_favour": ["赞成、反对、弃权共24票,应与参加表决的22人一致。"]}
    votes = {"in_favour": "18", "stepped_aside": "乌云、布和"}
    stage.submit(HOLD, "pass", **meeting(stage, **votes))
    assert stage.last(Appraisal).stepped_aside == "乌云、布和"


def test_more_cannot_come_than_are_due(stage: Stage) -> None:
    errors = stage.errors(HOLD, "pass", **meeting(stage, due_count="20"))
    assert "present_count" in errors


def test_a_meeting_of_the_committee_is_not_offered(stage: Stage) -> None:
    errors = stage.errors(HOLD, "pass", **meeting(stage, meeting_kind="村两委会议"))
    assert list(errors) == ["meeting_kind"]


def test_chair_and_minute_taker_are_two_persons(stage: Stage) -> None:
    errors = stage.errors(HOLD, "pass", **meeting(stage, minute_taker="白 音"))
    assert list(errors) == ["minute_taker"]


def test_sheet_and_minutes_are_both_needed_even_when_the_vote_fails(stage: Stage) -> None:
    sheet = stage.upload(ATTENDANCE_SHEET)
    answers = meeting(stage, document_ids=[str(sheet[0])], comment="x")
    assert "民主评议会议记录" in str(stage.errors(HOLD, "pass", **answers)["document_ids"])
    assert "document_ids" in stage.errors(HOLD, "fail", **{**answers, "document_ids": []})


# --- 填表上报


@pytest.fixture
def after_notice(stage: Stage) -> Stage:
    stage.submit(HOLD, "pass", **meeting(stage))
    notice = stage.last(NoticedHousehold)
    notice.posted_on = clock.today() - dt.timedelta(days=6)
    notice.ends_at = clock.start_of(clock.today())
    notice.result = "clear"
    stage.deliver("notice_closed", notice_result="clear", asked_by="public_notice")
    return stage


def report(stage: Stage, **answers: Any) -> dict[str, Any]:
    forms = stage.upload(APPROVAL_FORM)
    return {
        "filled_on": clock.today().isoformat(),
        "is_signed_by_head": "yes",
        "signing": "本人签字",
        "is_sealed": "yes",
        "document_ids": [str(each) for each in forms],
        **answers,
    }


def test_a_signed_and_sealed_form_is_reported(after_notice: Stage) -> None:
    after_notice.submit(REPORT, **report(after_notice))
    assert after_notice.last(VillageReport).filled_on == clock.today()
    assert after_notice.application.state == "ended"
    assert after_notice.application.result == "reported"


def test_a_form_filled_while_the_notice_hung_is_refused(after_notice: Stage) -> None:
    yesterday = (clock.today() - dt.timedelta(days=1)).isoformat()
    errors = after_notice.errors(REPORT, **report(after_notice, filled_on=yesterday))
    assert errors == {"filled_on": ["阻止,公示无异议后方可填表。"]}


def test_a_notice_that_an_objection_overturned_is_not_reported(after_notice: Stage) -> None:
    after_notice.last(NoticedHousehold).result = "upheld"
    errors = after_notice.errors(REPORT, **report(after_notice))
    assert errors == {"filled_on": ["不予上报并向申请人说明原因。"]}


def test_a_form_without_seal_or_signature_is_refused(after_notice: Stage) -> None:
    answers = report(after_notice, is_sealed="no", is_signed_by_head="no")
    assert set(after_notice.errors(REPORT, **answers)) == {"is_sealed", "is_signed_by_head"}


def test_a_form_cannot_be_filled_after_it_was_reported(after_notice: Stage) -> None:
    tomorrow = (clock.today() + dt.timedelta(days=1)).isoformat()
    assert "filled_on" in after_notice.errors(REPORT, **report(after_notice, filled_on=tomorrow))
