"""补录 over HTTP: asked for when the day is old, confirmed by list, until then no money (A.22)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from models.document import LATE_SCAN
from models.history import HistoryEntry
from models.role import Role
from models.task import Task
from tests.cast import COUNTY, add_account, username
from tests.journeys.conftest import CaseAt, NewCase
from tests.journeys.office import Case, Office, Page
from workflows import clock, history, late_entries
from workflows.rights import Actor, Authority, Holder

CLERK, HANDLER = username(Role.VILLAGE_CLERK), username(Role.OFFICE_HANDLER)
APPROVER = username(Role.OFFICE_APPROVER)
STRANGER = username(Role.OFFICE_HANDLER, foreign=True)
REASON = "系统启用前已按纸质办结。"
LIST, CONFIRM = "/late-entries", "/late-entries/confirm"


def enter_late(case: Case, node: str, **answers: Any) -> Task:
    """Do a step of a month ago, with its reason and its paper."""
    task = case.task(node)
    scan = case.upload(node, "late_scans", LATE_SCAN)
    told = {"happened_on": clock.today() - dt.timedelta(days=30), "late_reason": REASON}
    case.complete(node, **(told | {"late_scans": scan} | answers))
    return next(each for each in case.tasks if each.id == task.id)


def late_case(case_at: CaseAt, node: str = "check_application") -> tuple[Case, Task]:
    case = case_at(node)
    case.office.pass_days(30)
    return case, enter_late(case, node)


def confirm(office: Office, who: str, **data: Any) -> Page:
    return office.post(who, CONFIRM, {"csrf_token": office.token(who), **data})


def kinds(case: Case) -> list[str]:
    with case.office.database.read() as session:
        history.verify(session, case.application)
        return list(
            session.scalars(
                select(HistoryEntry.kind)
                .where(HistoryEntry.application_id == case.id)
                .order_by(HistoryEntry.seq)
            )
        )


def state_of(case: Case, task: Task) -> tuple[bool, int | None]:
    with case.office.database.read() as session:
        now = session.get_one(Task, task.id)
        return now.late_confirmed_at is not None, now.late_confirmed_by_id


# --- entering


def test_an_old_day_is_asked_about_and_everything_typed_is_kept(case_at: CaseAt) -> None:
    case = case_at("check_application")
    case.office.pass_days(30)
    task, day = case.task("check_application"), clock.today() - dt.timedelta(days=30)
    sent = case.filled("check_application", happened_on=day, handled_by="刘会计", comment="齐全")
    page = case.office.post(CLERK, f"/tasks/{task.id}", sent)
    assert page.status == 422
    assert "请写明补录原因" in page.complaints
    assert "补录要附签字盖章的纸质材料" in page.complaints
    values = page.form(f"/tasks/{task.id}").values
    assert (values["happened_on"], values["handled_by"]) == ([day.isoformat()], ["刘会计"])
    assert values["comment"][0].strip() == "齐全"
    assert not page.tree.xpath("//*[@data-late-before]/@hidden")


def test_the_questions_are_hidden_while_the_day_is_today(case_at: CaseAt) -> None:
    case = case_at("check_application")
    page = case.office.get(CLERK, f"/tasks/{case.task('check_application').id}")
    box = page.tree.xpath("//*[@data-late-before]")[0]
    assert "hidden" in box.attrib
    assert box.get("data-late-before") < clock.today().isoformat()


def test_a_late_entry_says_so_on_the_case_the_record_and_the_step(case_at: CaseAt) -> None:
    case, task = late_case(case_at)
    office, both = case.office, (clock.today() - dt.timedelta(days=30), clock.today())
    record = office.get(CLERK, f"/cases/{case.id}/history").words
    assert f"补录 办理 {both[0]} · 录入 {both[1]}" in record
    assert "1 步待确认" in office.get(CLERK, f"/cases/{case.id}").words
    step = office.get(CLERK, f"/cases/{case.id}/steps/{task.id}")
    assert REASON in step.words
    assert "待危改办确认" in step.words
    assert LATE_SCAN in step.text


# --- confirming


def test_the_office_confirms_by_list_and_the_mark_stays(case_at: CaseAt) -> None:
    case, task = late_case(case_at)
    office = case.office
    listed = office.get(HANDLER, LIST)
    assert case.application.head_name in listed.words
    assert REASON in listed.words
    page = confirm(office, HANDLER, ids=[task.id], opinion="与纸质档案一致")
    assert page.status == 303
    assert state_of(case, task) == (True, office.people.account_id(Role.OFFICE_HANDLER))
    assert "没有等待确认的补录" in office.get(HANDLER, LIST).words
    assert kinds(case)[-1] == "late_entry_confirmed"
    record = office.get(CLERK, f"/cases/{case.id}/history").words
    assert "确认补录(1 步)" in record
    assert "与纸质档案一致" in record
    assert "补录 办理" in record


def test_all_that_the_filter_shows_are_confirmed_in_one_act(case_at: CaseAt) -> None:
    case, first = late_case(case_at)
    second = enter_late(case, "hold_appraisal")
    confirm(case.office, HANDLER, all="1", step="check_application")
    assert (state_of(case, first)[0], state_of(case, second)[0]) == (True, False)
    confirm(case.office, HANDLER, all="1")
    assert state_of(case, second)[0]


def test_nothing_ticked_is_said_and_the_opinion_is_kept(case_at: CaseAt) -> None:
    case, task = late_case(case_at)
    page = confirm(case.office, HANDLER, opinion="一致")
    assert page.status == 422
    assert "请先勾选" in page.complaints
    assert page.form(CONFIRM).values["opinion"] == ["一致"]
    assert not state_of(case, task)[0]


def test_too_many_at_once_are_refused(case_at: CaseAt) -> None:
    case, _ = late_case(case_at)
    page = confirm(case.office, HANDLER, ids=list(range(1, 502)))
    assert page.status == 422
    assert "一次最多确认 500 条" in page.complaints


def test_nobody_confirms_what_they_entered_themselves(case_at: CaseAt) -> None:
    case, task = late_case(case_at, "commission_grading")
    listed = case.office.get(HANDLER, LIST)
    assert "由他人确认" in listed.words
    assert "ids" not in listed.form(CONFIRM).names
    confirm(case.office, HANDLER, ids=[task.id])
    assert not state_of(case, task)[0]
    assert "须由他人确认" in case.office.get(HANDLER, LIST).words
    with case.office.database.write() as session:
        # Nor does whoever stands in for them.
        lent = Authority(Role.OFFICE_HANDLER, COUNTY, holder=Holder(task.done_by_id or 0, "出差的"))
        deputy = Actor(case.office.people.account_id(Role.OFFICE_APPROVER), "代班的", (lent,))
        assert late_entries.confirm(session, deputy, [task.id], "").count == 0
    confirm(case.office, APPROVER, ids=[task.id])
    assert state_of(case, task)[0]


def test_what_is_confirmed_already_is_not_confirmed_again(case_at: CaseAt) -> None:
    case, task = late_case(case_at)
    confirm(case.office, HANDLER, ids=[task.id])
    confirm(case.office, APPROVER, ids=[task.id])
    assert state_of(case, task)[1] == case.office.people.account_id(Role.OFFICE_HANDLER)
    assert kinds(case).count("late_entry_confirmed") == 1


def test_another_county_confirms_nothing_here(case_at: CaseAt) -> None:
    case, task = late_case(case_at)
    assert case.application.head_name not in case.office.get(STRANGER, LIST).words
    confirm(case.office, STRANGER, ids=[task.id])
    assert not state_of(case, task)[0]
    assert case.office.get(STRANGER, f"{LIST}/{task.id}/question").status == 404


# --- asking back


def test_a_question_goes_to_who_entered_it_and_comes_back_answered(case_at: CaseAt) -> None:
    case, task = late_case(case_at)
    office, path = case.office, f"{LIST}/{task.id}/question"
    assert office.post(HANDLER, path, {"csrf_token": office.token(HANDLER)}).status == 422
    asked = {"csrf_token": office.token(HANDLER), "question": "扫描件看不清日期。"}
    assert office.post(HANDLER, path, asked).status == 303
    confirm(office, HANDLER, ids=[task.id])
    assert not state_of(case, task)[0]
    assert "已退问,等答复" in office.get(HANDLER, LIST).words
    assert office.post(HANDLER, path, asked).status == 409
    assert "答复 1 条" in office.get(CLERK, "/").words
    page = office.get(CLERK, f"{LIST}/asked")
    assert "扫描件看不清日期" in page.words
    address = page.tree.xpath("//main//form/@action")[0]
    told = {"csrf_token": office.token(CLERK), "answer": ""}
    assert office.post(CLERK, address, told).status == 422
    assert office.post(CLERK, address, told | {"answer": "已重新扫描。"}).status == 303
    assert office.post(CLERK, address, told | {"answer": "再答一次"}).status == 409
    confirm(office, HANDLER, ids=[task.id])
    assert state_of(case, task)[0]
    assert kinds(case)[-3:] == [
        "late_entry_questioned",
        "late_entry_answered",
        "late_entry_confirmed",
    ]


def test_nobody_else_answers_a_question(case_at: CaseAt) -> None:
    case, task = late_case(case_at)
    office = case.office
    asked = {"csrf_token": office.token(HANDLER), "question": "看不清。"}
    office.post(HANDLER, f"{LIST}/{task.id}/question", asked)
    told = {"csrf_token": office.token(APPROVER), "answer": "我来答"}
    assert office.post(APPROVER, f"{LIST}/questions/1", told).status == 404


# --- what waits for it


def test_an_unconfirmed_entry_stops_the_approval_and_a_confirmed_one_does_not(
    case_at: CaseAt,
) -> None:
    case = case_at("review_archive")
    case.office.pass_days(30)
    task = enter_late(case, "review_archive")
    assert "补录的步骤还没有确认" in case.refused("approve_case", "approve")
    with case.office.database.write() as session:
        add_account(session, "second", "另一经办", (Role.OFFICE_HANDLER, COUNTY))
        session.commit()
    confirm(case.office, "second", ids=[task.id])
    case.do("approve_case", "approve")


def test_an_unconfirmed_entry_stops_the_subsidy(case_at: CaseAt) -> None:
    case = case_at("review_subsidy")
    case.office.pass_days(30)
    enter_late(case, "review_subsidy")
    assert "补录的步骤还没有确认" in case.refused("approve_subsidy", "approve")


def test_a_county_confirms_on_either_database(office: Office, new_case: NewCase) -> None:
    case = new_case(office)
    case.complete("file_application")
    office.pass_days(30)
    task = enter_late(case, "check_application")
    listed = office.get(HANDLER, LIST)
    assert REASON in listed.words
    assert office.get(HANDLER, f"{LIST}?area=150783100&step=check_application").status == 200
    confirm(office, HANDLER, ids=[task.id])
    assert state_of(case, task)[0]
