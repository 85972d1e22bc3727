"""在办件导入: a sheet of cases in mid-course arrives where each is, through the real process."""

from __future__ import annotations

import io
import multiprocessing as mp
import os
import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from models.application import Application
from models.case_import import CaseImport, CaseImportRow
from models.database import Database
from models.role import Role
from models.task import Task
from tests.cast import COUNTY, FOREIGN_COUNTY, add_account, day, username
from tests.journeys.mid_course import cells_of
from tests.journeys.office import Case, Office, Page, shipped_runtime
from tests.journeys.plans import plan_of
from tests.keys import KEYRING
from tests.pictures import paper
from webapp.imports.columns import columns_of
from webapp.sheets.reader import address
from webapp.sheets.writer import Column, Sheet, workbook
from webapp.worker_jobs import JOBS
from workflows import clock, history
from workflows.worker import run_once, run_until_idle

HANDLER, STRANGER = username(Role.OFFICE_HANDLER), username(Role.OFFICE_HANDLER, foreign=True)
APPROVER = username(Role.OFFICE_APPROVER)
TODAY = "2019-07-01"
PDF = paper()
# Where a household stands, and what opens next.
PLACES = (
    ("file_application", {"check_application"}),
    ("check_application", {"hold_appraisal"}),
    ("hold_appraisal", {"post_notice"}),
    ("take_down_notice_village", {"report_application"}),
    ("report_application", {"review_file"}),
    ("review_file", {"visit_household"}),
    ("visit_household", {"decide_case"}),
    ("decide_case", {"post_notice"}),
    ("hold_meeting", {"report_notice_result"}),
    ("report_notice_result", {"verify_poverty"}),
    ("verify_poverty", {"commission_grading"}),
    ("commission_grading", {"grade_house"}),
    ("confirm_grading", {"choose_method", "resettle_household"}),
    ("choose_method", {"review_archive"}),
    ("approve_case", {"post_notice"}),
    ("record_registry_entry", {"sign_agreement"}),
    ("start_construction", {"inspect_site"}),
    ("declare_completion", {"accept_preliminary"}),
    ("accept_final", {"review_subsidy"}),
    ("pay_subsidy", {"archive_case"}),
)


def sheet_of(rows: Sequence[dict[str, str]], plan: str = "A") -> bytes:
    columns = columns_of(plan)
    heads = [Column(each.label, each.width, each.choices) for each in columns]
    lines = [[row.get(each.key, "") for each in columns] for row in rows]
    return workbook(Sheet("在办件导入表", ["说明"], heads, lines))


def send(
    office: Office, rows: Sequence[dict[str, str]] | bytes, plan: str = "A", **more: Any
) -> Page:
    data = rows if isinstance(rows, bytes) else sheet_of(rows, plan)
    told = {
        "csrf_token": office.token(HANDLER),
        "programme": str(office.people.programmes[plan]),
        "reason": "系统启用前已在办。",
        "sheet": (io.BytesIO(data), "在办件.xlsx"),
        "statement": (io.BytesIO(PDF), "清单.pdf"),
    }
    return office.post(HANDLER, "/imports", told | more)


def confirm(office: Office, page: Page) -> None:
    act = {"csrf_token": office.token(HANDLER), "act": "confirm"}
    assert office.post(HANDLER, page.location, act).status == 303


def bring_in(office: Office, rows: Sequence[dict[str, str]], plan: str = "A") -> Page:
    page = send(office, rows, plan)
    assert page.status == 303, page.complaints
    confirm(office, page)
    office.work()
    return office.get(HANDLER, page.location)


def rows_in(office: Office) -> list[CaseImportRow]:
    with office.database.read() as session:
        return list(session.scalars(select(CaseImportRow).order_by(CaseImportRow.id)))


def open_nodes(office: Office, row: CaseImportRow) -> set[str]:
    with office.database.read() as session:
        query = select(Task.node_id).where(
            Task.application_id == row.application_id, Task.status == "open"
        )
        return set(session.scalars(query))


def faults(page: Page) -> str:
    return " ".join(each.text_content() for each in page.tree.xpath("//*[@class='faults']"))


@pytest.fixture(autouse=True)
def _july() -> None:
    clock.set_now(day(TODAY))


# --- arriving


def test_twenty_households_arrive_where_each_is(sqlite_office: Office) -> None:
    office = sqlite_office
    page = bring_in(office, [cells_of(n, until) for n, (until, _) in enumerate(PLACES, 1)])
    rows = rows_in(office)
    assert [(row.state, row.message) for row in rows] == [("done", "")] * len(PLACES)
    for row, (until, expected) in zip(rows, PLACES, strict=True):
        assert open_nodes(office, row) >= expected, until
    assert "全部导入" in page.words
    assert all(row.cells == {} for row in rows)
    with office.database.read() as session:
        applications = session.scalars(select(Application)).all()
        assert len(applications) == len(PLACES)
        for application in applications:
            history.verify(session, application)
        done = session.scalars(select(Task).where(Task.status == "done")).all()
        assert all(task.late_reason and task.is_typed_for for task in done)


