"""原件已核对: who saw which original, on the papers of the case and on its record."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from models.database import Database
from models.history import HistoryEntry
from models.original import OriginalSeen
from models.role import Role
from tests.cast import Cast
from tests.webapp.conftest import Browser
from tests.webapp.open_cases import open_new
from tests.webapp.test_documents import JPEG, send
from workflows import clock
from workflows.runtime import Runtime

AsRole = Callable[..., Browser]
KIND = "书面申请"


@pytest.fixture
def clerk(as_role: AsRole, db: Database, people: Cast, runtime: Runtime) -> Browser:
    """The village clerk with a new application (case 1)."""
    browser = as_role(Role.VILLAGE_CLERK)
    open_new(db, people, runtime)
    return browser


def tell(browser: Browser, **changed: str) -> tuple[int, str]:
    told = {"kind": KIND, "seen_by": "孙文书", "seen_on": clock.today().isoformat()}
    answer = browser.post("/cases/1/originals", told | changed)
    return answer.status_code, answer.text


def seen(db: Database) -> list[OriginalSeen]:
    with db.read() as session:
        return list(session.scalars(select(OriginalSeen).order_by(OriginalSeen.id)))


def test_an_original_without_a_scan_is_written_down(clerk: Browser, db: Database) -> None:
    assert tell(clerk)[0] == 303
    row = seen(db)[0]
    assert (row.kind, row.seen_by, row.document_id) == (KIND, "孙文书", None)
    page = clerk.get("/cases/1/papers").text
    assert "孙文书" in page
    assert "没有扫描件" in page
    with db.read() as session:
        kinds = session.scalars(select(HistoryEntry.kind)).all()
    assert kinds[-1] == "original_seen"
    assert f"核对{KIND}的原件" in clerk.get("/cases/1/history").text


def test_an_original_is_tied_to_its_scan(clerk: Browser, db: Database) -> None:
    assert send(clerk, JPEG, kind=KIND)[0] == 303
    assert tell(clerk)[0] == 303
    assert seen(db)[0].document_id == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"kind": "危房照片-固定参照物"}, "请选择核对的是哪一种原件"),
        ({"seen_by": " "}, "请填写谁核对的"),
        ({"seen_by": "孙" * 41}, "请填写谁核对的"),
        ({"seen_on": "昨天"}, "日期应写成"),
        ({"seen_on": "2999-01-01"}, "还没有到这一天"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    clerk: Browser, db: Database, changed: dict[str, str], sentence: str
) -> None:
    status, page = tell(clerk, **changed)
    assert status == 422
    assert sentence in page
    assert seen(db) == []


def test_nobody_from_elsewhere_writes_it_down(
    clerk: Browser, as_role: AsRole, db: Database
) -> None:
    assert tell(as_role(Role.VILLAGE_CLERK, foreign=True))[0] == 404
    assert tell(as_role(Role.AUDITOR))[0] == 403
    assert seen(db) == []
