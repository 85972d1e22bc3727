"""The reviewer's day over HTTP: sent back and mended, taken back, handed on, urged, typed."""

from __future__ import annotations

import pytest

from models.role import Role
from tests.cast import TOWNSHIP, add_account, username
from tests.journeys.conftest import CaseAt
from tests.journeys.office import Case

OFFICER, LEADER = username(Role.TOWNSHIP_OFFICER), username(Role.TOWNSHIP_LEADER)
CLERK = username(Role.VILLAGE_CLERK)
REASON = "户口簿缺页,请补全"

# Where a case is sent back, by which button, and which task the other side gets.
SENT_BACK = [
    ("check_application", "return", "supplement_application"),
    ("review_file", "return", "correct_application"),
    ("review_file", "reject", "handle_return"),
    ("visit_household", "return", "correct_application"),
    ("decide_case", "return", "correct_application"),
    ("hold_meeting", "reject", "handle_return"),
    ("verify_poverty", "mismatch", "correct_poverty"),
    ("verify_poverty", "fail", "forward_refusal"),
    ("review_archive", "return", "correct_archive"),
    ("approve_case", "return", "correct_archive"),
    ("archive_case", "missing", "supply_documents"),
    ("confirm_grading", "return", "grade_house"),
    ("accept_preliminary", "fail", "rectify_defects"),
    ("accept_final", "fail", "rectify_defects"),
    ("approve_subsidy", "return", "review_subsidy"),
]


def page_of(case: Case, node: str, who: str = "") -> str:
    task = case.task(node)
    who = who or case.desk(task)
    page = case.office.get(who, f"/tasks/{task.id}")
    # What came back opens as a list of its pages.
    return (case.office.get(who, page.location) if page.location else page).words


@pytest.mark.parametrize(("node", "outcome", "mending"), SENT_BACK)
def test_whoever_gets_a_case_back_reads_why_on_top_and_who_asked_sees_what_was_done(
    case_at: CaseAt, node: str, outcome: str, mending: str
) -> None:
    case = case_at(node)
    case.complete(node, outcome, comment=REASON)
    assert REASON in page_of(case, mending)
    case.complete(mending)
    if node in case.open_tasks:
        assert "上次办理以后有这些变动" in page_of(case, node)


def test_who_asked_reads_old_and_new_of_each_field(case_at: CaseAt) -> None:
    case = case_at("review_file")
    before = case.application.income_statement
    case.complete("review_file", "return", comment=REASON)
    case.complete("correct_application", income_statement="养羊二十只,年收入一万五千元。")
    page = page_of(case, "review_file")
    assert REASON in page
    assert before[:20] in page
    assert "养羊二十只" in page


def test_a_step_is_taken_back_from_the_case_page(case_at: CaseAt) -> None:
    case = case_at("review_file")
    task = case.task("review_file")
    case.complete("review_file", "approve", comment="材料齐全,同意。")
    assert f"/tasks/{task.id}/taking-back" in case.office.get(OFFICER, f"/cases/{case.id}").text
    path = f"/tasks/{task.id}/taking-back"
    sheet = case.office.get(OFFICER, path).form(path)
    done = case.office.post(OFFICER, path, {**sheet.values, "reason": "漏看一页"})
    assert done.status == 303
    assert set(case.open_tasks) == {"review_file"}
    assert "材料齐全,同意。" in page_of(case, "review_file")
    told = case.office.get(OFFICER, f"/cases/{case.id}/history")
    assert "取回审核材料" in told.words
    [record] = told.tree.xpath("//a[contains(@href, '/taken-back/')]/@href")
    page = case.office.get(LEADER, record)
    assert "已取回" in page.words
    assert "漏看一页" in page.words
    assert "材料齐全,同意。" in page.words
    stranger = username(Role.TOWNSHIP_OFFICER, foreign=True)
    assert case.office.get(stranger, record).status == 404
    case.complete("review_file", "approve")
    assert "visit_household" in case.open_tasks


def test_a_step_that_moved_on_is_not_offered_and_not_taken_back(case_at: CaseAt) -> None:
    case = case_at("review_file")
    task = case.task("review_file")
    case.complete("review_file", "approve")
    case.complete("visit_household")
    address = f"/tasks/{task.id}/taking-back"
    assert address not in case.office.get(OFFICER, f"/cases/{case.id}").text
    answers = {"csrf_token": case.office.token(OFFICER), "reason": "晚了"}
    assert case.office.post(OFFICER, address, answers).status == 409


def test_what_was_handed_on_is_grey_for_the_others_and_opens_for_one(case_at: CaseAt) -> None:
    case = case_at("review_file")
    office, task = case.office, case.task("review_file")
    with office.database.write() as session:
        second = add_account(session, "second", "第二经办", (Role.TOWNSHIP_OFFICER, TOWNSHIP))
        session.commit()
    path = f"/tasks/{task.id}/handing-on"
    sheet = office.get(OFFICER, path).form(path)
    sent = {**sheet.values, "to": str(second.id), "reason": "下村"}
    assert office.post(OFFICER, path, sent).status == 303
    assert "已转给第二经办" in office.get(OFFICER, "/").words
    assert office.get(OFFICER, f"/tasks/{task.id}").status == 403
    assert "转给我的" in office.get("second", "/?hand=mine").words
    assert task.id in office.get("second", "/?hand=mine").task_links
    assert "现在没有等您办理的事" in office.get(OFFICER, "/").words
    assert "收回或改派" in office.get(LEADER, f"/cases/{case.id}").words


def test_a_call_shows_in_the_inbox_and_on_the_case(case_at: CaseAt) -> None:
    case = case_at("review_file")
    office, task = case.office, case.task("review_file")
    answers = {"csrf_token": office.token(LEADER), "note": "农户在等"}
    assert office.post(LEADER, f"/tasks/{task.id}/urge", answers).status == 303
    again = office.post(LEADER, f"/tasks/{task.id}/urge", answers)
    assert again.status == 422
    assert "下一个工作日" in again.words
    assert "催办" in office.get(OFFICER, "/").words
    assert "农户在等" in office.get(OFFICER, f"/cases/{case.id}/history").words


def test_a_village_step_is_typed_from_the_list_of_what_may_be_typed(case_at: CaseAt) -> None:
    case = case_at("hold_appraisal")
    office, task = case.office, case.task("hold_appraisal")
    assert task.id not in office.get(OFFICER, "/").task_links
    assert task.id in office.get(OFFICER, "/?hand=typing").task_links
    assert "代录" in office.get(OFFICER, f"/cases/{case.id}").words
    page = office.get(OFFICER, f"/tasks/{task.id}")
    assert page.status == 200
    assert "typed_paper" in page.form(f"/tasks/{task.id}").uploads
    assert office.get(CLERK, "/?hand=typing").task_links == office.get(CLERK, "/").task_links