@pytest.mark.parametrize(("plan", "grade"), [("A", "C"), ("B", "D")])
def test_repairs_and_plan_b_arrive_too(sqlite_office: Office, plan: str, grade: str) -> None:
    bring_in(sqlite_office, [cells_of(1, "accept_final", plan, grade)], plan)
    (row,) = rows_in(sqlite_office)
    assert (row.state, row.message) == ("done", "")
    assert open_nodes(sqlite_office, row) == {"review_subsidy"}


def test_a_case_that_was_brought_in_goes_on_by_ordinary_work(sqlite_office: Office) -> None:
    office = sqlite_office
    bring_in(office, [cells_of(1, "choose_method")])
    case = Case(office, plan_of(1), rows_in(office)[0].application_id or 0)
    case.advance_to("approve_case")
    assert "补录的步骤还没有确认" in case.refused("approve_case", "approve")
    office.post(
        APPROVER, "/late-entries/confirm", {"csrf_token": office.token(APPROVER), "all": "1"}
    )
    case.advance_to("archive_case")
    assert case.application.paid_on is not None


def test_the_record_says_who_typed_and_who_handled(sqlite_office: Office) -> None:
    bring_in(sqlite_office, [cells_of(1, "hold_appraisal")])
    number = rows_in(sqlite_office)[0].application_id
    words = sqlite_office.get(HANDLER, f"/cases/{number}/history").words
    assert "办理人 刘会计" in words
    assert "代村经办录入召开民主评议" in words
    assert "补录 办理 2019-01-10 · 录入 2019-07-01" in words


def test_typing_from_a_sheet_bars_the_typist_from_nothing(sqlite_office: Office) -> None:
    bring_in(sqlite_office, [cells_of(1, "verify_poverty")])
    row = rows_in(sqlite_office)[0]
    with sqlite_office.database.read() as session:
        task_id = session.scalar(
            select(Task.id).where(Task.application_id == row.application_id, Task.status == "open")
        )
    assert sqlite_office.get(HANDLER, f"/tasks/{task_id}").status == 200


def test_steps_of_a_sheet_stay_without_their_paper(sqlite_office: Office) -> None:
    bring_in(sqlite_office, [cells_of(1, "hold_appraisal")])
    with sqlite_office.database.read() as session:
        held = session.scalars(select(Task).where(Task.node_id == "hold_appraisal")).one()
        assert held.lacks_paper


def test_the_stamped_list_is_shown_beside_each_step(sqlite_office: Office) -> None:
    bring_in(sqlite_office, [cells_of(1, "check_application")])
    number = rows_in(sqlite_office)[0].application_id
    with sqlite_office.database.read() as session:
        task_id = session.scalar(select(Task.id).where(Task.node_id == "check_application"))
    page = sqlite_office.get(HANDLER, f"/cases/{number}/steps/{task_id}")
    assert "盖章的在办件清单" in page.text
    link = page.tree.xpath("//main//a[starts-with(@href, '/documents/')]/@href")[0]
    assert sqlite_office.get(HANDLER, link).status == 200


# --- what the preview says


# Column, what stands there, and what is said of it.
FAULTS = (
    ("head_id", "150783196803121018", "身份证号不对"),
    ("village", "没有的村", "没有“没有的村”这个村"),
    ("village", FOREIGN_COUNTY, "没有“150782”这个村"),
    ("identities", "富裕户", "没有这种身份类别:富裕户"),
    ("day_hold_appraisal", "2019-01-01", "民主评议(2019-01-01)不能早于受理"),
    ("day_hold_appraisal", "去年", "日期应写成 2019-01-12"),
    ("day_hold_appraisal", "2019-12-31", "不能晚于今天"),
    ("day_check_application", "", "请补填受理日期"),
    ("meeting_kind", "村委会", "会议形式只能填"),
    ("meeting_led", "白音", "至少 2 个人"),
    ("head", "", "请填写户主姓名"),
    ("village_by", "", "请写明申请的办理人"),
    ("day_resettle_household", "2019-05-01", "没有“安置”这一步"),
)


