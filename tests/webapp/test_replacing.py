"""A document is replaced and never overwritten: the old one stays, with who, when and why."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.database import Database
from models.document import Document
from models.history import HistoryEntry
from models.role import Role
from models.task import Task
from tests.cast import COUNTY, Cast
from tests.pictures import photo
from tests.webapp.conftest import Browser
from tests.webapp.open_cases import open_new
from tests.webapp.test_documents import KIND, send
from workflows.runtime import Runtime

AsRole = Callable[..., Browser]
OLD, NEW = photo("blurred"), photo("sharp")
WHY = "原来那张拍糊了"


@pytest.fixture
def clerk(as_role: AsRole, db: Database, people: Cast, runtime: Runtime) -> Browser:
    """The village clerk with a new application (case 1) and a photograph (document 1)."""
    browser = as_role(Role.VILLAGE_CLERK)
    open_new(db, people, runtime)
    assert send(browser, OLD, "糊.jpg")[0] == 303
    return browser


def swap(browser: Browser, content: bytes = NEW, reason: str = WHY) -> TestResponse:
    sent = {"reason": reason, "file": (io.BytesIO(content), "清楚.jpg")}
    return browser.post("/documents/1/replacement", sent)


def rows(db: Database) -> list[tuple[int, int | None, str]]:
    with db.read() as session:
        found = session.scalars(select(Document).order_by(Document.id))
        return [(each.id, each.replaced_by_id, each.replaced_because) for each in found]


def test_the_old_one_stays_beside_the_new_one(clerk: Browser, db: Database) -> None:
    answer = swap(clerk)

    assert answer.status_code == 303
    assert rows(db) == [(1, 2, WHY), (2, None, "")]
    page = clerk.get("/cases/1/papers").text
    assert "已被替换的材料(1 份)" in page
    assert f"替换:{WHY}" in page


def test_both_can_be_read_by_who_may_and_by_nobody_else(clerk: Browser, as_role: AsRole) -> None:
    swap(clerk)

    assert clerk.get("/documents/1/original").data == OLD
    assert clerk.get("/documents/2/original").data == NEW
    stranger = as_role(Role.VILLAGE_CLERK, foreign=True)
    assert stranger.get("/documents/1/original").status_code == 404


def test_it_is_on_the_record_with_its_reason(clerk: Browser, db: Database) -> None:
    swap(clerk, reason="身份证 150783196203041021 拍反了")

    with db.read() as session:
        entry = session.scalars(
            select(HistoryEntry).where(HistoryEntry.kind == "document_replaced")
        ).one()
    assert (entry.payload["document"], entry.payload["replaces"]) == (2, 1)
    assert entry.payload["document_kind"] == KIND
    page = clerk.get("/cases/1/history").text
    assert f"替换{KIND}" in page
    for text in (str(entry.payload), page, clerk.get("/cases/1/papers").text, str(rows(db))):
        assert "150783196203041021" not in text


def test_the_new_one_is_what_counts(clerk: Browser) -> None:
    swap(clerk)

    page = clerk.get("/tasks/1").text
    assert 'name="document_ids" value="2"' in page
    assert 'name="document_ids" value="1"' not in page


@pytest.mark.parametrize(
    ("content", "reason", "sentence"),
    [
        (NEW, " ", "请写明为什么替换"),
        (NEW, "长" * 201, "不超过 200 个字"),
        (OLD, WHY, "还是原来那一份"),
        (b"no picture", WHY, "只能上传"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_changes(
    clerk: Browser, db: Database, content: bytes, reason: str, sentence: str
) -> None:
    answer = swap(clerk, content, reason)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows(db) == [(1, None, "")]


def test_a_reason_that_was_typed_comes_back_with_the_refusal(clerk: Browser) -> None:
    assert f'value="{WHY}"' in swap(clerk, b"no picture").text


def test_what_was_replaced_is_not_replaced_again(clerk: Browser, db: Database) -> None:
    swap(clerk)

    answer = swap(clerk, photo("third"))

    assert answer.status_code == 409
    assert "已被替换" in answer.text
    assert len(rows(db)) == 2


@pytest.mark.parametrize(
    ("role", "foreign", "status"),
    [
        (Role.TOWNSHIP_OFFICER, False, 303),
        (Role.VILLAGE_HEAD, False, 403),
        (Role.AUDITOR, False, 403),
        (Role.VILLAGE_CLERK, True, 404),
    ],
)
def test_who_may_replace(
    clerk: Browser, as_role: AsRole, db: Database, role: Role, foreign: bool, status: int
) -> None:
    assert swap(as_role(role, foreign=foreign)).status_code == status
    assert len(rows(db)) == 1 + (status == 303)


def test_a_village_replaces_nothing_that_a_higher_post_has_sent(
    clerk: Browser, as_role: AsRole, db: Database
) -> None:
    assert swap(as_role(Role.TOWNSHIP_OFFICER)).status_code == 303

    answer = clerk.post("/documents/2/replacement", {"reason": WHY, "file": (io.BytesIO(OLD), "")})

    assert answer.status_code == 403
    assert "由上传它的岗位或上级替换" in answer.text
    assert "/documents/2/replacement" not in clerk.get("/cases/1/papers").text
    office = as_role(Role.OFFICE_HANDLER)
    assert "/documents/2/replacement" in office.get("/cases/1/papers").text


def test_a_signed_paper_is_replaced_by_the_post_of_its_step(
    clerk: Browser, as_role: AsRole, db: Database
) -> None:
    with db.write() as session:
        session.get_one(Document, 1).task_id = 1
        task = session.get_one(Task, 1)
        task.role, task.area_code = Role.OFFICE_HANDLER.value, COUNTY
        session.commit()

    assert swap(clerk).status_code == 403
    assert swap(as_role(Role.TOWNSHIP_OFFICER)).status_code == 403
    assert swap(as_role(Role.OFFICE_HANDLER)).status_code == 303
