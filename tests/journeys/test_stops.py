"""A case that stands still, goes on, or ends before its time (中止, 恢复, 终止)."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import pytest

from models.document import STOP_PAPER, Document
from models.role import Role
from models.stop import CaseStop, Termination
from models.task import Task
from tests.cast import username
from tests.journeys.conftest import CaseAt, NewCase
from tests.journeys.office import GROUNDS, JPEG, Case, Office, Page
from tests.journeys.walks import walks
from workflows import clock

CLERK = username(Role.VILLAGE_CLERK)
OFFICER = username(Role.TOWNSHIP_OFFICER)
HANDLER = username(Role.OFFICE_HANDLER)
APPROVER = username(Role.OFFICE_APPROVER)
LOW_INCOME = {"plan": "B", "identities": ("低保",)}
REASON = {"reason": "家属已办完手续,继续改造。"}


def paper(content: bytes = JPEG) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), "死亡证明.jpg"


def stop(case: Case, who: str = OFFICER, act: str = "suspension", **answers: Any) -> Page:
    return case.act_on_paper(who, act, **answers)


def suspended(case: Case) -> Case:
    page = stop(case)
    assert page.status == 303, page.complaints
    return case


def go_on(case: Case, **answers: Any) -> Page:
    return case.act(OFFICER, "resumption", **(REASON | answers))


def terminated(case: Case, who: str = OFFICER, **answers: Any) -> Case:
    page = stop(case, who, "terminations/new", **answers)
    assert page.status == 303, page.complaints
    return case


def time_of(case: Case) -> tuple[int, int]:
    """Working days worked and stood still, as the page of the case tells them."""
    words = case.office.get(OFFICER, f"/cases/{case.id}").words
    found = re.search(r"各级办理 ?(\d+) 个工作日 ?补正、中止\(不计入\) ?(\d+) 个工作日", words)
    assert found is not None, words
    return int(found[1]), int(found[2])


# --- standing still


@pytest.mark.parametrize(
    "node",
    [
        "check_application",
        "post_notice",
        "visit_household",
        "verify_poverty",
        "grade_house",
        "approve_case",
        "inspect_site",
        "accept_final",
        "approve_subsidy",
    ],
)
def test_a_case_stands_still_at_any_step_and_goes_on_there(case_at: CaseAt, node: str) -> None:
    case = case_at(node)
    before = set(case.open_tasks)
    suspended(case)
    assert case.application.state == "suspended"
    assert case.open_tasks == {}
    assert go_on(case).status == 303
    assert case.application.state == "open"
    assert set(case.open_tasks) == before
    case.do(node)


def test_a_suspended_task_is_on_no_desk_and_cannot_be_done(case_at: CaseAt) -> None:
    case = case_at("hold_appraisal")
    task, sent = case.task("hold_appraisal"), case.filled("hold_appraisal")
    suspended(case)
    inbox = case.office.get(CLERK, "/")
    assert task.id not in inbox.task_links
    assert "现在没有等您办理的事" in inbox.words
    page = case.office.post(CLERK, f"/tasks/{task.id}", sent)
    assert page.status == 409
    assert "已中止" in page.words
    assert case.application.state == "suspended"


def test_suspended_cases_are_listed_with_their_reason(case_at: CaseAt) -> None:
    case = suspended(case_at("hold_appraisal"))
    for who in (CLERK, OFFICER, HANDLER):
        page = case.office.get(who, "/suspended")
        assert case.application.head_name in page.words
        assert "死亡" in page.words
    foreign = case.office.get(username(Role.VILLAGE_CLERK, foreign=True), "/suspended")
    assert case.application.head_name not in foreign.words
    assert "没有中止的申请" in foreign.words


def test_deadlines_move_by_the_working_days_that_the_case_stood(case_at: CaseAt) -> None:
    case = case_at("review_file")
    due_on = case.task("review_file").due_on
    assert due_on is not None
    suspended(case)
    case.office.pass_days(14)
    assert go_on(case).status == 303
    moved = case.task("review_file").due_on
    assert moved == due_on + dt.timedelta(days=14)
    with case.office.database.read() as session:
        row = session.query(CaseStop).one()
        assert row.ended_on == clock.today()
        assert row.ended_on - row.began_on == dt.timedelta(days=14)


def test_what_is_done_after_a_suspension_is_not_dated_into_it(case_at: CaseAt) -> None:
    case = suspended(case_at("hold_appraisal"))
    case.office.pass_days(7)
    assert go_on(case).status == 303
    yesterday = (clock.today() - dt.timedelta(days=1)).isoformat()
    assert "不能早于上一步" in case.refused("hold_appraisal", happened_on=yesterday)


def test_a_correction_period_stands_still_with_its_case(case_at: CaseAt) -> None:
    case = case_at("check_application")
    case.do("check_application", "return")
    suspended(case)
    case.office.pass_days(60)
    assert case.open_tasks == {}
    assert go_on(case).status == 303
    case.office.work()
    assert set(case.open_tasks) == {"supplement_application"}
    case.office.pass_days(40)
    assert "urge_supplement" in case.open_tasks


def test_a_notice_on_the_wall_goes_on_counting_but_what_follows_waits(case_at: CaseAt) -> None:
    case = case_at("post_notice")
    case.do("post_notice")
    suspended(case)
    case.office.pass_days(8)
    assert case.open_tasks == {}
    assert go_on(case).status == 303
    case.office.work()
    assert set(case.open_tasks) == {"take_down_notice"}


def test_the_end_of_a_notice_reaches_a_suspended_case_when_it_goes_on(case_at: CaseAt) -> None:
    case = case_at("take_down_notice")
    task, sent = case.task("take_down_notice"), case.filled("take_down_notice")
    page = case.office.post(CLERK, f"/tasks/{task.id}", sent)
    assert page.status == 303, page.complaints
    # The worker has not come by yet: its message is still under way.
    told = {**GROUNDS, "paper-file": paper()}
    sheet = case.office.get(OFFICER, f"/cases/{case.id}/suspension")
    values = sheet.form(f"/cases/{case.id}/suspension").values
    path = f"/cases/{case.id}/suspension"
    assert case.office.post(OFFICER, path, {**values, **told}).status == 303
    case.office.work()
    assert case.open_tasks == {}
    assert go_on(case).status == 303
    assert set(case.open_tasks) == {"report_application"}


def test_an_objection_against_the_notice_of_a_suspended_case_waits(case_at: CaseAt) -> None:
    case = case_at("post_notice")
    case.do("post_notice")
    suspended(case)
    case.object(CLERK)
    assert case.open_tasks == {}
    case.office.pass_days(8)
    assert go_on(case).status == 303
    assert "investigate_objection" in case.open_tasks


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"reason": ""}, "请写明原因"),
        ({"reason_class": None}, "请选择原因类别"),
        ({"reason_class": "天气不好"}, "请"),
        ({"paper-file": None}, "请上传依据材料"),
        ({"paper-file": (io.BytesIO(b"MZ\x90 program"), "证明.jpg")}, "只能上传"),
        ({"happened_on": "2031-01-01"}, "不能晚于今天"),
        ({"happened_on": "2018-01-01"}, "不能早于上一步"),
    ],
)
def test_a_suspension_says_why_since_when_and_on_what_paper(
    case_at: CaseAt, answers: dict[str, Any], sentence: str
) -> None:
    case = case_at("hold_appraisal")
    page = stop(case, **answers)
    assert page.status == 422
    assert sentence in page.complaints
    assert case.application.state == "open"


def test_a_paper_that_was_sent_is_not_sent_again_when_another_answer_is_mended(
    case_at: CaseAt,
) -> None:
    case = case_at("hold_appraisal")
    path = f"/cases/{case.id}/suspension"
    page = stop(case, reason="")
    assert "已收到“死亡证明.jpg”" in page.words
    sent = {**page.form(path).values, "reason": "户主去世。"}
    assert case.office.post(OFFICER, path, sent).status == 303
    with case.office.database.read() as session:
        document = session.query(Document).filter_by(kind=STOP_PAPER).one()
        assert session.query(CaseStop).one().document_id == document.id


def test_a_forged_paper_is_refused(case_at: CaseAt) -> None:
    case = case_at("hold_appraisal")
    page = stop(case, **{"paper-file": None, "paper": "0" * 64})
    assert page.status == 422
    assert case.application.state == "open"


def test_nobody_stops_twice_or_goes_on_without_having_stopped(case_at: CaseAt) -> None:
    case = case_at("hold_appraisal")
    assert case.office.get(OFFICER, f"/cases/{case.id}/resumption").status == 409
    suspended(case)
    assert case.office.get(OFFICER, f"/cases/{case.id}/suspension").status == 409
    case.office.pass_days(3)
    long_ago = (clock.today() - dt.timedelta(days=9)).isoformat()
    page = go_on(case, happened_on=long_ago)
    assert page.status == 422
    assert "不能早于中止日期" in page.complaints


def test_a_suspended_household_files_no_second_application(
    case_at: CaseAt, new_case: NewCase
) -> None:
    case = suspended(case_at("hold_appraisal"))
    again = case.office.new_case(case.plan)
    assert "已有" in again.refused("file_application") or "申请" in again.refused(
        "file_application"
    )


def test_the_time_that_a_case_took_leaves_out_when_it_stood_still(case_at: CaseAt) -> None:
    case = case_at("check_application")
    worked, stood = time_of(case)
    case.do("check_application", "return")
    case.office.pass_days(7)
    case.do("supplement_application")
    assert time_of(case) == (worked, stood + 5)
    suspended(case)
    case.office.pass_days(14)
    assert time_of(case) == (worked, stood + 15)
    assert go_on(case).status == 303
    case.office.pass_days(7)
    assert time_of(case) == (worked + 5, stood + 15)


def test_who_reviews_after_a_correction_has_the_whole_time_again(case_at: CaseAt) -> None:
    case = case_at("check_application")
    first = case.task("check_application").due_on
    case.do("check_application", "return")
    case.office.pass_days(7)
    case.do("supplement_application")
    assert first is not None
    assert case.task("check_application").due_on == first + dt.timedelta(days=7)


def test_a_suspended_case_gives_nothing_back(case_at: CaseAt) -> None:
    case = case_at("visit_household")
    path = f"/cases/{case.id}"
    assert "取回“审核材料”" in case.office.get(OFFICER, path).words
    suspended(case)
    assert "取回" not in case.office.get(OFFICER, path).words


# --- ending


@walks("decide_termination:terminate")
@pytest.mark.parametrize("node", ["check_application", "post_notice", "verify_poverty"])
def test_before_approval_the_handler_ends_a_case(case_at: CaseAt, node: str) -> None:
    case = terminated(case_at(node))
    page = case.office.get(
        case.who("decide_termination"), f"/tasks/{case.task('decide_termination').id}"
    )
    assert len(page.tree.xpath("//dd/a[text()='中止、终止或恢复办理依据']")) == 1
    case.do("decide_termination", "terminate")
    done = case.application
    assert (done.state, done.result) == ("ended", "terminated")
    assert case.open_tasks == {}
    words = case.office.get(OFFICER, f"/cases/{case.id}/history").words
    assert "终止" in words
    assert "户主三月初去世" in words


@walks("decide_termination_approved:terminate")
@pytest.mark.parametrize("node", ["inspect_site", "accept_final", "approve_subsidy"])
def test_after_approval_the_approver_ends_a_case(case_at: CaseAt, node: str) -> None:
    case = terminated(case_at(node), CLERK)
    assert "decide_termination" not in case.open_tasks
    case.do("decide_termination_approved", "terminate")
    assert case.application.result == "terminated"
    assert case.open_tasks == {}


@walks("decide_termination:reject")
def test_an_office_that_does_not_agree_lets_the_case_go_on(case_at: CaseAt) -> None:
    case = terminated(case_at("hold_appraisal"))
    assert "请写明原因" in case.refused("decide_termination", "reject", comment="")
    case.do("decide_termination", "reject", comment="户主的儿子仍要改造。")
    assert set(case.open_tasks) == {"hold_appraisal"}
    with case.office.database.read() as session:
        assert session.query(Termination).one().state == "refused"


@walks("decide_termination_approved:reject")
def test_an_approver_that_does_not_agree_lets_the_case_go_on(case_at: CaseAt) -> None:
    case = terminated(case_at("inspect_site"))
    case.do("decide_termination_approved", "reject", comment="还可以做工作。")
    assert set(case.open_tasks) == {"inspect_site"}


def test_a_suspended_case_can_be_ended(case_at: CaseAt) -> None:
    case = terminated(suspended(case_at("post_notice")))
    assert set(case.open_tasks) == {"decide_termination"}
    case.do("decide_termination", "terminate")
    assert case.application.state == "ended"
    with case.office.database.read() as session:
        assert session.query(CaseStop).one().ended_on == clock.today()
        statuses = session.query(Task.status).filter_by(application_id=case.id).distinct()
        assert {status for (status,) in statuses} <= {"done", "cancelled"}


def test_a_case_approved_meanwhile_is_not_ended_by_the_handler(case_at: CaseAt) -> None:
    case = terminated(case_at("approve_case"))
    case.do("approve_case")
    assert "须由危改办审批决定" in case.refused("decide_termination", "terminate")


def test_a_paid_case_is_not_ended(case_at: CaseAt) -> None:
    case = terminated(case_at("pay_subsidy"))
    case.do("pay_subsidy")
    assert "已经发放" in case.refused("decide_termination_approved", "terminate")
    case.do("decide_termination_approved", "reject", comment="已经发放。")
    page = stop(case, OFFICER, "terminations/new")
    assert page.status == 422
    assert "已经发放" in page.complaints


def test_the_wish_of_a_registered_poor_household_opens_a_refusal_file(case_at: CaseAt) -> None:
    page = stop(case_at("hold_appraisal"), OFFICER, "terminations/new", reason_class="农户意愿")
    assert page.status == 422
    assert "请登记拒绝改造" in page.complaints


def test_the_wish_of_others_ends_a_case_until_their_identity_is_asked(case_at: CaseAt) -> None:
    early = terminated(case_at("hold_appraisal", **LOW_INCOME), reason_class="农户意愿")
    assert "decide_termination" in early.open_tasks
    late = case_at("verify_civil_affairs", **LOW_INCOME)
    page = stop(late, OFFICER, "terminations/new", reason_class="农户意愿")
    assert "请登记拒绝改造" in page.complaints


def test_a_case_is_asked_to_end_once_at_a_time(case_at: CaseAt) -> None:
    case = terminated(case_at("hold_appraisal"))
    page = stop(case, CLERK, "terminations/new")
    assert page.status == 422
    assert "正等危改办决定" in page.complaints


def test_a_case_that_ends_otherwise_takes_the_request_with_it(case_at: CaseAt) -> None:
    case = terminated(case_at("hold_appraisal", **LOW_INCOME))
    assert case.act(CLERK, "withdrawal", reason="搬走了。").status == 303
    assert case.open_tasks == {}
    with case.office.database.read() as session:
        assert session.query(Termination).one().state == "cancelled"


def test_both_databases_suspend_go_on_and_end(office: Office, new_case: NewCase) -> None:
    case = new_case(office).advance_to("hold_appraisal")
    suspended(case)
    assert go_on(case).status == 303
    terminated(suspended(case)).do("decide_termination", "terminate")
    assert case.application.result == "terminated"
