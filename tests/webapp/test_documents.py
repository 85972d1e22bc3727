"""Uploads: what they really are, how big, whose, and how they are given out again."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable

import pytest
from sqlalchemy import select

from models.database import Database
from models.document import Document
from models.history import FileRead, HistoryEntry
from models.picture import Picture
from models.role import Role
from tests.cast import Cast
from tests.pictures import paper, photo
from tests.webapp.conftest import Browser
from tests.webapp.open_cases import open_new
from webapp.config import Config
from workflows.runtime import Runtime

AsRole = Callable[..., Browser]
JPEG, PNG, PDF = photo("a house"), photo("a house", "PNG"), paper()
KIND = "危房照片-固定参照物"


@pytest.fixture
def clerk(as_role: AsRole, db: Database, people: Cast, runtime: Runtime) -> Browser:
    """The village clerk with a new application (case 1, task 1)."""
    browser = as_role(Role.VILLAGE_CLERK)
    open_new(db, people, runtime)
    return browser


def send(
    browser: Browser, content: bytes, name: str = "照片.jpg", kind: str = KIND, **headers: str
) -> tuple[int, str]:
    answer = browser.post(
        "/cases/1/documents",
        {"kind": kind, "file": (io.BytesIO(content), name)},
        headers={"Referer": "https://localhost/", **headers},
    )
    return answer.status_code, answer.text


def documents(db: Database) -> list[Document]:
    with db.read() as session:
        return list(session.scalars(select(Document).order_by(Document.id)))


@pytest.mark.parametrize(
    ("content", "content_type"),
    [(JPEG, "image/jpeg"), (PNG, "image/png"), (PDF, "application/pdf")],
)
def test_the_type_is_told_by_the_content_and_not_by_the_name(
    clerk: Browser, db: Database, content: bytes, content_type: str
) -> None:
    assert send(clerk, content, "合同.exe")[0] == 303

    [document] = documents(db)
    assert document.content_type == content_type
    assert document.filename.startswith("合同.")
    assert not document.filename.endswith("exe")
    assert document.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg onload=alert(1)>", "网页或矢量图"),
        (b"GIF89a", "只能上传 JPG、PNG、HEIC 照片或 PDF"),
        (b"MZ an exe", "只能上传 JPG、PNG、HEIC 照片或 PDF"),
        (JPEG[: len(JPEG) // 2], "读不出来"),
        (b"", "空的"),
        (JPEG + b"x" * (10 * 1024 * 1024), "超过 10 MB"),
    ],
)
def test_what_is_no_picture_or_paper_or_too_big_is_refused_in_words(
    clerk: Browser, db: Database, content: bytes, sentence: str
) -> None:
    status, page = send(clerk, content)

    assert status == 422
    assert sentence in page
    assert documents(db) == []


def test_a_request_that_is_too_long_does_not_even_reach_the_check(
    clerk: Browser, db: Database
) -> None:
    status, page = send(clerk, JPEG + b"x" * (61 * 1024 * 1024))

    assert status == 413
    assert "10 MB" in page
    assert documents(db) == []


def test_an_unknown_kind_is_refused(clerk: Browser, db: Database) -> None:
    assert send(clerk, JPEG, kind="随便什么")[0] == 422
    assert documents(db) == []


def test_no_file_at_all_is_refused(clerk: Browser) -> None:
    answer = clerk.post("/cases/1/documents", {"kind": KIND})

    assert answer.status_code == 422
    assert "请先选择" in answer.text


def test_the_same_picture_twice_is_one_document(clerk: Browser, db: Database) -> None:
    send(clerk, JPEG)
    send(clerk, JPEG)

    assert len(documents(db)) == 1


def test_a_caller_that_asks_gets_the_number(clerk: Browser) -> None:
    status, text = send(clerk, JPEG, Accept="application/json")

    assert status == 201
    assert '"id":1' in text.replace(" ", "")


def test_an_upload_is_on_the_record_without_the_name_of_its_file(
    clerk: Browser, db: Database
) -> None:
    send(clerk, JPEG, "150783196203041021王秀英.jpg")

    with db.read() as session:
        entry = session.scalars(
            select(HistoryEntry).where(HistoryEntry.kind == "document_added")
        ).one()
    assert entry.payload["document_kind"] == KIND
    assert "150783196203041021" not in str(entry.payload)


def test_the_name_loses_folders_and_strange_characters(clerk: Browser, db: Database) -> None:
    send(clerk, JPEG, "../../etc/pass\u202ewd.jpg")

    assert documents(db)[0].filename == "passwd.jpg"


@pytest.mark.parametrize(
    ("role", "foreign", "status"),
    [
        (Role.TOWNSHIP_OFFICER, False, 303),
        (Role.OFFICE_HANDLER, False, 303),
        (Role.VILLAGE_HEAD, False, 403),
        (Role.OFFICE_APPROVER, False, 403),
        (Role.AUDITOR, False, 403),
        (Role.FINANCE_OFFICER, False, 404),
        (Role.ADMINISTRATOR, False, 404),
        (Role.VILLAGE_CLERK, True, 404),
        (Role.OFFICE_HANDLER, True, 404),
    ],
)
def test_who_may_upload(
    clerk: Browser, as_role: AsRole, db: Database, role: Role, foreign: bool, status: int
) -> None:
    assert send(as_role(role, foreign=foreign), JPEG)[0] == status
    assert len(documents(db)) == (status == 303)


def test_a_picture_opens_in_the_page_and_a_paper_is_saved(clerk: Browser) -> None:
    send(clerk, JPEG)
    send(clerk, PDF, "证明.pdf")

    picture, scan = clerk.get("/documents/1"), clerk.get("/documents/2")

    assert picture.headers["Content-Disposition"].startswith("inline;")
    assert scan.headers["Content-Disposition"].startswith("attachment;")
    assert scan.data == PDF
    for answer in (picture, scan):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("copy", ["", "/thumbnail"])
def test_what_a_page_shows_is_a_copy_and_the_original_is_saved(clerk: Browser, copy: str) -> None:
    tagged = JPEG + b"<script>"
    send(clerk, tagged)

    shown, original = clerk.get(f"/documents/1{copy}"), clerk.get("/documents/1/original")

    assert shown.content_type == "image/jpeg"
    assert b"<script>" not in shown.data
    assert original.data == tagged
    assert original.content_length == len(tagged)
    assert original.headers["Content-Disposition"].startswith("attachment;")


def test_a_browser_that_has_the_bytes_asks_again_and_gets_none(
    clerk: Browser, as_role: AsRole
) -> None:
    send(clerk, JPEG)
    first = clerk.get("/documents/1")
    has = {"If-None-Match": first.headers["ETag"]}

    assert first.headers["Cache-Control"] == "private, no-cache"
    again = clerk.get("/documents/1", headers=has)
    assert (again.status_code, again.data) == (304, b"")
    stranger = as_role(Role.VILLAGE_CLERK, foreign=True)
    assert stranger.get("/documents/1", headers=has).status_code == 404


def test_a_paper_has_a_sign_in_place_of_a_thumbnail(clerk: Browser) -> None:
    send(clerk, PDF, "证明.pdf")

    sign = clerk.get("/documents/1/thumbnail")

    assert sign.status_code == 302
    assert clerk.get(sign.location).content_type.startswith("image/svg+xml")


def test_a_document_whose_bytes_are_lost_is_not_found(clerk: Browser, config: Config) -> None:
    send(clerk, JPEG)
    for path in config.storage_dir.rglob("??/*"):
        path.unlink()

    for address in ("/documents/1", "/documents/1/thumbnail", "/documents/1/original"):
        assert clerk.get(address).status_code == 404


def test_what_the_picture_says_of_itself_has_a_row(clerk: Browser, db: Database) -> None:
    send(clerk, JPEG)
    send(clerk, PDF, "证明.pdf")

    with db.read() as session:
        [row] = session.scalars(select(Picture))
    assert (row.document_id, row.width, row.height, row.taken_at) == (1, 48, 32, None)


def test_of_several_files_the_good_ones_are_kept_and_the_others_named(
    clerk: Browser, db: Database
) -> None:
    files = [
        (io.BytesIO(JPEG), "一.jpg"),
        (io.BytesIO(b"no"), "二.jpg"),
        (io.BytesIO(PNG), "三.png"),
    ]

    answer = clerk.post("/cases/1/documents", {"kind": KIND, "file": files})

    assert answer.status_code == 303
    assert [each.filename for each in documents(db)] == ["一.jpg", "三.png"]
    page = clerk.get(answer.location).text
    assert "(2 份)" in page
    assert "没有上传:“二”:只能上传" in page


@pytest.mark.parametrize(
    ("role", "foreign"),
    [(Role.VILLAGE_CLERK, True), (Role.FINANCE_OFFICER, False), (Role.ADMINISTRATOR, False)],
)
def test_a_foreign_document_and_an_unknown_one_read_the_same(
    clerk: Browser, as_role: AsRole, role: Role, foreign: bool
) -> None:
    send(clerk, JPEG)
    stranger = as_role(role, foreign=foreign)

    assert stranger.get("/documents/1").status_code == 404
    assert stranger.get("/documents/999").status_code == 404


def test_an_auditor_who_opens_a_document_is_on_the_record(
    clerk: Browser, as_role: AsRole, db: Database
) -> None:
    send(clerk, JPEG)

    as_role(Role.AUDITOR).get("/documents/1")

    with db.read() as session:
        assert session.scalars(select(FileRead.what)).all() == [f"材料:{KIND}"]


def test_the_bytes_lie_under_their_hash(clerk: Browser, config: Config) -> None:
    send(clerk, JPEG)

    key = hashlib.sha256(JPEG).hexdigest()
    assert (config.storage_dir / key[:2] / key).read_bytes() == JPEG


def test_uploading_inside_a_form_keeps_everything_typed(clerk: Browser, db: Database) -> None:
    page = clerk.post(
        "/tasks/1/documents?field=document_ids",
        {
            "address": "一组 12 号",
            "hukou": "农业",
            "document_ids-kind": KIND,
            "document_ids-file": (io.BytesIO(JPEG), "房子.jpg"),
        },
    )

    assert page.status_code == 200
    assert 'value="一组 12 号"' in page.text
    assert 'name="document_ids" value="1" checked' in page.text
    assert len(documents(db)) == 1


def test_a_script_that_uploads_gets_only_the_new_boxes(clerk: Browser) -> None:
    answer = clerk.post(
        "/tasks/1/documents?field=document_ids",
        {
            "document_ids-kind": KIND,
            "document_ids-file": [
                (io.BytesIO(JPEG), "一.jpg"),
                (io.BytesIO(JPEG + b"2"), "二.jpg"),
            ],
        },
        headers={"Referer": "https://localhost/", "X-Fragment": "1"},
    )

    assert answer.text.count('type="checkbox" name="document_ids"') == 2
    assert "<html" not in answer.text


@pytest.mark.parametrize(
    ("field", "kind", "status"),
    [("document_ids", "鉴定报告", 422), ("address", KIND, 404), ("nothing", KIND, 404)],
)
def test_a_form_takes_only_the_papers_that_it_asks_for(
    clerk: Browser, db: Database, field: str, kind: str, status: int
) -> None:
    answer = clerk.post(
        f"/tasks/1/documents?field={field}",
        {f"{field}-kind": kind, f"{field}-file": (io.BytesIO(JPEG), "一.jpg")},
    )

    assert answer.status_code == status
    assert documents(db) == []


def test_a_bad_file_inside_a_form_is_told_beside_its_question(clerk: Browser) -> None:
    answer = clerk.post(
        "/tasks/1/documents?field=document_ids",
        {
            "address": "一组 12 号",
            "document_ids-kind": KIND,
            "document_ids-file": (io.BytesIO(b"no picture"), "一.jpg"),
        },
    )

    assert answer.status_code == 422
    assert "只能上传" in answer.text
    assert 'value="一组 12 号"' in answer.text


def test_a_chosen_file_that_was_not_sent_stops_the_step(clerk: Browser) -> None:
    answer = clerk.post(
        "/tasks/1", {"outcome": "done", "address": "一组 12 号", "document_ids-file": "房子.jpg"}
    )

    assert answer.status_code == 422
    assert "所选文件还没有上传" in answer.text
    assert 'value="一组 12 号"' in answer.text


def test_a_document_of_another_case_cannot_be_chosen(
    clerk: Browser, db: Database, people: Cast, runtime: Runtime
) -> None:
    send(clerk, JPEG)
    open_new(db, people, runtime)

    answer = clerk.post("/tasks/2", {"outcome": "done", "document_ids": "1"})

    assert answer.status_code == 422
    assert "不属于这一件" in answer.text
