"""Steps done by list (名单): many households under one number, each through its own form."""

from __future__ import annotations

import io
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from forms.list_rows import is_listable
from forms.registry import TASK_FORMS
from models.application import Application
from models.case_list import RUNNING, CaseList
from models.check_result import CheckResult
from models.document import DocumentUse
from models.history import FileRead, HistoryEntry
from models.meeting import AppraisalMeeting
from models.role import Role
from models.task import Task
from models.village import Appraisal
from tests.cast import TOWNSHIP, VILLAGE, add_account, username
from tests.database.counting import counted
from tests.journeys.office import JPEG, Office, Page, photo
from tests.journeys.village_of import MEETING, PAPERS, VOTES, ListOf, Village
from tests.journeys.whole_way import LISTABLE
from webapp.demo.lists import seed_lists
from webapp.files.uploads import receive_all
from webapp.lists.sheet import ID_NUMBER, NUMBER, OUTCOME
from webapp.sheets.reader import read_rows
from webapp.sheets.writer import Column, Sheet, workbook
from workflows import history

CLERK = username(Role.VILLAGE_CLERK)
APPRAISAL = "hold_appraisal"
VERIFIER = username(Role.POVERTY_ALLEVIATION_OFFICE)
ORDINARY = {"in_relocation_plan": "no", "stable_out_of_poverty": "no"}
LETTER = {"document_number": "扎扶办函3号", "document_date": "2019-03-01"}


@pytest.fixture
def village(sqlite_office: Office) -> Village:
    """Four households that wait for the meeting."""
    village = Village(sqlite_office)
    village.settle(4)
    village.singly_until(APPRAISAL)
    return village


@pytest.fixture
def draft(village: Village) -> ListOf:
    """Their list, as the clerk makes it from the inbox."""
    return ListOf.of_step(village.office, CLERK, APPRAISAL)


def appraised(draft: ListOf, **shared: Any) -> MultiDict[str, str]:
    """The form filled in as it should be."""
    papers = draft.upload("document_ids", *PAPERS)
    return draft.filled(VOTES, **(MEETING | {"document_ids": papers} | shared))


def send_off(draft: ListOf, sent: MultiDict[str, str]) -> None:
    page = draft.post("submit", sent)
    assert page.status == 303, page.complaints
    draft.office.work()


@pytest.mark.parametrize("key", sorted(TASK_FORMS))
def test_only_what_the_document_does_by_list_can_be_done_by_list(key: str) -> None:
    assert is_listable(key) is (key in LISTABLE)


# --- making one


def test_a_list_has_a_number_and_its_rows_in_the_order_of_places(draft: ListOf) -> None:
    assert draft.case_list.number == "MD-2019-00001"
    assert [row.position for row in draft.rows] == [1, 2, 3, 4]
    second = ListOf.of_tasks(draft.office, CLERK, [draft.rows[0].task_id])
    assert second.case_list.number == "MD-2019-00002"


def test_a_step_that_is_done_one_by_one_is_no_list(village: Village) -> None:
    village.office.get(CLERK, "/")
    village.settle(1)
    task = next(each for each in village.open_tasks() if each.node_id == "file_application")
    sent = {"csrf_token": village.office.token(CLERK), "task": str(task.id)}
    page = village.office.post(CLERK, "/lists", sent)
    assert page.status == 422
    assert "要逐户办理" in page.words


def test_foreign_tasks_are_named_and_stop_no_other(village: Village) -> None:
    numbers = [task.id for task in village.open_tasks()]
    neighbour = username(Role.VILLAGE_CLERK, foreign=True)
    sent = MultiDict([("csrf_token", village.office.token(CLERK)), ("task", "987654")])
    sent.add("task", str(numbers[0]))
    page = village.office.post(CLERK, "/lists", sent)
    assert page.status == 303
    assert "1 件不在您的办理范围内" in village.office.get(CLERK, page.location).words
    sent = MultiDict([("csrf_token", village.office.token(neighbour)), ("task", str(numbers[0]))])
    assert village.office.post(neighbour, "/lists", sent).status == 422


def test_nothing_ticked_is_said_in_words(village: Village) -> None:
    page = village.office.post(CLERK, "/lists", {"csrf_token": village.office.token(CLERK)})
    assert (page.status, "请先在待办里勾选" in page.words) == (422, True)


