"""填写申请: one group a page, kept by the server, shared by the clerks of the village."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from models.application import Application
from models.check_result import FAIL, CheckResult
from models.database import Database
from models.document import Document
from models.role import Role
from tests.cast import VILLAGE, add_account
from tests.forms.village_case import identity
from tests.pictures import photo
from tests.webapp.conftest import Browser
from tests.webapp.intake.drafting import OTHER_STROKES, PAGES, STROKES, Typist, begin
from workflows.checks import Answer, Checked, record
from workflows.checks.registry import LIKE_PICTURE

AsRole = Callable[..., Browser]
SCRIPT = {"Referer": "https://localhost/", "X-Fragment": "1"}


@pytest.fixture
def typist(as_role: AsRole, db: Database) -> Typist:
    return begin(as_role(Role.VILLAGE_CLERK), db)


@pytest.fixture
def colleague(typist: Typist, db: Database, app: object) -> Typist:
    """Another clerk of the same village, at another device."""
    with db.write() as session:
        add_account(session, "second_clerk", "李文书", (Role.VILLAGE_CLERK, VILLAGE))
        session.commit()
    browser = Browser(app.test_client())  # type: ignore[attr-defined]
    browser.log_in("second_clerk")
    return Typist(browser, db, typist.number)


def states(typist: Typist) -> list[str]:
    text = typist.browser.get(typist.path).text
    return [line.split("</span>")[0] for line in text.split('class="state">')[1:]]


def test_a_new_draft_is_a_list_of_tasks_and_no_case(typist: Typist, db: Database) -> None:
    assert states(typist) == ["未完成"] * 6 + ["还不能填"]
    with db.read() as session:
        assert session.scalar(select(Application.id)) is None


def test_a_saved_page_is_complete_and_leads_to_the_next(typist: Typist) -> None:
    saved = typist.save("applicant")
    assert saved.headers["Location"] == f"{typist.path}/members"
    assert states(typist)[0] == "已完成"
    assert "阿拉坦·巴图 的申请" in typist.browser.get(typist.path).text


def test_what_is_wrong_is_kept_and_told_with_links(typist: Typist) -> None:
    wrong = PAGES["applicant"] | {
        "members-0-id_number": "123",
        "address": "",
        "telephone": "打不通",
    }
    saved = typist.save("applicant", wrong)
    assert saved.headers["Location"].endswith("/applicant?check=1")
    page = typist.browser.get(saved.headers["Location"]).text
    assert "有 3 处需要修改" in page
    for anchor in ("#members-0-id_number", "#address", "#telephone"):
        assert f'href="{anchor}"' in page
    assert 'value="打不通"' in page
    assert states(typist)[0] == "未完成"


def test_one_may_leave_a_page_half_filled(typist: Typist) -> None:
    saved = typist.save("house", {"dwelling": "唯一住房", "leave": "1"})
    assert saved.headers["Location"] == typist.path
    assert typist.draft.answers == {"dwelling": ["唯一住房"]}


def test_a_household_of_one_needs_no_other_members(typist: Typist) -> None:
    typist.save("applicant")
    typist.save("members", {})
    assert states(typist)[1] == "已完成"


def test_the_signature_waits_for_what_is_signed(typist: Typist) -> None:
    typist.fill()
    assert states(typist) == ["已完成"] * 6 + ["未完成"]


def test_a_colleague_goes_on_at_another_device(typist: Typist, colleague: Typist) -> None:
    typist.save("applicant")
    assert 'value="惠风川村二组12号"' in colleague.browser.get(f"{typist.path}/applicant").text
    colleague.save("members")
    assert typist.draft.typed_by == ["赵小村", "李文书"]


def test_the_second_of_two_clerks_sees_what_the_first_wrote_and_loses_nothing(
    typist: Typist, colleague: Typist
) -> None:
    typist.save("applicant")
    mine = PAGES["applicant"] | {"address": "惠风川村一组3号", "version": "0"}
    refused = colleague.browser.post(f"{typist.path}/applicant", mine)
    assert refused.status_code == 409
    assert "赵小村刚刚也改过这一页" in refused.text
    assert "惠风川村二组12号" in refused.text
    assert 'value="惠风川村一组3号"' in refused.text
    assert typist.draft.answers["address"] == ["惠风川村二组12号"]
    assert 'name="version" value="1"' in refused.text
    assert colleague.save("applicant", mine | {"version": "1"}).status_code == 303
    assert typist.draft.answers["address"] == ["惠风川村一组3号"]


def test_a_script_saves_what_is_typed_and_learns_the_version(typist: Typist) -> None:
    script = {"headers": {"X-Fragment": "1", "Referer": "https://localhost/"}}
    saved = typist.save("applicant", {"address": "二组"}, **script)
    assert saved.json == {"version": 1, "said": saved.json["said"]}
    assert saved.json["said"].startswith("已保存 ")
    assert typist.draft.groups == {}
    late = typist.browser.post(
        f"{typist.path}/applicant", {"address": "三组", "version": "0"}, **script
    )
    assert (late.status_code, "还没存上" in late.json["said"]) == (409, True)


def test_the_same_version_of_the_same_words_is_no_change(typist: Typist) -> None:
    typist.save("house")
    again = typist.browser.post(f"{typist.path}/house", PAGES["house"] | {"version": "0"})
    assert again.status_code == 303
    assert typist.version() == 1


@pytest.mark.parametrize("version", ["", "x", "1" * 12, "-1"])
def test_a_page_without_its_version_is_refused(typist: Typist, version: str) -> None:
    refused = typist.browser.post(f"{typist.path}/house", {"version": version, "rooms": "3"})
    assert refused.status_code == 422
    assert 'value="3"' in refused.text


def test_a_version_that_does_not_exist_yet_hides_nothing_that_others_wrote(
    typist: Typist, colleague: Typist
) -> None:
    typist.save("applicant")
    forged = PAGES["applicant"] | {"version": "999999999", "address": "别处"}
    assert colleague.save("applicant", forged).status_code == 422
    assert typist.draft.answers["address"] == [PAGES["applicant"]["address"]]


@pytest.mark.parametrize(
    ("page", "forged"),
    [
        ("applicant", {"identities": "<b>"}),
        ("applicant", {"hukou": "<b>"}),
        ("applicant", {"long_term_rural": "<b>"}),
        ("house", {"dwelling": "<b>"}),
        ("request", {"annual_income_yuan": "-5"}),
        ("request", {"wished_method": "<b>"}),
    ],
)
def test_what_no_page_sends_locks_nobody_out_of_the_draft(
    typist: Typist, page: str, forged: dict[str, str]
) -> None:
    typist.save("applicant")
    told = {"version": str(typist.version()), **PAGES[page], **forged}
    sent = typist.browser.post(f"{typist.path}/{page}", told, headers=SCRIPT)
    assert sent.status_code == 200
    for path in ("", "/applicant?check=1", "/house?check=1", "/check", "/letter"):
        assert typist.browser.get(f"{typist.path}{path}").status_code == 200


def test_what_is_left_out_must_be_of_the_draft(typist: Typist) -> None:
    typist.photograph("papers", 0)
    typist.save("papers", {"shown": ["1", "99", "<b>"], "papers": ["户籍证明"]})
    assert typist.draft.answers["left-out"] == ["1"]


def test_an_answer_of_another_page_is_not_taken(typist: Typist) -> None:
    typist.save("house", PAGES["house"] | {"address": "别处", "left-out": "1", "signed-over": "x"})
    assert set(typist.draft.answers) == set(PAGES["house"])


def test_a_photograph_takes_the_place_of_the_one_before(typist: Typist, db: Database) -> None:
    typist.photograph("photos", 0)
    typist.photograph("photos", 0, "a better one")
    with db.read() as session:
        first, second = session.scalars(select(Document).order_by(Document.id))
    assert (first.replaced_by_id, second.replaced_by_id) == (second.id, None)
    page = typist.browser.get(f"{typist.path}/photos").text
    assert f'/documents/{second.id}"' in page
    assert f'/documents/{first.id}"' not in page


def test_a_script_gets_the_new_picture_alone(typist: Typist) -> None:
    file = (io.BytesIO(photo("one")), "照片.jpg")
    script = {"X-Fragment": "1", "Referer": "https://localhost/"}
    sent = typist.browser.post(f"{typist.path}/photos", {"kind-1-file": file}, headers=script)
    assert sent.status_code == 200
    assert sent.text.count("<li") == 1
    assert "危房照片-户主正面肖像" in sent.text


def test_a_file_that_is_no_picture_is_refused_and_what_was_typed_stays(typist: Typist) -> None:
    file = (io.BytesIO(b"<svg onload=alert(1)>"), "证明.jpg")
    refused = typist.save("papers", {"papers": ["户籍证明"], "kind-0-file": file})
    assert refused.status_code == 422
    assert 'class="problems"' in refused.text
    assert re.search('<input[^>]*checked[^>]*value="户籍证明"', refused.text)


def test_a_picture_that_is_not_wanted_is_left_out(typist: Typist, db: Database) -> None:
    typist.photograph("papers", 0)
    typist.save("papers", {"shown": "1", "papers": ["户籍证明"]})
    assert "/documents/1" not in typist.browser.get(f"{typist.path}/papers").text
    with db.read() as session:
        assert session.get_one(Document, 1).intake_draft_id == typist.number


def test_pictures_of_a_draft_are_shown_to_the_clerks_of_the_village_only(
    typist: Typist, as_role: AsRole
) -> None:
    typist.photograph("photos", 0)
    assert typist.browser.get("/documents/1").status_code == 200
    foreign = as_role(Role.VILLAGE_CLERK, foreign=True)
    assert foreign.get("/documents/1").status_code == 404
    assert foreign.get(typist.path).status_code == 404


def test_a_draft_is_set_aside_with_a_reason_and_comes_back(typist: Typist) -> None:
    for reason in ("", "长" * 501):
        refused = typist.browser.post(f"{typist.path}/set-aside", {"reason": reason})
        assert (refused.status_code, "请写明为什么搁置" in refused.text) == (422, True)
    told = {"reason": "明年再申请"}
    assert typist.browser.post(f"{typist.path}/set-aside", told).status_code == 303
    assert typist.path not in typist.browser.get("/intake").text
    assert typist.browser.get(typist.path).status_code == 409
    assert "明年再申请" in typist.browser.get("/intake?aside=1").text
    typist.browser.post(f"{typist.path}/take-up")
    assert typist.browser.get(typist.path).status_code == 200


def test_a_picture_of_a_draft_set_aside_serves_its_household_again_and_is_a_doubt_elsewhere(
    typist: Typist, db: Database
) -> None:
    def send(one: Typist, number: int) -> int:
        file = (io.BytesIO(photo(f"the house of Batu {number}")), "照片.jpg")
        return one.save("photos", {f"kind-{number}-file": file, "stay": "1"}).status_code

    typist.save("applicant")
    assert (send(typist, 0), send(typist, 1)) == (303, 303)
    again, other = begin(typist.browser, db), begin(typist.browser, db)
    again.save("applicant")
    other.save("applicant", PAGES["applicant"] | {"members-0-id_number": identity("19701010", 3)})
    assert (send(again, 0), send(other, 1)) == (422, 422)
    typist.browser.post(f"{typist.path}/set-aside", {"reason": "写错了,重新填"})
    assert (send(again, 0), send(other, 1)) == (303, 303)
    with db.read() as session:
        held = select(CheckResult.intake_draft_id, CheckResult.effect).where(
            CheckResult.result == FAIL, CheckResult.document_id.is_not(None)
        )
        assert session.execute(held).all() == [(other.number, "hold")]


def test_the_list_says_what_lacks_and_how_old_a_draft_is(typist: Typist) -> None:
    typist.save("applicant")
    page = typist.browser.get("/intake").text
    assert "阿拉坦·巴图" in page
    assert "家庭成员、房屋、申请事项、材料、照片、签字" in page
    assert "今天" in page


def test_missing_papers_are_told_by_rule(typist: Typist) -> None:
    typist.fill("papers", "photos")
    page = typist.browser.get(f"{typist.path}/papers").text
    assert "户籍证明、扶贫办证明原件、扶贫办证明复印件" in page


def test_the_paper_is_printed_filled_in_before_filing(typist: Typist) -> None:
    typist.fill("photos")
    page = typist.browser.get(f"{typist.path}/letter")
    assert page.status_code == 200
    for words in ("阿拉坦·巴图", "乌云", "惠风川村民委员会", "后墙开裂", "1986"):
        assert words in page.text


def test_a_signature_too_short_to_be_one_is_refused(typist: Typist) -> None:
    typist.fill("photos")
    refused = typist.sign("[[[1,1],[2,2]]]")
    assert refused.status_code == 422
    assert "签字太短" in refused.text


@pytest.mark.parametrize(
    "strokes", ["{", "[[1]]", '[["a","b"]]', "[[[1e9,2],[3,4]]]", "[]", "[[],[[0,0],[500,500]]]"]
)
def test_strokes_that_no_page_sends_are_refused(typist: Typist, strokes: str) -> None:
    typist.fill("photos")
    assert typist.sign(strokes).status_code == 422


def test_a_signature_stands_for_what_was_read_then(typist: Typist) -> None:
    typist.fill("photos")
    typist.sign(STROKES)
    assert states(typist)[-1] == "已完成"
    typist.save("request", PAGES["request"] | {"wish_statement": "改成要兜底房。"})
    assert states(typist)[-1] == "未完成"
    page = typist.browser.get(f"{typist.path}/signature?check=1").text
    assert "签字以后内容、照片或材料又改过" in page
    typist.sign(OTHER_STROKES)
    assert states(typist)[-1] == "已完成"


def test_a_signature_stands_for_the_photographs_that_were_shown_then(typist: Typist) -> None:
    typist.fill()
    typist.sign(STROKES)
    shown = typist.version()
    assert states(typist)[-1] == "已完成"
    typist.photograph("photos", 0, "another house")
    assert states(typist)[-1] == "未完成"
    # The page that was checked before does not speak of this picture.
    assert typist.file(shown).status_code == 409
    typist.sign(OTHER_STROKES)
    assert states(typist)[-1] == "已完成"


def test_a_signature_sent_again_does_not_stand_for_what_was_changed_since(typist: Typist) -> None:
    typist.fill("photos")
    typist.sign(STROKES)
    assert typist.sign(STROKES).status_code == 303
    typist.save("request", PAGES["request"] | {"wish_statement": "改成要兜底房。"})
    refused = typist.sign(STROKES)
    assert refused.status_code == 422
    assert "这份签字是内容或照片改动以前签的" in refused.text
    assert states(typist)[-1] == "未完成"


def test_leaving_out_the_newer_signature_does_not_renew_the_older(
    typist: Typist, db: Database
) -> None:
    typist.fill("photos")
    typist.sign(STROKES)
    typist.save("request", PAGES["request"] | {"wish_statement": "改成要兜底房。"})
    thumb = (io.BytesIO(photo("a thumb")), "手印.jpg")
    typist.save("signature", {"signing": "本人签字", "kind-1-file": thumb})
    assert states(typist)[-1] == "已完成"
    with db.read() as session:
        newer = session.scalars(select(Document.id).order_by(Document.id.desc())).first()
    typist.save("signature", {"signing": "本人签字", "shown": str(newer)})
    assert states(typist)[-1] == "未完成"


def test_a_picture_of_another_household_is_refused_on_the_spot(typist: Typist) -> None:
    typist.photograph("photos", 0)
    other = begin(typist.browser, typist.db)
    picture = (io.BytesIO(photo(f"a house 0 {typist.number}")), "照片.jpg")
    refused = other.save("photos", {"kind-0-file": picture})
    assert refused.status_code == 422
    assert "已经用在另一户的申请里" in refused.text


def test_what_checks_have_against_a_picture_stands_beside_it(typist: Typist) -> None:
    typist.photograph("photos", 0)
    with typist.db.write() as session:
        answer = Answer(LIKE_PICTURE, FAIL, "这张照片和另一张很像。")
        record(session, Checked(VILLAGE, None, typist.number, 1), [answer])
        session.commit()
    assert (
        "这张照片和另一张很像。现在重拍最省事" in typist.browser.get(f"{typist.path}/photos").text
    )
