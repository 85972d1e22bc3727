"""The one route of all tasks, and everything that must not get through it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from models.application import Application
from models.database import Database
from models.history import HistoryEntry
from models.role import Role
from models.task import Task
from tests import cast
from tests.cast import Cast
from tests.webapp.conftest import Browser
from tests.webapp.open_cases import open_new
from workflows import clock
from workflows.runtime import Runtime

AsRole = Callable[..., Browser]
ANSWERS = {
    "members-0-name": "王秀英",
    "members-0-id_number": "150783196203041021",
    "members-0-relation": "户主",
    "address": "一组 12 号",
    "hukou": "农业",
    "long_term_rural": "yes",
    "dwelling": "唯一住房",
    "structure": "砖木结构",
    "built_year": "1986",
    "area_m2": "68.5",
    "rooms": "3",
    "storeys": "1",
    "handled_by": "赵小村",
    "happened_on": "2019-06-10",
    "outcome": "done",
}


@pytest.fixture
def clerk(as_role: AsRole, db: Database, people: Cast, runtime: Runtime) -> Browser:
    """The village clerk, who has just opened an application (task 1 of case 1)."""
    browser = as_role(Role.VILLAGE_CLERK)
    open_new(db, people, runtime)
    return browser


def state(db: Database) -> tuple[str, str, int]:
    """What must not change when something is refused."""
    with db.read() as session:
        task, application = session.get_one(Task, 1), session.get_one(Application, 1)
        return task.status, application.head_name, application.history_length


def test_a_filled_form_completes_the_task_and_says_what_comes_next(
    clerk: Browser, db: Database
) -> None:
    done = clerk.post("/tasks/1", ANSWERS)

    assert (done.status_code, done.headers["Location"]) == (303, "/tasks/1/finished")
    after = clerk.get("/tasks/1/finished")
    assert after.headers["Location"] == "/tasks/2"
    assert "已办结:王秀英 · 提出申请" in clerk.get("/tasks/2").text
    assert state(db)[:2] == ("done", "王秀英")


def test_what_was_typed_comes_back_with_the_errors_beside_the_fields(
    clerk: Browser, db: Database
) -> None:
    before = state(db)

    refused = clerk.post("/tasks/1", {**ANSWERS, "address": "", "built_year": "老早"})

    assert refused.status_code == 422
    assert "有 2 处需要修改" in refused.text
    assert 'href="#address"' in refused.text
    assert 'value="王秀英"' in refused.text
    assert 'value="老早"' in refused.text
    assert state(db) == before


def test_pressing_enter_decides_nothing_and_loses_nothing(clerk: Browser, db: Database) -> None:
    before = state(db)

    answer = clerk.post("/tasks/1", {**ANSWERS, "outcome": ""})

    assert answer.status_code == 422
    assert 'value="王秀英"' in answer.text
    assert state(db) == before


def test_the_second_click_of_the_same_person_gets_the_page_of_the_first(clerk: Browser) -> None:
    first = clerk.post("/tasks/1", ANSWERS)
    second = clerk.post("/tasks/1", ANSWERS)

    assert second.status_code == first.status_code == 303
    assert second.headers["Location"] == first.headers["Location"]


def test_a_stale_form_of_somebody_else_is_a_409_with_a_name(
    clerk: Browser, as_role: AsRole, db: Database
) -> None:
    clerk.post("/tasks/1", ANSWERS)
    with db.write() as session:
        second = cast.add_account(session, "clerk_two", "李二", (Role.VILLAGE_CLERK, cast.VILLAGE))
        session.commit()
        assert second.id
    other = as_role(Role.AUDITOR)
    other.post("/logout")
    other.log_in("clerk_two")

    stale = other.post("/tasks/1", ANSWERS)

    assert stale.status_code == 409
    assert "已由赵小村办结" in stale.text


@pytest.mark.parametrize("task", ["999999", "0", "999999999999999999999"])
def test_an_unknown_task_is_not_found(clerk: Browser, db: Database, task: str) -> None:
    before = state(db)

    assert clerk.get(f"/tasks/{task}").status_code == 404
    assert clerk.post(f"/tasks/{task}", ANSWERS).status_code == 404
    assert state(db) == before


@pytest.mark.parametrize(
    ("role", "foreign"),
    [
        (Role.VILLAGE_CLERK, True),
        (Role.VILLAGE_HEAD, False),
        (Role.TOWNSHIP_LEADER, False),
        (Role.OFFICE_HANDLER, False),
        (Role.FINANCE_OFFICER, False),
        (Role.AUDITOR, False),
        (Role.ADMINISTRATOR, False),
    ],
)
def test_a_task_of_others_reads_as_unknown(
    clerk: Browser, as_role: AsRole, db: Database, role: Role, foreign: bool
) -> None:
    before = state(db)
    stranger = as_role(role, foreign=foreign)

    assert stranger.get("/tasks/1").status_code == 404
    assert stranger.post("/tasks/1", ANSWERS).status_code == 404
    assert state(db) == before


@pytest.mark.parametrize(
    ("wrong", "status", "sentence"),
    [
        ({"outcome": "approve"}, 422, "没有这个选项"),
        ({"typename": "x"}, 422, "没有“typename”这一项"),
        ({"grade": "D"}, 422, "没有“grade”这一项"),
        ({"approved_subsidy_yuan": "99999"}, 422, "没有“approved_subsidy_yuan”这一项"),
        ({"happened_on": "2019-06-11"}, 422, "不能晚于今天"),
        ({"happened_on": "去年"}, 422, "日期应写成"),
        ({"area_m2": "-1"}, 422, "应在"),
        ({"area_m2": "NaN"}, 422, "请填写数字"),
        ({"suspected_grade": "E"}, 422, "请从给出的答案里选择"),
        ({"dwelling": "城堡"}, 422, "请从给出的答案里选择"),
        ({"members-0-name": "王\x00秀英\u202e"}, 303, ""),
        ({"danger_statement": "危" * 2001}, 422, "最多 2000 个字"),
        ({"handled_by": ""}, 422, "请填写办理人"),
    ],
)  # fmt: skip
def test_bad_input_gets_its_status_and_a_sentence(
    clerk: Browser, db: Database, wrong: dict[str, str], status: int, sentence: str
) -> None:
    before = state(db)

    answer = clerk.post("/tasks/1", {**ANSWERS, **wrong})

    assert answer.status_code == status, answer.text
    assert sentence in answer.text
    if status != 303:
        assert state(db) == before


def test_a_wrong_identity_number_is_refused_and_leaves_its_trace(
    clerk: Browser, db: Database
) -> None:
    status, name, length = state(db)
    wrong = {"members-0-id_number": "150783196203041024"}

    answer = clerk.post("/tasks/1", {**ANSWERS, **wrong})

    assert answer.status_code == 422
    assert "有 1 处需要修改" in answer.text
    assert state(db) == (status, name, length + 1)


def test_ten_megabytes_of_text_are_refused_with_a_sentence(clerk: Browser, db: Database) -> None:
    before = state(db)
    # As many bytes as those of Chinese are on their way; only encoding them would take seconds.
    as_sent = "x" * 31_500_000

    refused = clerk.post("/tasks/1", {**ANSWERS, "danger_statement": as_sent})

    assert refused.status_code == 413
    assert "太多" in refused.text
    assert state(db) == before


def test_a_date_before_the_step_before_is_refused(clerk: Browser, db: Database) -> None:
    clerk.post("/tasks/1", ANSWERS)

    refused = clerk.post(
        "/tasks/2",
        {"outcome": "accept", "handled_by": "赵小村", "happened_on": "2019-06-09"},
    )

    assert refused.status_code == 422
    assert "不能早于上一步的日期(2019-06-10)" in refused.text


def test_a_return_needs_a_reason(clerk: Browser) -> None:
    clerk.post("/tasks/1", ANSWERS)

    refused = clerk.post(
        "/tasks/2", {"outcome": "return", "handled_by": "赵小村", "happened_on": "2019-06-10"}
    )

    assert refused.status_code == 422
    assert "请写明原因" in refused.text


def test_the_buttons_have_the_words_of_the_drawing(clerk: Browser) -> None:
    clerk.post("/tasks/1", ANSWERS)

    page = clerk.get("/tasks/2").text

    assert '<button class="btn1" name="outcome" value="accept">受理</button>' in page
    assert '<button class="btn2 btnr" name="outcome" value="return">退回补正</button>' in page


def test_an_act_entered_days_later_tells_its_own_day_in_the_timeline(clerk: Browser) -> None:
    clerk.post("/tasks/1", {**ANSWERS, "happened_on": "2019-06-06", "handled_by": "王主任"})

    page = " ".join(clerk.get("/cases/1/history").text.split())

    assert "补录" not in page
    assert "发生在 6月6日" in page
    assert "录入,办理人 <b>王主任</b>" in page


def test_what_was_written_at_a_step_can_be_read_again(clerk: Browser) -> None:
    clerk.post("/tasks/1", ANSWERS)

    page = clerk.get("/cases/1/steps/1").text

    assert "办理人" in page
    assert "赵小村" in page
    assert clerk.get("/cases/1/steps/2").status_code == 404


def test_a_bar_by_duty_is_a_403_and_stays_on_the_record(
    clerk: Browser, as_role: AsRole, db: Database
) -> None:
    clerk.post("/tasks/1", ANSWERS)
    with db.write() as session:
        # The same person now also sits at the township's desk, where the case has arrived.
        session.add(cast.Grant(account_id=1, role=Role.TOWNSHIP_OFFICER, area_code=cast.TOWNSHIP))
        task = session.get_one(Task, 2)
        definition_of_review = ("township_review", "review_file", "file_review")
        task.process_id, task.node_id, task.form_key = definition_of_review
        task.role, task.area_code = Role.TOWNSHIP_OFFICER, cast.TOWNSHIP
        session.commit()
        length = session.get_one(Application, 1).history_length

    refused = clerk.post(
        "/tasks/2", {"outcome": "approve", "handled_by": "赵小村", "happened_on": "2019-06-10"}
    )

    assert refused.status_code == 403
    assert "须由他人办理" in refused.text
    with db.read() as session:
        kinds = session.scalars(select(HistoryEntry.kind).where(HistoryEntry.seq > length)).all()
        assert kinds == ["attempt_refused"]
        assert session.get_one(Task, 2).status == "open"
    assert clock.today().isoformat() == "2019-06-10"