# --- filling it in


def test_a_draft_keeps_what_was_typed(draft: ListOf) -> None:
    row = draft.rows[0]
    sent = draft.filled({"in_favour": 7}, place="小学", list_document_number="惠村〔2019〕1号")
    sent[f"r{row.id}-outcome"], sent[f"r{row.id}-comment"] = "fail", "票数不够。"
    assert draft.post("save", sent).status == 303
    again = draft.values
    assert (again["place"], again["list_document_number"]) == ("小学", "惠村〔2019〕1号")
    assert (again[f"r{row.id}-outcome"], again[f"r{row.id}-comment"]) == ("fail", "票数不够。")
    assert again[f"r{row.id}-in_favour"] == "7"
    assert draft.case_list.state == "draft"


def test_rows_can_be_taken_off_and_stay_in_the_inbox(draft: ListOf) -> None:
    gone = draft.rows[1]
    draft.post("save", draft.filled({}, **{f"r{gone.id}-remove": "1"}))
    assert gone.id not in [row.id for row in draft.rows]
    assert draft.case_list.row_count == 3
    assert gone.task_id in draft.office.get(CLERK, f"/?step={APPRAISAL}").task_links


def test_a_list_that_is_put_away_changes_no_case(village: Village, draft: ListOf) -> None:
    assert draft.post("discard", draft.values).status == 303
    assert draft.page.status == 404
    assert len(village.open_tasks(APPRAISAL)) == 4


def test_what_two_people_save_at_once_is_not_lost(draft: ListOf) -> None:
    mine = draft.filled({}, place="小学")
    draft.post("save", draft.filled({}, place="村委会"))
    page = draft.post("save", mine)
    assert page.status == 422
    assert "刚被同事改过" in page.complaints
    assert MultiDict(page.form(draft.path).values)["place"] == "小学"


def test_a_fault_of_the_shared_part_is_said_at_once(draft: ListOf) -> None:
    page = draft.post("submit", appraised(draft, chair="孙文书", place=""))
    assert page.status == 422
    assert "请填写会议地点" in page.complaints
    assert MultiDict(page.form(draft.path).values)["due_count"] == "30"
    assert draft.case_list.state == "draft"
    page = draft.post("submit", appraised(draft, chair="孙文书"))
    assert "主持人和记录人应是两个人" in page.complaints
    page = draft.post("submit", appraised(draft, document_ids=[]))
    assert "请上传签到表照片和会议记录" in page.complaints


# --- doing it


def test_each_row_completes_its_case_and_shares_meeting_and_papers(
    village: Village, draft: ListOf
) -> None:
    send_off(draft, appraised(draft))
    assert draft.case_list.state == "finished"
    assert len(village.open_tasks("post_notice")) == 4
    with village.office.database.read() as session:
        assert len(session.scalars(select(AppraisalMeeting)).all()) == 1
        assert len(session.scalars(select(Appraisal)).all()) == 4
        uses = session.scalars(select(DocumentUse)).all()
        told = session.scalars(
            select(HistoryEntry).where(HistoryEntry.kind == "task_completed")
        ).all()
    assert len(uses) == 8
    assert [e.payload.get("list") for e in told if e.payload["task"] == APPRAISAL] == [
        "MD-2019-00001"
    ] * 4
    case = village.cases[0]
    assert "按名单 MD-2019-00001" in village.office.get(CLERK, f"/cases/{case}/history").words
    step = next(task for task in village.done_tasks(case) if task.node_id == APPRAISAL)
    told_of_step = village.office.get(CLERK, f"/cases/{case}/steps/{step.id}").words
    assert "村委会会议室" in told_of_step
    papers = village.office.get(CLERK, f"/cases/{case}/papers")
    assert "民主评议会议记录" in papers.words
    # Who reads one of the cases reads the paper; who reads none does not.
    path = f"/documents/{uses[0].document_id}"
    assert village.office.get(username(Role.TOWNSHIP_OFFICER), path).status == 200
    assert village.office.get(username(Role.VILLAGE_CLERK, foreign=True), path).status == 404


