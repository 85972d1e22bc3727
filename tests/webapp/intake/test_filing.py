"""检查并提交: the whole in words, filed once, with a receipt; the same signature twice is held."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest
from sqlalchemy import select

from models.application import Application
from models.check_result import CheckResult
from models.database import Database
from models.document import Document
from models.history import HistoryEntry
from models.household import Person
from models.intake_draft import FROM_SHEET, IntakeDraft
from models.role import Role
from models.village import Filing
from tests.cast import VILLAGE, Cast, add_account
from tests.forms.village_case import identity
from tests.pictures import photo
from tests.webapp.conftest import Browser
from tests.webapp.intake.drafting import OTHER_STROKES, PAGES, STROKES, Typist, begin

AsRole = Callable[..., Browser]


@pytest.fixture
def typist(as_role: AsRole, db: Database) -> Typist:
    return begin(as_role(Role.VILLAGE_CLERK), db)


@pytest.fixture
def complete(typist: Typist) -> Typist:
    typist.fill()
    typist.sign()
    return typist


OTHER = PAGES["members"]["members-1-name"]


def applications(db: Database) -> list[Application]:
    with db.read() as session:
        return list(session.scalars(select(Application).order_by(Application.id)))


def family_of(order: int) -> dict[str, str]:
    return {"members-0-name": "包金山", "members-0-id_number": identity("19701010", order)}


def test_the_whole_application_stands_in_words_with_a_way_back(complete: Typist) -> None:
    page = complete.browser.get(f"{complete.path}/check").text
    for words in ("阿拉坦·巴图", "150783********101", "138****1234", "48.5 ㎡", "疑似D级", "是"):
        assert words in page
    assert f'href="{complete.path}/house?back=check#f-rooms"' in page
    assert "19680312" not in page
    assert "提交申请" in page


def test_a_change_comes_back_to_the_check(complete: Typist) -> None:
    saved = complete.save("house", query="?back=check")
    assert saved.headers["Location"] == f"{complete.path}/check"


def test_what_lacks_is_told_all_at_once_and_does_not_hinder(typist: Typist) -> None:
    typist.fill("photos", "papers")
    typist.sign()
    page = typist.browser.get(f"{typist.path}/check").text
    assert "户籍证明、扶贫办证明原件、扶贫办证明复印件、危房照片" in page
    assert typist.file().status_code == 303


def test_filing_opens_the_case_and_hands_it_in(complete: Typist, db: Database) -> None:
    filed = complete.file()
    assert (filed.status_code, filed.headers["Location"]) == (303, "/cases/1/receipt")
    [application] = applications(db)
    assert application.number == "150783-2019-A-00001"
    assert application.head_name == "阿拉坦·巴图"
    with db.read() as session:
        filing = session.scalars(select(Filing)).one()
        assert (filing.asked_by, filing.signing) == ("户主本人", "本人签字")
        assert len(filing.document_ids) == 3
        kinds = select(Document.kind).where(Document.application_id == 1)
        assert set(session.scalars(kinds)) >= {"屏幕签字", "危房照片-固定参照物"}
        assert len(session.scalars(select(Person)).all()) == 3
        told = session.scalars(select(HistoryEntry).where(HistoryEntry.kind == "draft_filed")).one()
        assert told.payload["typed_by"] == ["赵小村"]
    assert "录入:赵小村" in complete.browser.get("/cases/1/history").text


def test_the_receipt_says_what_comes_next_and_that_it_is_free(complete: Typist) -> None:
    page = complete.browser.get(complete.file().headers["Location"]).text
    for words in ("150783-2019-A-00001", "受理检查", "最迟", "不收任何费用", "/cases/1/slip"):
        assert words in page


def test_a_double_click_files_once_and_leads_to_the_same_receipt(
    complete: Typist, db: Database
) -> None:
    version = complete.version()
    first, second = complete.file(version), complete.file(version)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(applications(db)) == 1


def test_a_colleague_who_files_again_is_led_to_the_case(
    complete: Typist, db: Database, app: object
) -> None:
    version = complete.version()
    complete.file(version)
    with db.write() as session:
        add_account(session, "second_clerk", "李文书", (Role.VILLAGE_CLERK, VILLAGE))
        session.commit()
    browser = Browser(app.test_client())  # type: ignore[attr-defined]
    browser.log_in("second_clerk")
    again = Typist(browser, db, complete.number).file(version)
    assert again.status_code == 409
    assert 'href="/cases/1"' in again.text
    assert len(applications(db)) == 1


def test_what_was_changed_since_it_was_shown_is_shown_again(complete: Typist, db: Database) -> None:
    refused = complete.file(complete.version() - 1)
    assert refused.status_code == 409
    assert "请再看一遍" in refused.text
    assert applications(db) == []


def test_nothing_is_filed_without_a_signature(typist: Typist, db: Database) -> None:
    typist.fill()
    refused = typist.file()
    assert refused.status_code == 422
    assert "还有 1 项没有完成" in refused.text
    assert applications(db) == []


def test_a_row_of_a_sheet_is_not_filed_without_photographs(typist: Typist, db: Database) -> None:
    typist.fill("photos")
    typist.sign()
    with db.write() as session:
        session.get_one(IntakeDraft, typist.number).origin = FROM_SHEET
        session.commit()
    refused = typist.file()
    assert refused.status_code == 422
    assert "照片" in refused.text.split("没有完成")[1][:200]


def test_a_person_of_another_case_is_told_beside_the_name(
    complete: Typist, db: Database, as_role: AsRole
) -> None:
    complete.file()
    again = begin(complete.browser, db)
    saved = again.save("applicant")
    page = again.browser.get(saved.headers["Location"]).text
    assert "已在另一件申请里" in page


def test_the_same_signature_in_two_cases_is_held(complete: Typist, db: Database) -> None:
    complete.file()
    other = begin(complete.browser, db)
    other.fill("applicant", "members")
    other.save("applicant", PAGES["applicant"] | family_of(103))
    other.save("members", {})
    # The same strokes, drawn elsewhere on the screen.
    moved = [[[x + 31, y + 17] for x, y in line] for line in json.loads(STROKES)]
    other.sign(json.dumps(moved))
    assert other.file().status_code == 303
    with db.read() as session:
        query = select(CheckResult).where(CheckResult.check_id == "F39").order_by(CheckResult.id)
        first, second = session.scalars(query)
        assert (first.result, second.result, second.effect) == ("pass", "fail", "hold")
        assert [each["application_id"] for each in second.found] == [1]
        assert session.get_one(Application, 2).open_holds == 1


def test_two_signatures_are_two(complete: Typist, db: Database) -> None:
    complete.file()
    other = begin(complete.browser, db)
    other.fill("applicant", "members")
    other.save("applicant", PAGES["applicant"] | family_of(105))
    other.save("members", {})
    other.sign(OTHER_STROKES)
    other.file()
    with db.read() as session:
        query = select(CheckResult.result).where(CheckResult.check_id == "F39")
        assert list(session.scalars(query)) == ["pass", "pass"]


def test_what_was_found_in_the_draft_bars_the_case(complete: Typist, db: Database) -> None:
    complete.file()
    other = begin(complete.browser, db)
    other.fill("applicant", "members", "photos")
    other.save("applicant", PAGES["applicant"] | family_of(107))
    other.save("members", {})
    # The picture of the first house, saved anew in another size.
    file = (io.BytesIO(photo("a house 0 1", scale=12)), "照片.jpg")
    other.save("photos", {"kind-0-file": file, "stay": "1"})
    other.sign(OTHER_STROKES)
    near = select(CheckResult).where(
        CheckResult.intake_draft_id == other.number,
        CheckResult.check_id == "F27-near",
        CheckResult.result == "fail",
    )
    with db.read() as session:
        assert session.scalars(near).one().application_id is None
    other.file()
    with db.read() as session:
        assert session.scalars(near).one().application_id == 2
        assert session.get_one(Application, 2).open_holds == 1
        noted = select(HistoryEntry.id).where(
            HistoryEntry.kind == "check_failed", HistoryEntry.application_id == 2
        )
        assert session.scalars(noted).all()


def test_a_picture_of_another_house_that_was_refused_stays_on_the_record(
    complete: Typist, db: Database
) -> None:
    complete.file()
    other = begin(complete.browser, db)
    other.fill("applicant", "members", "photos")
    other.save("applicant", PAGES["applicant"] | family_of(107))
    other.save("members", {})
    file = (io.BytesIO(photo("a house 0 1")), "照片.jpg")
    assert other.save("photos", {"kind-0-file": file, "stay": "1"}).status_code == 422
    refused = select(CheckResult).where(CheckResult.intake_draft_id == other.number)
    with db.read() as session:
        row = session.scalars(refused).one()
        assert (row.check_id, row.effect, row.document_id) == ("F27", "block", None)
        assert row.found[0]["application_id"] == 1
    other.sign(OTHER_STROKES)
    other.file()
    with db.read() as session:
        assert session.get_one(Application, 2).open_holds == 0
    page = other.browser.get("/cases/2/history").text
    assert "另一户的申请里已有同一张照片。(提交人:赵小村)" in page


def test_a_name_that_is_none_is_refused_once_and_kept_as_tried(
    typist: Typist, db: Database
) -> None:
    for _ in range(2):
        typist.save("applicant", PAGES["applicant"] | {"members-0-name": "未知"})
    typist.fill()
    typist.sign()
    typist.file()
    with db.read() as session:
        query = select(CheckResult).where(CheckResult.check_id == "F12-id")
        row = session.scalars(query).one()
        assert (row.effect, row.application_id, row.inputs["tried_by"]) == ("block", 1, "赵小村")
    assert "没有收下的" in typist.browser.get("/cases/1/grounds").text


def test_somebody_sent_by_the_head_is_named(typist: Typist) -> None:
    typist.fill()
    check = f"{typist.path}/check"
    assert "户主本人" in typist.browser.get(check).text
    for who, words in (("吴邻居", "吴邻居(受委托的人)"), (OTHER, f"{OTHER}(家庭成员)")):
        typist.save("applicant", PAGES["applicant"] | {"asker": who})
        assert words in typist.browser.get(check).text


def test_a_filed_draft_cannot_be_written_any_more(complete: Typist, people: Cast) -> None:
    complete.file()
    assert complete.save("house").headers["Location"] == "/cases/1/receipt"
    assert complete.browser.get(complete.path).headers["Location"] == "/cases/1/receipt"