def test_every_error_is_said_in_words_with_its_cell(sqlite_office: Office) -> None:
    rows = [
        cells_of(number, "hold_appraisal") | {cell: text}
        for number, (cell, text, _) in enumerate(FAULTS, 1)
    ]
    page = send(sqlite_office, [*rows, cells_of(99, "hold_appraisal")])
    shown = sqlite_office.get(HANDLER, page.location)
    keys = [each.key for each in columns_of("A")]
    said = {row.position: row.message for row in rows_in(sqlite_office)}
    for number, (cell, _, sentence) in enumerate(FAULTS, 1):
        # The name of a missing 村办理人 is asked where the day is.
        column = "day_file_application" if cell == "village_by" else cell
        lines = [line for line in said[number].split("\n") if sentence in line]
        assert lines, f"{cell}: {said[number]}"
        assert lines[0].startswith(f"{address(number + 2, keys.index(column))}:"), lines
        assert lines[0] in faults(shown)
    assert f"1 户可以导入,{len(FAULTS)} 户要更正" in shown.words


def test_one_person_in_two_rows_is_said(sqlite_office: Office) -> None:
    page = send(sqlite_office, [cells_of(1, "file_application")] * 2)
    assert "有同一个人" in faults(sqlite_office.get(HANDLER, page.location))


def test_a_person_who_is_in_a_case_already_is_said(sqlite_office: Office) -> None:
    bring_in(sqlite_office, [cells_of(1, "file_application")])
    page = send(sqlite_office, [cells_of(1, "file_application")])
    assert "已在申请 150783-2019-A-00001 里" in faults(sqlite_office.get(HANDLER, page.location))


def test_one_person_cannot_have_reviewed_and_approved(sqlite_office: Office) -> None:
    row = cells_of(1, "approve_case") | {"approver_by": "高文"}
    page = send(sqlite_office, [row])
    said = faults(sqlite_office.get(HANDLER, page.location))
    assert "档案由此人审核,审批须由他人办理" in said


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"reason": ""}, "请写明补录原因"),
        ({"programme": "x"}, "请选择方案"),
        ({"sheet": (io.BytesIO(b"not a sheet"), "a.xlsx")}, "请上传 .xlsx 表格"),
        ({"statement": (io.BytesIO(b"text"), "a.txt")}, "只能上传 JPG、PNG、HEIC 照片或 PDF"),
    ],
)
def test_what_is_no_sheet_is_refused_in_words(
    sqlite_office: Office, more: dict[str, Any], sentence: str
) -> None:
    page = send(sqlite_office, [cells_of(1, "file_application")], **more)
    assert page.status == 422
    assert sentence in page.complaints


def test_the_sheet_of_the_other_plan_is_refused(sqlite_office: Office) -> None:
    page = send(sqlite_office, sheet_of([cells_of(1, "file_application", "B")], "B"))
    assert (page.status, "这不是本方案的在办件表格" in page.complaints) == (422, True)


def test_an_empty_sheet_is_refused(sqlite_office: Office) -> None:
    page = send(sqlite_office, [])
    assert (page.status, "还没有农户" in page.complaints) == (422, True)


def test_the_empty_sheet_can_be_had_and_is_read_again(sqlite_office: Office) -> None:
    number = sqlite_office.people.programmes["A"]
    answer = sqlite_office.client(HANDLER).get(
        f"/imports/template/{number}", base_url="https://anju.test"
    )
    page = send(sqlite_office, answer.get_data())
    assert "还没有农户" in page.complaints


def test_a_sheet_put_away_opens_nothing_and_keeps_no_numbers(sqlite_office: Office) -> None:
    page = send(sqlite_office, [cells_of(1, "file_application")])
    act = {"csrf_token": sqlite_office.token(HANDLER), "act": "discard"}
    sqlite_office.post(HANDLER, page.location, act)
    sqlite_office.work()
    (row,) = rows_in(sqlite_office)
    assert (row.state, row.cells, row.application_id) == ("removed", {}, None)
    assert sqlite_office.post(HANDLER, page.location, act | {"act": "confirm"}).status == 409


def test_another_county_sees_no_sheet_of_ours(sqlite_office: Office) -> None:
    page = send(sqlite_office, [cells_of(1, "file_application")])
    assert sqlite_office.get(STRANGER, page.location).status == 404
    assert "在办件.xlsx" not in sqlite_office.get(STRANGER, "/imports").words


# --- what the process says


def test_a_notice_of_four_days_stops_its_row_and_no_other(sqlite_office: Office) -> None:
    bad = cells_of(1, "report_application") | {"day_take_down_notice_village": "2019-01-16"}
    bring_in(sqlite_office, [bad, cells_of(2, "report_application")])
    first, second = rows_in(sqlite_office)
    assert (first.state, second.state) == ("refused", "done")
    assert "只公示了满4天(须满5天" in first.message
    assert open_nodes(sqlite_office, first) == {"take_down_notice"}