def test_a_photograph_proves_the_notice_of_one_sheet_and_not_of_the_next(
    village: Village, draft: ListOf
) -> None:
    send_off(draft, appraised(draft))
    tasks = [task.id for task in village.open_tasks("post_notice")]
    first, second = (
        (village.office.make_sheets(CLERK, own), ListOf.of_tasks(village.office, CLERK, own))[1]
        for own in (tasks[:2], tasks[2:])
    )
    before = village.office.pictures
    photos = first.upload("photo_ids", *first.kinds("photo_ids"))
    send_off(first, first.filled(None, photo_ids=photos))
    assert first.case_list.done_count == 2
    # The same bytes once more: other households, another sheet.
    kind = second.kinds("photo_ids")[0]
    sent = {
        **second.values,
        "photo_ids-kind": kind,
        "photo_ids-file": (io.BytesIO(photo(f"{kind} {before + 1}")), "又一次.jpg"),
    }
    page = village.office.send(
        village.office.client(CLERK), f"{second.path}/documents?field=photo_ids", sent
    )
    assert page.status == 422
    assert "已经用在另一次或另一处公示上" in page.words
    with village.office.database.read() as session:
        found = session.scalars(select(CheckResult).where(CheckResult.check_id == "F18")).all()
    assert [row.result for row in found] == ["fail"]


def test_a_row_that_cannot_be_done_says_why_and_is_corrected(
    village: Village, draft: ListOf
) -> None:
    sent = appraised(draft)
    bad = draft.rows[2]
    sent[f"r{bad.id}-in_favour"] = "90"
    send_off(draft, sent)
    refused = [row for row in draft.rows if row.state == "refused"]
    assert [row.id for row in refused] == [bad.id]
    assert "赞成:赞成、反对、弃权共94票,应与参加表决的24人一致。" in draft.page.words
    assert (draft.case_list.done_count, draft.case_list.refused_count) == (3, 1)
    again = draft.values
    # What was decided for the others is not asked again.
    assert "place" not in again
    again[f"r{bad.id}-in_favour"] = "20"
    send_off(draft, again)
    assert (draft.case_list.state, draft.case_list.done_count) == ("finished", 4)
    assert len(village.open_tasks("post_notice")) == 4
    with village.office.database.read() as session:
        assert len(session.scalars(select(Appraisal)).all()) == 4
    assert draft.post("submit", again).status == 409


def test_a_row_that_somebody_did_meanwhile_says_so(village: Village, draft: ListOf) -> None:
    sent = appraised(draft)
    village.driver.complete(village.open_tasks(APPRAISAL)[0])
    send_off(draft, sent)
    (refused,) = [row for row in draft.rows if row.state == "refused"]
    assert "办结,请刷新" in refused.message
    assert draft.case_list.done_count == 3


def test_who_may_not_decide_a_case_does_not_by_list(village: Village, draft: ListOf) -> None:
    """The duty rules are asked for each row, and the attempt stays on the record."""
    send_off(draft, appraised(draft))
    village.singly_until("decide_case")
    with village.office.database.write() as session:
        grants = ((Role.VILLAGE_CLERK, VILLAGE), (Role.TOWNSHIP_LEADER, TOWNSHIP))
        both = add_account(session, "both", "兼任者", *grants)
        task = next(t for t in village.open_tasks("decide_case"))
        done = session.scalars(
            select(Task).where(
                Task.application_id == task.application_id,
                Task.node_id == APPRAISAL,
            )
        ).one()
        done.done_by_id = both.id
        session.commit()
    made = ListOf.of_step(village.office, "both", "decide_case")
    send_off(made, made.filled({}))
    (refused,) = [row for row in made.rows if row.state == "refused"]
    assert refused.message == "申请或评议由您经办,审核须由他人办理。"
    assert made.case_list.done_count == 3
    record = village.office.get("both", f"/cases/{refused.application_id}/history")
    assert "审核须由他人办理" in record.words


