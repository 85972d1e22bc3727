"""Grading, approval and the county's notice: every return and every way out (S14–S17, X9)."""

from __future__ import annotations

from models.grading import SafetyAssessment
from models.role import Role
from tests.cast import username
from tests.journeys.conftest import CaseAt
from tests.journeys.walks import walks

HANDLER = username(Role.OFFICE_HANDLER)


@walks("confirm_grading:accept", "inform_not_listed:done")
def test_a_house_of_grade_b_is_not_listed(case_at: CaseAt) -> None:
    case = case_at("inform_not_listed", grade="B")
    case.do("inform_not_listed")
    done = case.application
    assert (done.state, done.result, done.grade) == ("ended", "not_listed", "B")


@walks("confirm_grading:return")
def test_a_report_with_a_gap_goes_back_to_the_agency(case_at: CaseAt) -> None:
    case = case_at("confirm_grading")
    case.do("confirm_grading", "return")
    case.do("grade_house")
    case.do("confirm_grading", "accept")
    assert "choose_method" in case.open_tasks


@walks("confirm_grading:dispute", "commission_regrading:done", "regrade_house:done")
def test_a_disputed_grade_is_decided_by_another_agency(case_at: CaseAt) -> None:
    case = case_at("confirm_grading", quirks=frozenset({"disputed_grade"}))
    assert case.application.grade == "B"
    first = case.application.agency_id
    case.do("confirm_grading", "dispute")
    case.do("commission_regrading")
    assert case.application.agency_id != first
    assert case.who("regrade_house") == username(
        Role.ASSESSOR, foreign=case.application.agency_id == case.office.people.other_agency_id
    )
    case.do("regrade_house")
    assert case.application.grade == "D"
    assert set(case.open_tasks) == {"choose_method", "resettle_household"}
    with case.office.database.read() as session:
        assert [row.is_regrading for row in session.query(SafetyAssessment)] == [False, True]


@walks("confirm_grading:dispute", "inform_not_listed:done")
def test_a_second_grading_that_says_b_stands(case_at: CaseAt) -> None:
    case = case_at("confirm_grading", grade="B")
    case.do("confirm_grading", "dispute")
    case.do("commission_regrading")
    case.do("regrade_house")
    case.do("inform_not_listed")
    assert case.application.result == "not_listed"


@walks("review_archive:return", "approve_case:return", "correct_archive:done")
def test_the_file_goes_back_to_the_desk_that_asked(case_at: CaseAt) -> None:
    case = case_at("review_archive")
    case.do("review_archive", "return")
    case.do("correct_archive")
    case.do("review_archive", "approve")
    case.do("approve_case", "return")
    case.do("correct_archive")
    assert "approve_case" in case.open_tasks


@walks("review_archive:choose_again", "choose_method:confirm")
def test_the_method_may_have_to_be_chosen_again(case_at: CaseAt) -> None:
    case = case_at("review_archive")
    case.do("review_archive", "choose_again")
    case.do("choose_method", "confirm", planned_area_m2="48")
    case.do("review_archive", "approve")
    assert str(case.application.planned_area_m2) == "48.00"


@walks("approve_case:reject", "inform_rejection:done")
def test_a_case_that_is_not_approved_ends_with_a_letter(case_at: CaseAt) -> None:
    case = case_at("approve_case", grade="C", method="修缮加固", area_m2=None)
    case.do("approve_case", "reject", comment="2016年已享受补助。")
    page = case.office.get(HANDLER, f"/tasks/{case.task('inform_rejection').id}")
    assert "2016年已享受补助" in page.text
    case.do("inform_rejection")
    done = case.application
    assert (done.result, done.approved_subsidy_yuan) == ("not_approved", None)


@walks("investigate_objection:upheld", "review_archive:approve", "record_registry_entry:done")
def test_an_objection_to_the_countys_notice_opens_the_file_again(case_at: CaseAt) -> None:
    case = case_at("approve_case", grade="C", method="修缮加固", area_m2=None)
    case.do("approve_case", "approve")
    assert case.who("post_notice") == HANDLER
    case.do("post_notice")
    case.object(HANDLER)
    case.do("investigate_objection", "upheld")
    case.do("answer_objector")
    case.wait_for("take_down_notice")
    case.do("take_down_notice")
    assert set(case.open_tasks) == {"review_archive"}
    case.advance_to("record_registry_entry")
    case.do("record_registry_entry")
    assert set(case.open_tasks) == {"sign_agreement"}


@walks("investigate_objection:dismissed", "record_registry_entry:done")
def test_an_objection_to_the_countys_notice_that_falls_changes_nothing(case_at: CaseAt) -> None:
    case = case_at("approve_case", grade="C", method="修缮加固", area_m2=None)
    case.do("approve_case", "approve")
    case.do("post_notice")
    case.object(HANDLER)
    case.do("investigate_objection", "dismissed")
    case.do("answer_objector")
    case.wait_for("take_down_notice")
    case.do("take_down_notice")
    case.do("record_registry_entry")
    assert case.application.approved_subsidy_yuan == 20000


def test_construction_waits_until_the_old_house_is_dealt_with(case_at: CaseAt) -> None:
    case = case_at("choose_method")
    case.advance_to("declare_completion", leave=("resettle_household",))
    case.do("declare_completion")
    assert set(case.open_tasks) == {"resettle_household"}
    case.do("resettle_household")
    assert set(case.open_tasks) == {"vacate_old_house"}
    case.do("vacate_old_house")
    assert set(case.open_tasks) == {"accept_preliminary"}
