"""办到哪一步了: what a household sees without an account, and what a stranger does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from models.application import Application
from models.database import Database
from models.history import HistoryEntry
from models.notice import NoticedHousehold
from models.programme import Programme
from models.role import Role
from models.status_query import StatusQuery
from models.task import Task
from tests.cast import Cast
from tests.webapp.conftest import DIGEST_KEY, Browser
from tests.webapp.open_cases import ID_NUMBER, add_case
from webapp.app import create_app
from webapp.config import Config, StatusThrottle
from webapp.parts import EXTENSION
from webapp.printing import Printer
from webapp.status import words
from webapp.status.pages import NO_SLIP, NOT_FOUND, TOO_OFTEN
from webapp.status.slip import slip_address
from webapp.status.tokens import case_of, token_of
from workflows import clock
from workflows.parameters import set_parameter
from workflows.runtime import MAIN_PROCESS, Runtime

NUMBER = "150783-2019-A-00041"
KEY = DIGEST_KEY.encode()
AsRole = Callable[..., Browser]


@pytest.fixture
def task(db: Database, people: Cast, runtime: Runtime) -> Task:
    """One case on the township's desk, due in two working days."""
    with db.write() as session:
        made = add_case(session, people, runtime, number=NUMBER, due_on=dt.date(2019, 6, 12))
        session.commit()
        return made


def ask(browser: Browser, number: str = NUMBER, digits: str = ID_NUMBER[-4:]) -> TestResponse:
    return browser.client.post(
        "/status", data={"number": number, "digits": digits}, base_url="https://localhost"
    )


def change(db: Database, task: Task, **values: object) -> None:
    """Set columns of the case."""
    with db.write() as session:
        case = session.get_one(Application, task.application_id)
        for name, value in values.items():
            setattr(case, name, value)
        session.commit()


def test_number_and_four_digits_tell_the_step_the_desk_and_the_days(
    browser: Browser, task: Task
) -> None:
    page = ask(browser)
    assert page.status_code == 200
    assert "村里正在受理" in page.text
    assert "审核材料" in page.text
    assert "蘑菇气镇人民政府" in page.text
    assert "剩 2 天" in page.text


def test_it_tells_nothing_else_and_sets_no_cookie(browser: Browser, task: Task) -> None:
    page = ask(browser)
    for secret in ("王秀英", ID_NUMBER, "13800001234", "建档立卡"):
        assert secret not in page.text
    assert "Set-Cookie" not in page.headers
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert "<script" not in page.text


def test_the_page_and_what_it_loads_stay_under_fifty_kilobytes(
    browser: Browser, task: Task
) -> None:
    style = browser.get("/static/status.css").data
    assert len(ask(browser).data) + len(style) < 50_000


@pytest.mark.parametrize("number", ["150783-2019-A-00041 ", "１50783－2019－a－00041"])
def test_the_number_may_be_typed_as_phones_type_it(
    browser: Browser, task: Task, number: str
) -> None:
    assert ask(browser, number).status_code == 200


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        (NUMBER, "1022"),
        (NUMBER, ""),
        (NUMBER, "021"),
        (NUMBER, ID_NUMBER),
        (NUMBER, "一二三四"),
        ("150783-2019-A-99999", "1021"),
        ("150783-2019-A-99999", "0000"),
        ("' OR 1=1 --", "1021"),
        ("", ""),
    ],
)
def test_every_miss_reads_the_same(browser: Browser, task: Task, number: str, digits: str) -> None:
    page = ask(browser, number, digits)
    assert page.status_code == 422
    assert NOT_FOUND in page.text
    assert digits not in page.text or len(digits) < 4


def test_ten_wrong_answers_close_the_case_for_the_day_but_not_its_slip(
    browser: Browser, db: Database, task: Task
) -> None:
    for _ in range(StatusThrottle().per_case):
        assert ask(browser, digits="9999").status_code == 422
    page = ask(browser)
    assert page.status_code == 429
    assert TOO_OFTEN in page.text
    assert browser.get(f"/s/{token_of(KEY, task.application_id)}").status_code == 200
    clock.set_offset(clock.offset() + dt.timedelta(days=1, minutes=1))
    assert ask(browser).status_code == 200
    ask(browser, digits="9999")
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(StatusQuery)) == 1


def test_one_address_cannot_try_one_case_after_another(
    config: Config, db: Database, runtime: Runtime, task: Task
) -> None:
    strict = replace(config, status_throttle=StatusThrottle(per_address=2))
    browser = Browser(create_app(strict, database=db, runtime=runtime).test_client())
    for number in ("150783-2019-A-00001", "150783-2019-A-00002"):
        assert ask(browser, number).status_code == 422
    assert ask(browser).status_code == 429


@pytest.mark.parametrize("end", sorted(words.ENDS))
def test_an_ended_case_says_how_it_ended_and_where_to_ask(
    browser: Browser, db: Database, task: Task, end: str
) -> None:
    change(db, task, state="ended", result=end)
    page = ask(browser).text
    assert words.ENDS[end] in page
    assert (words.ASK_WHY in page) is (end != "case_closed")


def test_a_suspended_case_says_that_it_stands_still(
    browser: Browser, db: Database, task: Task
) -> None:
    change(db, task, state="suspended")
    assert "暂时停办" in ask(browser).text