def test_a_running_list_shows_its_progress_and_takes_no_changes(draft: ListOf) -> None:
    assert draft.post("submit", appraised(draft)).status == 303
    assert "还有 4 户在排队" in draft.page.words
    assert draft.page.tree.xpath("//noscript//meta[@http-equiv='refresh']")
    page = draft.office.post(CLERK, draft.path, {"csrf_token": draft.office.token(CLERK)})
    assert (page.status, "正在办理" in page.words) == (409, True)
    fragment = draft.office.client(CLERK).get(
        draft.path, base_url="https://anju.test", headers={"HX-Request": "true"}
    )
    assert "hx-get" in fragment.text
    assert "<html" not in fragment.text


def test_a_list_entered_afterwards_is_marked_so_in_each_case(
    village: Village, draft: ListOf
) -> None:
    """补录 by list: one reason and one paper serve every row (F53, A.22)."""
    sent = appraised(draft, late_mark="late")
    page = draft.post("submit", sent)
    assert "请写明补录原因" in page.complaints
    sent["late_reason"] = "系统启用前已评议。"
    send_off(draft, sent)
    assert draft.case_list.state == "finished"
    with village.office.database.read() as session:
        tasks = session.scalars(select(Task).where(Task.node_id == APPRAISAL)).all()
    assert {task.late_reason for task in tasks} == {"系统启用前已评议。"}


def to_verify(office: Office, count: int) -> tuple[Village, list[int]]:
    """Households whose identity the 扶贫办 is asked about, and the tasks."""
    village = Village(office)
    village.settle(count)
    village.singly_until("verify_poverty")
    return village, [task.id for task in village.open_tasks("verify_poverty")]


def lacking(village: Village, node: str) -> list[bool]:
    with village.office.database.read() as session:
        tasks = session.scalars(select(Task).where(Task.node_id == node).order_by(Task.id))
        return [task.lacks_paper for task in tasks]


def test_a_stamped_list_is_the_paper_of_each_of_its_steps(sqlite_office: Office) -> None:
    village, tasks = to_verify(sqlite_office, 3)
    with_scan = ListOf.of_tasks(sqlite_office, VERIFIER, tasks[:1])
    scans = with_scan.upload("list_scans", "身份审核名单")
    with_scan.do(ORDINARY, list_scans=scans, **LETTER)
    assert lacking(village, "verify_poverty") == [False, False, False]
    without = ListOf.of_tasks(sqlite_office, VERIFIER, tasks[1:])
    without.do(ORDINARY, **LETTER)
    assert lacking(village, "verify_poverty") == [False, True, True]
    # It comes back stamped when everything is done, and serves every case then.
    sent = {
        "csrf_token": sqlite_office.token(VERIFIER),
        "list_scans-kind": "身份审核名单",
        "list_scans-file": (io.BytesIO(JPEG + b"stamped"), "名单.jpg"),
    }
    path = f"{without.path}/documents?field=list_scans"
    assert sqlite_office.send(sqlite_office.client(VERIFIER), path, sent).status == 303
    assert lacking(village, "verify_poverty") == [False, False, False]
    papers = sqlite_office.get(CLERK, f"/cases/{village.cases[2]}/papers").words
    assert "身份审核名单" in papers
    with sqlite_office.database.read() as session:
        for number in village.cases:
            history.verify(session, session.get_one(Application, number))


def test_a_row_taken_back_is_answered_again_by_another_list(sqlite_office: Office) -> None:
    _, tasks = to_verify(sqlite_office, 2)
    first = ListOf.of_tasks(sqlite_office, VERIFIER, tasks)
    sent = first.filled(ORDINARY, **LETTER)
    wrong = first.rows[1]
    sent[f"r{wrong.id}-outcome"], sent[f"r{wrong.id}-comment"] = "mismatch", "姓名不符。"
    send_off(first, sent)
    ended = first.case_list.finished_at
    path = f"/tasks/{wrong.task_id}/taking-back"
    assert f'href="{path}"' in first.page.text
    told = {"csrf_token": sqlite_office.token(VERIFIER), "reason": "看错一户"}
    assert sqlite_office.post(VERIFIER, path, told).status == 303
    assert (first.case_list.done_count, first.case_list.taken_back_count) == (1, 1)
    assert first.case_list.finished_at == ended, "it ended when it ended"
    assert "已取回" in first.page.words
    assert path not in first.page.text
    assert sqlite_office.post(VERIFIER, path, told).status == 409
    # The other row still rests on the document, so its number stays of that day.
    again = ListOf.of_tasks(sqlite_office, VERIFIER, tasks[1:])
    page = again.post(
        "submit", again.filled(ORDINARY, **(LETTER | {"document_date": "2019-03-02"}))
    )
    assert (page.status, "登记为 2019-03-01 的身份审核名单" in page.words) == (422, True)
    again.do(ORDINARY, **LETTER)
    assert (again.case_list.state, again.case_list.done_count) == ("finished", 1)


