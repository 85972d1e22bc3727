"""A house photograph that stands in another case is not taken in, whoever sends it (F27)."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from sqlalchemy import select

from models.check_result import CheckResult
from models.database import Database
from models.document import Document
from models.history import HistoryEntry
from models.role import Role
from models.task import Task
from tests.cast import Cast
from tests.pictures import photo
from tests.webapp.conftest import Browser
from tests.webapp.open_cases import open_new
from workflows.runtime import Runtime

AsRole = Callable[..., Browser]
KIND = "危房照片-固定参照物"


@pytest.fixture
def clerk(as_role: AsRole, db: Database, runtime: Runtime, people: Cast) -> Browser:
    """The village clerk with two new applications; the first has its photograph."""
    browser = as_role(Role.VILLAGE_CLERK)
    for _ in range(2):
        open_new(db, people, runtime)
    assert send(browser, 1, photo("a house"))[0] == 303
    return browser


def send(browser: Browser, case: int, content: bytes, **headers: str) -> tuple[int, str]:
    answer = browser.post(
        f"/cases/{case}/documents",
        {"kind": KIND, "file": (io.BytesIO(content), "照片.jpg")},
        headers={"Referer": "https://localhost/", **headers},
    )
    return answer.status_code, answer.text


def test_it_is_refused_with_a_sentence_and_nothing_is_kept(clerk: Browser, db: Database) -> None:
    status, text = send(clerk, 2, photo("a house"))
    assert status == 422
    assert "不能再用,请到现场重新拍照" in text
    with db.read() as session:
        assert len(session.scalars(select(Document)).all()) == 1


def test_the_attempt_is_kept_and_stands_on_the_record_of_the_case(
    clerk: Browser, db: Database
) -> None:
    send(clerk, 2, photo("a house"))
    with db.read() as session:
        [row] = session.scalars(select(CheckResult).where(CheckResult.application_id == 2))
        [entry] = session.scalars(select(HistoryEntry).where(HistoryEntry.kind == "check_failed"))
    assert (row.check_id, row.result, row.effect, row.document_id) == ("F27", "fail", "block", None)
    assert (entry.application_id, entry.is_machine) == (2, True)


def test_another_photograph_is_taken_in(clerk: Browser) -> None:
    assert send(clerk, 2, photo("another house"))[0] == 303


def test_a_doubt_stands_beside_the_picture_where_it_is_ticked(clerk: Browser, db: Database) -> None:
    assert send(clerk, 2, photo("a house", scale=12))[0] == 303
    with db.read() as session:
        tasks = dict(session.execute(select(Task.application_id, Task.id)).all())
    assert "能重拍的请重拍" in clerk.get(f"/tasks/{tasks[2]}").text
    assert "能重拍的请重拍" not in clerk.get(f"/tasks/{tasks[1]}").text