def test_a_notice_on_the_wall_tells_its_last_day(
    browser: Browser, db: Database, people: Cast, task: Task
) -> None:
    with db.write() as session:
        session.add(
            NoticedHousehold(
                application_id=task.application_id,
                programme_id=people.programmes["A"],
                level="village",
                area_code="150783100201",
                snapshot={},
                opened_at=clock.now(),
                posted_on=dt.date(2019, 6, 8),
                ends_at=clock.start_of(dt.date(2019, 6, 14)),
                state="posted",
            )
        )
        session.commit()
    assert "6月13日24时期满" in ask(browser).text


def test_words_are_there_for_every_stage_end_and_named_step(runtime: Runtime) -> None:
    drawn = runtime.library.current
    assert list(words.STAGES) == list(drawn.calls[MAIN_PROCESS])
    ends = {node.node_id for node in drawn.nodes(MAIN_PROCESS) if node.kind == "endEvent"}
    assert set(words.ENDS) == ends
    assert set(words.ASKED_OF_HOUSEHOLD) <= {each.node_id for each in drawn.user_tasks()}


# --- the slip


@pytest.mark.parametrize("token", ["1-aaaaaaaaaaaaaaaa", "x", "-", "1-", "99999999999-a", "１-a"])
def test_a_forged_slip_opens_nothing(browser: Browser, task: Task, token: str) -> None:
    page = browser.get(f"/s/{token}")
    assert page.status_code == 404
    assert NO_SLIP in page.text


def test_a_slip_opens_its_own_case_alone(task: Task) -> None:
    token = token_of(KEY, task.application_id)
    assert case_of(KEY, token) == (task.application_id, 0)
    assert case_of(KEY, token.replace(str(task.application_id), "2", 1)) is None
    assert case_of(b"another key", token) is None


def test_a_slip_that_was_lost_opens_nothing_and_a_new_one_does(
    as_role: AsRole, db: Database, task: Task
) -> None:
    address, number = f"/cases/{task.application_id}/slip", task.application_id
    for role in (Role.OFFICE_HANDLER, Role.VILLAGE_HEAD):
        assert as_role(role).post(address).status_code == 403
    clerk = as_role(Role.VILLAGE_CLERK)
    assert clerk.post(address).headers["Location"] == f"/cases/{number}/receipt"
    assert clerk.get(f"/s/{token_of(KEY, number)}").status_code == 404
    assert clerk.get(f"/s/{token_of(KEY, number, 1)}").status_code == 200
    with db.read() as session:
        entry = session.scalars(select(HistoryEntry).order_by(HistoryEntry.id.desc())).first()
        assert entry is not None
        assert (entry.kind, entry.payload) == ("slip_replaced", {"edition": 1})


def test_whoever_was_asked_for_money_is_told_whom_to_call(
    browser: Browser, as_role: AsRole, app: Flask, db: Database, task: Task
) -> None:
    with db.write() as session:
        programme_id = session.get_one(Application, task.application_id).programme_id
        programme = session.get_one(Programme, programme_id)
        set_parameter(
            session,
            programme,
            name="complaint_telephone",
            value="0470-3200000",
            valid_from=dt.date(2019, 1, 1),
            kind="proposed",
            source="R11",
            note="",
            set_by_id=None,
        )
        session.commit()
    app.extensions[EXTENSION].printer.program = ""
    slip = as_role(Role.VILLAGE_CLERK).get(f"/cases/{task.application_id}/slip").text
    assert "0470-3200000" in slip
    assert "tel:0470-3200000" in browser.get(f"/s/{token_of(KEY, task.application_id)}").text


def test_the_slip_is_a_page_to_print_where_no_program_prints(
    app: Flask, as_role: AsRole, task: Task
) -> None:
    app.extensions[EXTENSION].printer.program = ""
    page = as_role(Role.VILLAGE_CLERK).get(f"/cases/{task.application_id}/slip")
    assert page.status_code == 200
    assert NUMBER in page.text
    assert "不收钱" in page.text
    assert "惠风川村民委员会" in page.text
    # Without a public address no code is printed: the name of a request is nobody's word.
    assert "<svg" not in page.text


def test_the_code_leads_to_the_public_address_whatever_host_asked(
    config: Config, db: Database, runtime: Runtime, task: Task
) -> None:
    public = replace(config, public_url="https://anju.example")
    made = create_app(public, database=db, runtime=runtime)
    with made.test_request_context(base_url="https://evil.example"):
        address = slip_address(task.application_id)
    assert address == f"https://anju.example/s/{token_of(KEY, task.application_id)}"


def test_a_case_that_is_not_filed_has_no_slip_yet(
    as_role: AsRole, db: Database, task: Task
) -> None:
    change(db, task, number=None)
    page = as_role(Role.VILLAGE_CLERK).get(f"/cases/{task.application_id}/slip")
    assert page.status_code == 409
    assert "提交以后才有编号" in page.text


@pytest.mark.skipif(not Printer(Path()).program, reason="the printing program is missing")
def test_the_slip_is_one_page_with_what_comes_next(
    config: Config, db: Database, people: Cast, runtime: Runtime, task: Task
) -> None:
    public = replace(config, public_url="https://anju.example")
    clerk = Browser(create_app(public, database=db, runtime=runtime).test_client())
    clerk.log_in("village_clerk")
    answer = clerk.get(f"/cases/{task.application_id}/slip")
    assert answer.content_type == "application/pdf"
    document = pypdfium2.PdfDocument(answer.data)
    assert len(document) == 1
    words = document[0].get_textpage().get_text_bounded()
    for said in (NUMBER, "王秀英", "审核材料", "6月12日前", "不收钱", "盖章"):
        assert said in words
    assert ID_NUMBER not in words