def test_a_paper_that_arrives_when_the_list_is_under_way_changes_nothing(
    draft: ListOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sent_off_meanwhile(files: Any, storage: Any) -> Any:
        with draft.office.database.write() as session:
            session.get_one(CaseList, draft.id).state = RUNNING
            session.commit()
        return receive_all(files, storage)

    monkeypatch.setattr("webapp.lists.pages.receive_all", sent_off_meanwhile)
    sent = {
        **draft.values,
        "document_ids-file": (io.BytesIO(JPEG), "纪要.jpg"),
        "present_count": "9",
    }
    path = f"{draft.path}/documents?field=document_ids"
    page = draft.office.send(draft.office.client(CLERK), path, sent)
    assert page.status == 409
    assert draft.case_list.answers == {}


def test_the_demo_shows_a_list_with_a_refused_row(sqlite_office: Office) -> None:
    village = Village(sqlite_office)
    village.settle(3)
    village.singly_until("verify_poverty")
    seed_lists(village.driver)
    made = ListOf(sqlite_office, username(Role.POVERTY_ALLEVIATION_OFFICE), 1).case_list
    assert (made.state, made.done_count, made.refused_count) == ("finished", 1, 1)
    page = sqlite_office.get(username(Role.POVERTY_ALLEVIATION_OFFICE), "/lists/1")
    assert "已纳入易地扶贫搬迁计划的,不得列为农村危房改造对象" in page.words
    assert len(village.open_tasks("verify_poverty")) == 2


# --- as a sheet


def downloaded(draft: ListOf) -> list[list[str]]:
    answer = draft.office.client(CLERK).get(f"{draft.path}/sheet", base_url="https://anju.test")
    assert answer.status_code == 200
    rows = read_rows(answer.data, max_rows=600, max_columns=40)
    return [[cell.text for cell in row] for row in rows]


def uploaded(draft: ListOf, rows: list[list[str]], **headers: str) -> Page:
    """Send a sheet made of ``rows`` as Excel would write them."""
    width = max(len(row) for row in rows)
    columns = [Column(text) for text in rows[4] + [""] * (width - len(rows[4]))]
    sheet = Sheet(rows[0][0], [row[0] for row in rows[1:4]], columns, rows[5:])
    return sent_sheet(draft, workbook(sheet))


def sent_sheet(draft: ListOf, data: bytes) -> Page:
    return draft.office.send(
        draft.office.client(CLERK),
        f"{draft.path}/sheet",
        {"csrf_token": draft.office.token(CLERK), "sheet": (io.BytesIO(data), "名单.xlsx")},
    )


def column(rows: list[list[str]], label: str) -> int:
    return rows[4].index(label)


def test_a_sheet_goes_out_and_its_answers_come_back(draft: ListOf) -> None:
    rows = downloaded(draft)
    assert "MD-2019-00001" in rows[1][0]
    first = rows[5]
    assert "*" in first[column(rows, ID_NUMBER)]
    assert first[column(rows, OUTCOME)] == "评议通过"
    first[column(rows, OUTCOME)] = "评议不通过"
    first[column(rows, "原因或意见")] = "票数不够。"
    first[column(rows, "赞成")] = "5"
    page = uploaded(draft, rows)
    assert page.status == 200
    assert "可以取用 4 户" in page.words
    assert "结果:评议通过 → 评议不通过" in page.words
    # Nothing is changed before it is confirmed.
    assert {row.outcome for row in draft.rows} == {"pass"}
    path = f"{draft.path}/sheet/rows"
    confirmed = draft.office.post(CLERK, path, MultiDict(page.form(path).values))
    assert confirmed.status == 303
    row = draft.rows[0]
    assert (row.outcome, row.comment, row.answers["in_favour"]) == ("fail", "票数不够。", ["5"])
    assert draft.case_list.state == "draft"


def test_every_fault_of_a_sheet_is_named_with_its_cell(village: Village, draft: ListOf) -> None:
    rows = downloaded(draft)
    one, two, three, four = rows[5:9]
    one[column(rows, "赞成")] = "很多"
    two[column(rows, OUTCOME)] = "同意吧"
    three[column(rows, ID_NUMBER)] = "150783196001010019"
    four[column(rows, OUTCOME)] = "评议不通过"
    far = list(one)
    far[column(rows, NUMBER)] = "150783-2019-A-09999"
    page = uploaded(draft, [*rows, list(two), far])
    assert page.status == 200
    words = page.words
    assert "G6:请填写数字。" in words
    assert "K7:结果应是评议通过、评议不通过中的一个。" in words
    assert "F8:身份证号与登记的不一致" in words
    assert "L9:“评议不通过”要写明原因。" in words
    assert "B10:这一户在表里出现了两次,前一次在B7。" in words
    assert "B11:150783-2019-A-09999不在这份名单里" in words
    assert "可以取用 0 户" in words


def test_a_sheet_of_last_week_says_which_rows_have_moved_on(
    village: Village, draft: ListOf
) -> None:
    rows = downloaded(draft)
    village.driver.complete(village.open_tasks(APPRAISAL)[0])
    draft.post("save", draft.values)
    page = uploaded(draft, rows)
    assert "这张表下载以后,名单又改过" in page.words
    assert "这一步已经有人办结,不再取用" in page.words
    assert "可以取用 3 户" in page.words
    assert "1 件" in draft.page.words or "请移出" in draft.page.words


def test_a_sheet_of_another_list_is_matched_by_the_numbers_of_the_cases(
    village: Village, draft: ListOf
) -> None:
    rows = downloaded(draft)
    other = ListOf.of_tasks(village.office, CLERK, [draft.rows[0].task_id])
    page = uploaded(other, rows)
    assert "从别的名单(MD-2019-00001)下载的" in page.words
    assert "可以取用 1 户" in page.words


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "这个文件是空的"),
        (b"%PDF-1.4", "请上传 .xlsx 表格"),
        (b"PK\x03\x04 broken", "这个文件读不出来"),
        (workbook(Sheet("别的表", (), (Column("甲"), Column("乙")), [("1", "2")])), "没有找到表头"),
        (b"PK\x03\x04" + bytes(3 * 1024 * 1024), "超过 2 MB"),
    ],
)
def test_what_is_no_sheet_of_ours_is_refused_in_words(
    draft: ListOf, data: bytes, sentence: str
) -> None:
    page = sent_sheet(draft, data)
    assert page.status == 422
    assert sentence in page.words
    assert draft.page.status == 200


