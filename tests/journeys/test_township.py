"""The township's review: every return, and what an objection to its notice leads to (S8–S12)."""

from __future__ import annotations

import pytest

from models.role import Role
from tests.cast import username
from tests.journeys.conftest import CaseAt
from tests.journeys.walks import walks

OFFICER = username(Role.TOWNSHIP_OFFICER)
REVIEWERS = ("review_file", "visit_household", "decide_case")


@walks(*(f"{node}:return" for node in REVIEWERS), "correct_application:done")
def test_a_correction_goes_straight_back_to_the_one_who_asked(case_at: CaseAt) -> None:
    case = case_at("review_file")
    for node in REVIEWERS:
        case.do(node, "return", comment=f"{node}:请补正收入说明。")
        assert case.task("correct_application").asked_because.startswith(node)
        case.do("correct_application", income_statement=f"种地为主,年收入一万元({node})。")
        assert set(case.open_tasks) == {node}
        case.do(node)
    assert "decide_case" in case.application.income_statement


@pytest.mark.parametrize("node", REVIEWERS)
def test_a_return_needs_its_reason(case_at: CaseAt, node: str) -> None:
    case = case_at(node)
    assert "请写明原因" in case.refused(node, "return", comment="")


@walks(*(f"{node}:reject" for node in REVIEWERS), "handle_return:resubmit")
def test_a_rejected_case_that_is_explained_comes_back_to_the_same_desk(case_at: CaseAt) -> None:
    case = case_at("review_file")
    for node in REVIEWERS:
        case.do(node, "reject")
        assert set(case.open_tasks) == {"handle_return"}
        case.do("handle_return", "resubmit")
        assert set(case.open_tasks) == {node}
        case.do(node)


@walks("hold_meeting:reject", "handle_return:resubmit", "hold_meeting:agree")
def test_what_the_meeting_sends_back_returns_to_the_meeting(case_at: CaseAt) -> None:
    case = case_at("hold_meeting")
    case.do("hold_meeting", "reject")
    case.do("handle_return", "resubmit")
    case.do("hold_meeting", "agree")
    assert set(case.open_tasks) == {"report_notice_result"}


@walks("review_file:reject", "handle_return:reappraise", "hold_appraisal:pass")
def test_a_case_whose_facts_changed_is_appraised_and_published_again(case_at: CaseAt) -> None:
    case = case_at("review_file")
    case.do("review_file", "reject")
    case.do("handle_return", "reappraise")
    assert set(case.open_tasks) == {"hold_appraisal"}
    case.do("hold_appraisal", "pass")
    case.advance_to("review_file")
    assert case.application.stage == "township_review"


@walks("visit_household:reject", "handle_return:drop", "explain_drop:done")
def test_a_case_that_the_village_gives_up_ends_with_a_letter(case_at: CaseAt) -> None:
    case = case_at("visit_household")
    case.do("visit_household", "reject")
    case.do("handle_return", "drop")
    case.do("explain_drop")
    assert case.application.result == "not_reported"


@walks("investigate_objection:upheld", "handle_return:resubmit")
def test_after_an_objection_that_stood_the_township_publishes_again(case_at: CaseAt) -> None:
    case = case_at("decide_case")
    case.do("decide_case")
    assert case.who("post_notice") == OFFICER
    case.do("post_notice")
    case.object(OFFICER)
    case.do("investigate_objection", "upheld")
    case.do("answer_objector")
    case.wait_for("take_down_notice")
    case.do("take_down_notice")
    case.do("handle_return", "resubmit")
    assert case.who("post_notice") == OFFICER
    case.advance_to("hold_meeting")


@walks("investigate_objection:dismissed", "hold_meeting:agree")
def test_an_objection_at_the_township_that_falls_lets_the_case_go_on(case_at: CaseAt) -> None:
    case = case_at("decide_case")
    case.do("decide_case")
    case.do("post_notice")
    case.object(OFFICER)
    case.do("investigate_objection", "dismissed")
    case.do("answer_objector")
    case.wait_for("take_down_notice")
    case.do("take_down_notice")
    case.do("hold_meeting")
    page = case.office.get(OFFICER, f"/tasks/{case.task('report_notice_result').id}")
    assert "收到异议1件,均已复核排除" in page.text


def test_what_is_unclear_on_site_does_not_pass(case_at: CaseAt) -> None:
    case = case_at("visit_household")
    assert "不清楚" in case.refused("visit_household", "confirm", dwelling="不清楚")
    assert "退回" in case.refused("visit_household", "confirm", members_agree="unknown")