def test_a_refused_row_is_corrected_and_goes_on_from_where_it_stands(
    sqlite_office: Office,
) -> None:
    office = sqlite_office
    bring_in(office, [cells_of(1, "hold_appraisal") | {"votes": "30/26/10/16/0"}])
    (row,) = rows_in(office)
    assert "按票数应为“评议不通过”" in row.message
    path = f"/imports/{row.import_id}/rows/{row.id}"
    sheet = office.get(HANDLER, path).form(path)
    assert "day_file_application" not in sheet.names
    wrong = office.post(HANDLER, path, {**sheet.values, "day_hold_appraisal": "x"})
    assert (wrong.status, "日期应写成" in wrong.complaints) == (422, True)
    assert office.post(HANDLER, path, {**sheet.values, "votes": "30/26/24/1/1"}).status == 303
    office.work()
    (again,) = rows_in(office)
    assert (again.state, again.application_id) == ("done", row.application_id)
    assert open_nodes(office, again) == {"post_notice"}


def test_a_refused_row_can_be_left_to_those_whose_steps_they_are(sqlite_office: Office) -> None:
    bring_in(sqlite_office, [cells_of(1, "hold_appraisal") | {"votes": "30/26/10/16/0"}])
    (row,) = rows_in(sqlite_office)
    path = f"/imports/{row.import_id}/rows/{row.id}"
    act = {"csrf_token": sqlite_office.token(HANDLER), "act": "leave"}
    assert sqlite_office.post(HANDLER, path, act).status == 303
    (row,) = rows_in(sqlite_office)
    assert (row.state, row.cells) == ("left", {})
    assert open_nodes(sqlite_office, row) == {"hold_appraisal"}


def test_an_amount_that_the_programme_does_not_reckon_is_refused(sqlite_office: Office) -> None:
    bring_in(sqlite_office, [cells_of(1, "approve_case") | {"amount": "30000"}])
    (row,) = rows_in(sqlite_office)
    assert "按方案核定是 25232 元" in row.message
    assert open_nodes(sqlite_office, row) >= {"approve_case"}


# --- a worker that is killed, and two at once


def _work_a_little(url: str, rounds: int, now: str) -> None:
    clock.set_now(day(now))
    database = Database(url, keyring=KEYRING)
    for _ in range(rounds):
        run_once(database, shipped_runtime(), jobs=JOBS)
    os.kill(os.getpid(), signal.SIGKILL)


def _work_to_the_end(url: str) -> None:
    database = Database(url, keyring=KEYRING)
    run_until_idle(database, shipped_runtime(), jobs=JOBS, rounds=200)
    database.dispose()


def _count_of_steps(office: Office) -> tuple[int, int]:
    with office.database.read() as session:
        cases = session.scalar(select(func.count()).select_from(Application)) or 0
        done = select(func.count()).select_from(Task).where(Task.status == "done")
        return cases, session.scalar(done) or 0


def _url(office: Office) -> str:
    return office.database.engine.url.render_as_string(hide_password=False)


def test_a_killed_worker_loses_nothing_and_doubles_nothing(office: Office) -> None:
    until = "visit_household"
    confirm(office, send(office, [cells_of(n, until) for n in range(1, 4)]))
    told = (_url(office), 5, TODAY)
    worker = mp.get_context("spawn").Process(target=_work_a_little, args=told)
    worker.start()
    worker.join(60)
    assert worker.exitcode == -signal.SIGKILL
    cases, before = _count_of_steps(office)
    assert cases == 3
    assert 0 < before < 24
    office.work()
    assert [row.state for row in rows_in(office)] == ["done"] * 3
    assert _count_of_steps(office) == (3, 24)


def test_two_workers_at_once_double_nothing(office: Office) -> None:
    confirm(office, send(office, [cells_of(n, "hold_appraisal") for n in range(1, 4)]))
    with ThreadPoolExecutor(2) as workers:
        list(workers.map(_work_to_the_end, [_url(office)] * 2))
    assert [row.state for row in rows_in(office)] == ["done"] * 3
    assert _count_of_steps(office) == (3, 9)


def test_a_typist_who_left_stops_the_rest_in_words(sqlite_office: Office) -> None:
    confirm(sqlite_office, send(sqlite_office, [cells_of(1, "hold_appraisal")]))
    with sqlite_office.database.write() as session:
        made = session.scalars(select(CaseImport)).one()
        made.uploaded_by_id = add_account(session, "gone", "离任者", (Role.AUDITOR, COUNTY)).id
        session.commit()
    sqlite_office.work()
    (row,) = rows_in(sqlite_office)
    assert (row.state, "请由在岗人员继续" in row.message) == ("refused", True)
