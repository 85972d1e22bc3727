"""Objections that name nobody, that nobody in the village may look into, or that come too late."""

from __future__ import annotations

from models.role import Role
from tests.cast import username
from tests.journeys.conftest import CaseAt
from tests.journeys.walks import walks

CLERK = username(Role.VILLAGE_CLERK)
OFFICER = username(Role.TOWNSHIP_OFFICER)


@walks("screen_objection:household", "investigate_objection:nobody_free")
def test_one_that_turns_out_to_mean_the_household_may_go_up_to_the_township(
    case_at: CaseAt,
) -> None:
    case = case_at("post_notice")
    case.do("post_notice")
    case.object(CLERK, aims_at="general")
    case.do("screen_objection", "household")
    case.wait_for("take_down_notice")
    case.do("take_down_notice", "complete")
    assert set(case.open_tasks) == {"investigate_objection"}
    case.do("investigate_objection", "nobody_free")
    assert case.task("investigate_objection").role == Role.TOWNSHIP_OFFICER
    case.do("investigate_objection", "dismissed")
    case.do("answer_objector")
    assert set(case.open_tasks) == {"report_application"}


@walks("screen_objection:answer", "screen_objection:repetition", "screen_objection:notice")
def test_a_general_one_is_answered_or_joined_to_another_or_is_about_the_notice(
    case_at: CaseAt,
) -> None:
    case = case_at("post_notice")
    case.do("post_notice")
    for content, outcome in (
        ("怎么申请?", "answer"),
        ("问过了", "repetition"),
        ("少贴一处", "notice"),
    ):
        case.object(CLERK, aims_at="general", content=content)
        case.do("screen_objection", outcome)
        if outcome == "answer":
            case.do("answer_objector")
    case.wait_for("take_down_notice")
    case.do("take_down_notice", "complete")
    assert set(case.open_tasks) == {"investigate_objection"}
    case.do("investigate_objection", "dismissed")
    case.do("answer_objector")
    assert set(case.open_tasks) == {"report_application"}


@walks("judge_late_objection:keep", "judge_late_objection:stop")
def test_a_late_one_stops_the_case_only_if_the_township_says_so(case_at: CaseAt) -> None:
    case = case_at("decide_case")
    case.object(CLERK, content="听说他家有车。")
    case.do("judge_late_objection", "keep")
    case.object(OFFICER)
    case.do("judge_late_objection", "stop")
    assert "逾期异议" in case.refused("decide_case", "approve")
    case.do("investigate_objection", "dismissed")
    case.do("answer_objector")
    case.do("decide_case", "approve")
    assert "post_notice" in case.open_tasks