def test_a_preview_that_was_overtaken_is_not_confirmed(draft: ListOf) -> None:
    page = uploaded(draft, downloaded(draft))
    draft.post("save", draft.filled({}, place="小学"))
    path = f"{draft.path}/sheet/rows"
    assert draft.office.post(CLERK, path, MultiDict(page.form(path).values)).status == 422
    assert draft.values["place"] == "小学"


def test_who_took_a_sheet_is_on_the_log(draft: ListOf) -> None:
    downloaded(draft)
    with draft.office.database.read() as session:
        (read,) = session.scalars(select(FileRead)).all()
    assert (read.what, read.purpose) == ("导出名单", "MD-2019-00001 召开民主评议,4 户")


def test_a_page_of_a_list_asks_little_of_the_database(village: Village, draft: ListOf) -> None:
    for path in ("/lists", draft.path, f"/?step={APPRAISAL}"):
        with counted(village.office.database.engine) as cost:
            assert village.office.get(CLERK, path).status == 200
        assert len(cost.statements) <= 12, cost.told()


def test_names_and_numbers_of_persons_stay_out_of_the_sheet_in_clear(draft: ListOf) -> None:
    with draft.office.database.read() as session:
        heads = {a.head_name for a in session.scalars(select(Application))}
    rows = downloaded(draft)
    assert {row[column(rows, "户主")] for row in rows[5:]} <= heads
    for row in rows[5:]:
        assert row[column(rows, ID_NUMBER)].count("*") == 8
