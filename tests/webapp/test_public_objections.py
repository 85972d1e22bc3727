"""提出异议: without an account or a cookie, once, in bounds, and followed by a code alone."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from models.application import Application
from models.database import Database
from models.history import HistoryEntry
from models.notice import NoticedHousehold, PublicNotice
from models.objection import Objection, ObjectionCount, ObjectionPicture
from models.role import Role
from models.task import Task
from tests.cast import Cast
from tests.pictures import paper, photo
from tests.servers import server_of
from tests.webapp.conftest import Browser
from tests.webapp.open_cases import open_new
from webapp.config import Config, ObjectionLimits
from webapp.objections.intake import NOTICE_FULL, PICTURES_ONLY, TOO_OFTEN
from webapp.objections.pages import NO_RECEIPT, STALE, TOO_FAST, TRAPPED, UNKNOWN
from workflows import clock
from workflows.objection_codes import LENGTH
from workflows.runtime import Runtime

NUMBER = "GS-2019-00007"
ADDRESS = f"/notices/{NUMBER}/objection"
SAID = "他家在镇上另有楼房。"
AsRole = Callable[..., Browser]


@pytest.fixture
def cases(db: Database, people: Cast, runtime: Runtime) -> list[int]:
    """Two cases on one county notice that hangs and stands on the site."""
    numbers = [open_new(db, people, runtime) for _ in range(2)]
    names = ("王秀英", "包玉山")
    with db.write() as session:
        notice = PublicNotice(
            county_code="150783",
            number=NUMBER,
            programme_id=people.programmes["A"],
            level="county",
            area_code="150783",
            content={
                "title": "关于2019年农村危房改造拟改造对象的公示",
                "objections": {"office": "市危改办", "telephone": "0470-3200000"},
                "rows": [
                    {"position": place, "name": name, "village": "惠风川村"}
                    for place, name in enumerate(names, start=1)
                ],
            },
            content_hash="0" * 64,
            planned_on=dt.date(2019, 6, 6),
            made_at=clock.now(),
            state="posted",
            posted_on=dt.date(2019, 6, 6),
            ends_at=clock.start_of(dt.date(2019, 6, 14)),
            is_on_site=True,
            leaves_site_at=clock.start_of(dt.date(2019, 7, 14)),
            household_count=2,
            open_count=2,
        )
        session.add(notice)
        session.flush()
        for place, number in enumerate(numbers, start=1):
            session.get_one(Application, number).head_name = names[place - 1]
            session.add(
                NoticedHousehold(
                    application_id=number,
                    programme_id=people.programmes["A"],
                    level="county",
                    area_code="150783",
                    notice_id=notice.id,
                    position=place,
                    snapshot={},
                    opened_at=clock.now(),
                    posted_on=notice.posted_on,
                    ends_at=notice.ends_at,
                    state="posted",
                )
            )
        session.commit()
    return numbers


def opened(browser: Browser) -> str:
    """Open the page and read it for a while; its token."""
    page = browser.get(ADDRESS)
    assert page.status_code == 200, page.text
    found = re.search(r'name="token" value="([^"]+)"', page.text)
    assert found is not None
    clock.set_offset(clock.offset() + dt.timedelta(seconds=60))
    return found[1]


def send(browser: Browser, **told: Any) -> TestResponse:
    """Send what is told, on a page that was just opened."""
    token = told.pop("token", None) or opened(browser)
    address = told.pop("address", ADDRESS)
    data = {"token": token, "about": "1", "content": SAID, **told}
    return browser.client.post(address, data=data, base_url="https://localhost")


def receipt(browser: Browser, answer: TestResponse) -> str:
    """The code on the receipt to which ``answer`` leads."""
    assert answer.status_code == 303, answer.text
    page = browser.get(answer.headers["Location"])
    assert page.status_code == 200
    found = re.search(r'class="code">([^<]+)<', page.text)
    assert found is not None
    return found[1]


def follow(browser: Browser, code: str) -> TestResponse:
    return browser.client.post("/objections", data={"code": code}, base_url="https://localhost")


def rows(db: Database, table: type[Any]) -> list[Any]:
    with db.read() as session:
        found = list(session.scalars(select(table).order_by(*table.__table__.primary_key)))
        session.expunge_all()
    return found


def test_it_is_taken_in_without_an_account_and_followed_by_its_code(
    browser: Browser, db: Database, cases: list[int]
) -> None:
    answer = send(browser, objector_name="宋玉山")
    code = receipt(browser, answer)
    assert "Set-Cookie" not in answer.headers
    assert len(code.replace("-", "")) == LENGTH
    page = follow(browser, code.lower())
    assert page.status_code == 200
    assert "正在办理" in page.text
    assert "调查异议" in page.text
    assert "宋玉山" not in page.text
    [filed] = rows(db, Objection)
    assert (filed.application_id, filed.blocks, filed.received_by_id) == (cases[0], True, None)
    [entry] = [each for each in rows(db, HistoryEntry) if each.kind == "objection_received"]
    assert entry.is_machine
    assert "宋玉山" not in str(entry.payload)


def test_what_was_said_and_who_said_it_are_sealed(
    browser: Browser, db: Database, cases: list[int]
) -> None:
    code = receipt(browser, send(browser, objector_name="宋玉山", contact="13847001234"))
    with db.read() as session:
        raw = session.connection().exec_driver_sql("SELECT * FROM objections").all()
    stored = str(raw)
    for secret in (SAID, "宋玉山", "13847001234", code, code.replace("-", "")):
        assert secret not in stored


def test_the_same_page_sent_twice_is_one_objection(
    browser: Browser, db: Database, cases: list[int]
) -> None:
    token = opened(browser)
    first, second = (receipt(browser, send(browser, token=token)) for _ in range(2))
    assert first == second
    assert len(rows(db, Objection)) == 1


def test_the_same_words_from_somebody_else_have_a_code_of_their_own_and_cost_no_work(
    browser: Browser, db: Database, cases: list[int]
) -> None:
    first, second = (receipt(browser, send(browser)) for _ in range(2))
    assert first != second
    assert "同一件事" in follow(browser, second).text
    tasks = [each for each in rows(db, Task) if each.node_id == "investigate_objection"]
    assert len(tasks) == 1


@pytest.mark.parametrize(
    ("about", "blocks", "node"),
    [("notice", True, "investigate_objection"), ("general", False, "screen_objection")],
)
def test_it_may_be_about_the_notice_or_about_nobody_named(
    browser: Browser, db: Database, cases: list[int], about: str, blocks: bool, node: str
) -> None:
    receipt(browser, send(browser, about=about))
    [filed] = rows(db, Objection)
    assert (filed.application_id, filed.blocks) == (None, blocks)
    assert {task.node_id for task in rows(db, Task)} >= {node}


def test_after_the_last_day_it_is_taken_in_as_late_and_says_so(
    browser: Browser, db: Database, cases: list[int]
) -> None:
    clock.set_now(clock.start_of(dt.date(2019, 6, 14)) + dt.timedelta(hours=9))
    assert "期满" in browser.get(ADDRESS).text
    answer = send(browser)
    assert "期满以后" in browser.get(answer.headers["Location"]).text
    [filed] = rows(db, Objection)
    assert (filed.is_late, filed.blocks) == (True, False)


def test_a_notice_that_is_not_on_the_site_takes_none_and_reads_like_one_that_never_was(
    browser: Browser, db: Database, cases: list[int]
) -> None:
    token = opened(browser)
    never = browser.get("/notices/GS-2019-99999/objection")
    assert never.status_code == 404
    with db.write() as session:
        session.execute(update(PublicNotice).values(is_on_site=False))
        session.commit()
    gone = browser.get(ADDRESS)
    assert (gone.status_code, gone.text) == (404, never.text)
    assert send(browser, token=token).status_code == 404
    assert rows(db, Objection) == []


@pytest.mark.long
def test_ten_thousand_from_one_address_are_a_few_rows(
    browser: Browser, db: Database, cases: list[int]
) -> None:
    token, answers = opened(browser), set()
    for number in range(10_000):
        if number % 100 == 0:
            token = opened(browser)
        answers.add(send(browser, token=token, content=f"第{number}次反映。").status_code)
    assert answers == {303, 429}
    taken = len(rows(db, Objection))
    assert 0 < taken < 60
    assert len(rows(db, ObjectionCount)) == 2
    (count,) = (each for each in rows(db, ObjectionCount) if each.refused)
    assert count.refused > 100
    told = [each for each in rows(db, HistoryEntry) if each.kind == "objections_throttled"]
    assert told


@pytest.mark.parametrize(
    "gone",
    [{"state": "taken_off"}, {"state": "cancelled"}, {"state": "closed", "result": "upheld"}],
    ids=["corrected", "given up", "struck off"],
)
def test_a_household_that_is_off_the_sheet_is_named_to_nobody(
    browser: Browser, db: Database, cases: list[int], gone: dict[str, str]
) -> None:
    with db.write() as session:
        first = update(NoticedHousehold).where(NoticedHousehold.position == 1)
        session.execute(first.values(**gone))
        session.commit()
    page = browser.get(ADDRESS).text
    assert "王秀英" not in page
    assert "包玉山" in page
    assert send(browser, about="1").status_code == 422


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"token": "forged"}, STALE),
        ({"homepage": "http://spam.example"}, TRAPPED),
        ({"about": ""}, "请选择对哪一户"),
        ({"about": "99"}, "请从给出的答案里选择"),
        ({"content": "字" * 2001}, "最多 2000 个字"),
        ({"content": "看\x00不见"}, "不能识别的字符"),
    ],
)
def test_what_cannot_be_taken_in_is_said_and_nothing_is_lost(
    browser: Browser, db: Database, cases: list[int], told: dict[str, str], sentence: str
) -> None:
    page = send(browser, **{"contact": "村东头", **told})
    assert page.status_code == 422
    assert sentence in page.text
    assert "村东头" in page.text
    assert rows(db, Objection) == []


def test_a_page_that_lay_open_for_too_long_keeps_what_was_written(
    browser: Browser, db: Database, cases: list[int]
) -> None:
    token = opened(browser)
    clock.set_offset(clock.offset() + dt.timedelta(hours=25))
    page = send(browser, token=token)
    assert page.status_code == 422
    assert STALE in page.text
    assert SAID in page.text
    fresh = re.search(r'name="token" value="([^"]+)"', page.text)
    assert fresh is not None
    clock.set_offset(clock.offset() + dt.timedelta(seconds=60))
    receipt(browser, send(browser, token=fresh[1]))


def test_a_token_is_good_for_its_own_notice_alone(
    browser: Browser, db: Database, cases: list[int]
) -> None:
    token = opened(browser)
    with db.write() as session:
        session.execute(update(PublicNotice).values(number="GS-2019-00008"))
        session.commit()
    page = send(browser, token=token, address="/notices/GS-2019-00008/objection")
    assert (page.status_code, STALE in page.text) == (422, True)


def test_nobody_writes_an_objection_in_two_seconds(
    browser: Browser, db: Database, cases: list[int]
) -> None:
    token = opened(browser)
    clock.set_offset(clock.offset() - dt.timedelta(seconds=58))
    page = send(browser, token=token)
    assert (page.status_code, TOO_FAST in page.text) == (422, True)
    clock.set_offset(clock.offset() + dt.timedelta(seconds=30))
    receipt(browser, send(browser, token=token))


def test_script_in_a_name_or_a_text_is_only_text(
    browser: Browser, as_role: AsRole, db: Database, cases: list[int]
) -> None:
    script = "<script>alert(1)</script>"
    refused = send(browser, content=script, objector_name=script, about="")
    assert script not in refused.text
    receipt(browser, send(browser, content=script, objector_name=script))
    [task] = [each for each in rows(db, Task) if each.node_id == "investigate_objection"]
    page = as_role(Role.OFFICE_HANDLER).get(f"/tasks/{task.id}")
    assert "&lt;script&gt;alert" in page.text
    assert script not in page.text


def test_photographs_are_for_those_who_look_into_it(
    browser: Browser, as_role: AsRole, db: Database, cases: list[int]
) -> None:
    pictures = [(io.BytesIO(photo(f"objection {n}")), f"{n}.jpg") for n in range(2)]
    receipt(browser, send(browser, photographs=pictures))
    assert len(rows(db, ObjectionPicture)) == 2
    [task] = [each for each in rows(db, Task) if each.node_id == "investigate_objection"]
    handler, clerk = as_role(Role.OFFICE_HANDLER), as_role(Role.VILLAGE_CLERK)
    assert "/objection-pictures/1" in handler.get(f"/tasks/{task.id}").text
    shown = handler.get("/objection-pictures/1")
    assert (shown.status_code, shown.content_type) == (200, "image/jpeg")
    for stranger in (clerk, as_role(Role.OFFICE_HANDLER, foreign=True)):
        assert stranger.get("/objection-pictures/1").status_code == 404
    assert browser.get("/objection-pictures/1").status_code == 302
    assert "objection" not in clerk.get(f"/cases/{cases[0]}/papers").text


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ([(b"<svg onload=alert(1)>", "a.jpg")], PICTURES_ONLY),
        ([(paper(), "a.jpg")], PICTURES_ONLY),
        ([(photo("cut")[:200], "a.jpg")], "读不出来"),
        ([(photo(str(n)), f"{n}.jpg") for n in range(4)], "最多 3 张"),
    ],
)
def test_what_is_no_picture_is_refused_and_the_text_is_kept(
    browser: Browser,
    db: Database,
    cases: list[int],
    sent: list[tuple[bytes, str]],
    sentence: str,
) -> None:
    files = [(io.BytesIO(content), name) for content, name in sent]
    page = send(browser, photographs=files)
    assert page.status_code == 422
    assert sentence in page.text
    assert SAID in page.text
    assert rows(db, Objection) == []


def test_more_than_three_photographs_can_be_is_refused_unread(
    config: Config, db: Database, people: Cast, runtime: Runtime, cases: list[int]
) -> None:
    small = replace(config, uploads=replace(config.uploads, file_megabytes=1))
    browser = Browser(server_of(small, db, runtime).test_client())
    page = send(browser, photographs=[(io.BytesIO(b"\xff\xd8\xff" + bytes(4_000_000)), "a.jpg")])
    assert page.status_code == 413
    assert "太多" in page.text


@pytest.fixture
def strict(config: Config, db: Database, runtime: Runtime, cases: list[int]) -> Callable[..., Any]:
    """A browser at another address, of a server that lets little in."""
    limits = ObjectionLimits(per_address=2, per_notice=3, wrong_codes=2)
    app = server_of(replace(config, objections=limits), db, runtime)

    def at(address: str) -> Browser:
        browser = Browser(app.test_client())
        browser.client.environ_base["REMOTE_ADDR"] = address
        return browser

    return at


def test_a_flood_from_one_address_is_turned_away_and_others_go_on(
    strict: Callable[..., Browser], db: Database
) -> None:
    flood = strict("203.0.113.7")
    for text in ("一", "二"):
        receipt(flood, send(flood, content=text))
    for text in ("三", "四", "五"):
        page = send(flood, content=text)
        assert page.status_code == 429
        assert TOO_OFTEN in page.text
        assert text in page.text
    receipt(strict("203.0.113.8"), send(strict("203.0.113.8"), content="另一件"))
    refused = [each.refused for each in rows(db, ObjectionCount)]
    assert sorted(refused) == [0, 0, 3]
    told = [each for each in rows(db, HistoryEntry) if each.kind == "objections_throttled"]
    assert len(told) == 1
    clock.set_offset(clock.offset() + dt.timedelta(minutes=61))
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(Objection)) == 3


def test_many_addresses_do_not_flood_one_notice(
    strict: Callable[..., Browser], db: Database
) -> None:
    for n in range(3):
        browser = strict(f"203.0.113.{n}")
        receipt(browser, send(browser, content=f"第{n}件"))
    last = strict("203.0.113.99")
    page = send(last)
    assert (page.status_code, NOTICE_FULL in page.text) == (429, True)
    clock.set_offset(clock.offset() + dt.timedelta(days=1, minutes=1))
    receipt(last, send(last))


def test_one_network_of_the_newer_kind_is_one_sender(strict: Callable[..., Browser]) -> None:
    for n in range(2):
        browser = strict(f"2001:db8::{n}")
        receipt(browser, send(browser, content=f"第{n}件"))
    assert send(strict("2001:db8::ffff"), content="又一件").status_code == 429


@pytest.mark.parametrize("code", ["", "ABCDE-23456", "' OR 1=1 --", "字" * 50, "ABCDE23456X"])
def test_every_code_that_is_none_reads_the_same(
    browser: Browser, cases: list[int], code: str
) -> None:
    page = follow(browser, code)
    assert page.status_code == 422
    assert UNKNOWN in page.text


def test_codes_are_not_guessed(strict: Callable[..., Browser], db: Database) -> None:
    browser = strict("203.0.113.7")
    code = receipt(browser, send(browser))
    for _ in range(2):
        assert follow(browser, "ABCDE-23456").status_code == 422
    assert follow(browser, code).status_code == 429
    assert follow(strict("203.0.113.8"), code).status_code == 200


def test_a_receipt_is_shown_for_an_hour_and_to_nobody_who_made_up_its_address(
    browser: Browser, cases: list[int]
) -> None:
    answer = send(browser)
    clock.set_offset(clock.offset() + dt.timedelta(minutes=61))
    for address in (answer.headers["Location"], "/objections/receipt/1", "/objections/receipt/x.y"):
        page = browser.get(address)
        assert page.status_code == 404
        assert NO_RECEIPT in page.text


def test_a_clerk_of_any_level_takes_down_what_somebody_says_and_hands_over_the_receipt(
    browser: Browser, as_role: AsRole, db: Database, cases: list[int]
) -> None:
    for role in (Role.VILLAGE_CLERK, Role.TOWNSHIP_OFFICER, Role.OFFICE_HANDLER):
        clerk = as_role(role)
        told = {
            "notice_id": "1",
            "aims_at": "household",
            "came_by": "call",
            "content": f"{role}听说的事。",
            "received_on": clock.today().isoformat(),
        }
        answer = clerk.post(f"/cases/{cases[0]}/objections/new", told)
        assert answer.status_code == 303, answer.text
        assert "正在办理" in follow(browser, receipt(clerk, answer)).text
    refused = as_role(Role.VILLAGE_HEAD).get(f"/cases/{cases[0]}/objections/new")
    assert refused.status_code == 403
