"""What no page sends and what people mistype: a status, a sentence, and nothing changed."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from models.account import Account
from models.application import Application
from models.check_result import CheckResult
from models.role import Role
from tests.cast import VILLAGE, add_account, username
from tests.journeys.checkpoints import Checkpoints
from tests.journeys.conftest import CaseAt, NewCase
from tests.journeys.fingerprint import fingerprint
from tests.journeys.office import JPEG, Case, Office, Page, as_sent
from workflows import clock

CLERK = username(Role.VILLAGE_CLERK)
OFFICER = username(Role.TOWNSHIP_OFFICER)
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z]{4,} [a-z]+ [a-z]+")
HUGE = "9" * 40
LOW_INCOME = {"plan": "B", "identities": ("低保",)}
REPAIR = {"grade": "C", "method": "修缮加固", "area_m2": None}


class Refusal:
    """Sends something bad and looks at what comes back and at what is left."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.before = fingerprint(office.database)

    def of(self, page: Page, status: int, *words: str, traces: Collection[str] = ()) -> Page:
        """The answer has ``status`` and says ``words`` in Chinese; nothing is changed.

        ``traces`` are the tables that keep what was tried.
        """
        assert page.status == status, f"{page.status} {page.location} {page.words[:300]}"
        said = page.complaints
        assert CHINESE.search(said), said
        assert not ENGLISH.search(said), said
        for word in words:
            assert word in said, said
        after = fingerprint(self.office.database)
        assert {name for name in after if after[name] != self.before[name]} <= set(traces)
        return page


@dataclass
class Desks:
    """Forms filled in once, to be sent with one thing wrong after another: nothing comes of it."""

    checkpoints: Checkpoints
    _filled: dict[tuple[object, ...], tuple[Case, MultiDict[str, str], dt.datetime]] = field(
        default_factory=dict
    )

    def send(
        self, node: str, outcome: str, differs: dict[str, Any], answers: dict[str, Any]
    ) -> tuple[Refusal, Page]:
        """Send the form of ``node`` with ``answers`` in it; None takes an answer away."""
        case, sent = self._at(node, outcome, differs)
        wrong = MultiDict(sent)
        for name, value in answers.items():
            wrong.setlist(name, [] if value is None else as_sent(value))
        task, refusal = case.task(node), Refusal(case.office)
        return refusal, case.office.post(case.desk(task), f"/tasks/{task.id}", wrong)

    def case(self, node: str) -> Case:
        """The case whose next step is ``node``."""
        return self._at(node, "", {})[0]

    def _at(
        self, node: str, outcome: str, differs: dict[str, Any]
    ) -> tuple[Case, MultiDict[str, str]]:
        key = (node, outcome, *sorted(differs.items()))
        if key not in self._filled:
            case = self.checkpoints.case_at(node, **differs)
            self._filled[key] = (case, case.filled(node, outcome), clock.now())
        case, sent, now = self._filled[key]
        clock.set_now(now)
        return case, sent


@pytest.fixture(scope="module")
def desks(checkpoints: Checkpoints) -> Desks:
    """The forms of this module."""
    return Desks(checkpoints)


Refused = Callable[..., Page]
Standing = Callable[[str], Case]


@pytest.fixture
def standing(desks: Desks) -> Standing:
    """A case that stands at a step and that these tests leave there."""
    return desks.case


@pytest.fixture
def refused(desks: Desks) -> Refused:
    """``refused("grade_house", grade="E")`` is the page that says so; ``at`` says whose case."""

    def send(
        node: str,
        outcome: str = "",
        at: Any = None,
        outcome_sent: str = "",
        traces: Collection[str] = (),
        **answers: Any,
    ) -> Page:
        if outcome_sent:
            answers["outcome"] = outcome_sent
        refusal, page = desks.send(node, outcome, at or {}, answers)
        return refusal.of(page, 422, traces=traces)

    return send


# --- tasks that are not there, or not one's own


@pytest.mark.parametrize("number", ["0", "987654", "2147483648", "9223372036854775808", HUGE])
@pytest.mark.parametrize("address", ["tasks/{}", "cases/{}", "documents/{}", "tasks/{}/finished"])
def test_an_unknown_number_is_not_found(standing: Standing, address: str, number: str) -> None:
    case = standing("check_application")
    refusal = Refusal(case.office)
    refusal.of(case.office.get(CLERK, "/" + address.format(number)), 404, "没有这一页")


@pytest.mark.parametrize("number", ["987654", HUGE])
def test_an_unknown_task_is_not_done(standing: Standing, number: str) -> None:
    case = standing("check_application")
    sent = case.filled("check_application", "accept")
    refusal = Refusal(case.office)
    refusal.of(case.office.post(CLERK, f"/tasks/{number}", sent), 404)


def test_the_task_of_another_village_is_not_found(standing: Standing) -> None:
    case = standing("check_application")
    neighbour = username(Role.VILLAGE_CLERK, foreign=True)
    sent = case.filled("check_application", "accept")
    sent["csrf_token"] = case.office.token(neighbour)
    refusal = Refusal(case.office)
    path = f"/tasks/{case.task('check_application').id}"
    refusal.of(case.office.get(neighbour, path), 404, "不在您的办理范围内")
    refusal.of(case.office.post(neighbour, path, sent), 404, "不在您的办理范围内")


@pytest.mark.parametrize("role", [Role.VILLAGE_HEAD, Role.TOWNSHIP_LEADER, Role.OFFICE_APPROVER])
def test_the_task_of_another_role_is_not_found(standing: Standing, role: Role) -> None:
    case = standing("check_application")
    sent = case.filled("check_application", "accept")
    sent["csrf_token"] = case.office.token(username(role))
    refusal = Refusal(case.office)
    path = f"/tasks/{case.task('check_application').id}"
    refusal.of(case.office.post(username(role), path, sent), 404)


@pytest.mark.parametrize("text", ["abc", "-1", "1.5", "1e3", "%00"])
def test_an_address_that_is_no_number_is_not_found(standing: Standing, text: str) -> None:
    case = standing("check_application")
    page = case.office.get(CLERK, f"/tasks/{text}")
    assert page.status in (404, 405)
    assert CHINESE.search(page.complaints)


# --- somebody was faster


def test_a_step_that_a_colleague_took_is_told_by_name(case_at: CaseAt) -> None:
    case = case_at("check_application")
    with case.office.database.write() as session:
        add_account(session, "colleague", "钱多多", (Role.VILLAGE_CLERK, VILLAGE))
        session.commit()
    task_id = case.task("check_application").id
    stale = case.filled("check_application", "accept")
    stale["csrf_token"] = case.office.token("colleague")
    case.do("check_application", "accept")
    name = name_of(case.office, CLERK)
    refusal = Refusal(case.office)
    page = case.office.post("colleague", f"/tasks/{task_id}", stale)
    refusal.of(page, 409, f"这一步已由{name}办结", "请刷新")
    refusal.of(case.office.get("colleague", f"/tasks/{task_id}"), 409, "已由")


def test_a_second_click_leads_where_the_first_one_did(case_at: CaseAt) -> None:
    case = case_at("check_application")
    task_id = case.task("check_application").id
    sent = case.filled("check_application", "accept")
    first = case.office.post(CLERK, f"/tasks/{task_id}", sent)
    before = fingerprint(case.office.database)
    second = case.office.post(CLERK, f"/tasks/{task_id}", sent)
    assert (first.status, second.status) == (303, 303)
    assert first.location == second.location
    assert fingerprint(case.office.database) == before
    assert set(case.open_tasks) == {"hold_appraisal"}


def test_a_step_that_is_no_longer_needed_is_told_so(case_at: CaseAt) -> None:
    case = case_at("verify_disability", plan="B", identities=("低保", "贫困残疾人"))
    task = case.task("verify_poverty")
    stale = case.filled("verify_poverty", "pass")
    case.do("verify_civil_affairs", "pass")
    refusal = Refusal(case.office)
    page = case.office.post(case.desk(task), f"/tasks/{task.id}", stale)
    refusal.of(page, 409, "已不需要办理")


def test_the_form_of_an_ended_case_is_stale(case_at: CaseAt) -> None:
    case = case_at("hold_appraisal", **LOW_INCOME)
    task_id = case.task("hold_appraisal").id
    stale = case.filled("hold_appraisal", "pass")
    case.act(CLERK, "withdrawal", reason="搬走了。")
    refusal = Refusal(case.office)
    refusal.of(case.office.post(CLERK, f"/tasks/{task_id}", stale), 409)


# --- outcomes and fields that are not there


@pytest.mark.parametrize(
    "outcome", ["approve", "accept ", "ACCEPT", "done", "typename", "受理", "1"]
)
def test_an_outcome_that_is_not_drawn_is_refused(refused: Refused, outcome: str) -> None:
    page = refused("check_application", "accept", {}, outcome_sent=outcome)
    assert "没有这个选项" in page.complaints


def test_a_form_sent_without_a_button_comes_back_as_it_was(standing: Standing) -> None:
    case = standing("check_application")
    sent = case.filled("check_application", "accept", comment="打字打到一半")
    sent.poplist("outcome")
    refusal = Refusal(case.office)
    path = f"/tasks/{case.task('check_application').id}"
    page = case.office.post(CLERK, path, sent)
    assert page.status == 422
    assert "打字打到一半" in page.text
    assert fingerprint(case.office.database) == refusal.before


@pytest.mark.parametrize(
    "name",
    [
        "typename",
        "grade",
        "approved_subsidy_yuan",
        "application_id",
        "state",
        "outcome2",
        "__class__",
    ],
)
def test_a_field_that_the_step_does_not_have_is_refused(refused: Refused, name: str) -> None:
    page = refused("check_application", "accept", **{name: "45232"})
    assert name in page.complaints
    assert "没有" in page.complaints


@pytest.mark.parametrize("name", ["members-0-typename", "members-x-name", "members-"])
def test_a_column_that_the_roster_does_not_have_is_refused(refused: Refused, name: str) -> None:
    refused("file_application", **{name: "王"})


def test_a_person_may_be_called_typename(case_at: CaseAt) -> None:
    case = case_at("check_application")
    case.do("check_application", "accept", handled_by="typename", comment="typename")
    assert set(case.open_tasks) == {"hold_appraisal"}
    case.do("hold_appraisal")


@pytest.mark.parametrize("act", ["withdrawal", "refusals/new"])
def test_an_act_takes_no_field_that_it_does_not_have(standing: Standing, act: str) -> None:
    case = standing("hold_appraisal")
    path = f"/cases/{case.id}/{act}"
    refusal = Refusal(case.office)
    answers = {"csrf_token": case.office.token(CLERK), "typename": "x", "reason": "搬走了。"}
    refusal.of(case.office.post(CLERK, path, answers), 422, "typename")


# --- too much


def test_a_text_of_ten_megabytes_is_refused_with_a_sentence(standing: Standing) -> None:
    case = standing("check_application")
    sent = case.filled("check_application", "accept")
    sent["comment"] = "长" * (10 * 1024 * 1024 // 3)
    refusal = Refusal(case.office)
    path = f"/tasks/{case.task('check_application').id}"
    refusal.of(case.office.post(CLERK, path, sent), 413, "太多", "10 MB")


def test_a_form_of_many_megabytes_in_parts_is_refused_too(standing: Standing) -> None:
    case = standing("check_application")
    path = f"/tasks/{case.task('check_application').id}"
    sent = {
        "csrf_token": case.office.token(CLERK),
        "comment": "x" * (10 * 1024 * 1024),
        "photo-file": (io.BytesIO(JPEG), "照片.jpg"),
    }
    refusal = Refusal(case.office)
    refusal.of(case.office.post(CLERK, path, sent), 413)


@pytest.mark.parametrize("field", ["comment", "handled_by"])
def test_a_text_that_is_too_long_is_told_with_its_limit(refused: Refused, field: str) -> None:
    page = refused("check_application", "accept", **{field: "长" * 60_000})
    assert "个字" in page.complaints


def test_a_thousand_fields_are_refused(refused: Refused) -> None:
    refused("file_application", **{f"members-{number}-name": "王" for number in range(900)})


# --- days


@pytest.mark.parametrize(
    "day",
    [
        "2031-01-01",
        "9999-12-31",
        "0001-01-01",
        "2019-02-30",
        "昨天",
        "20190304",
        "2019-3",
        "0",
        HUGE,
    ],
)
def test_a_day_that_cannot_be_is_refused(refused: Refused, day: str) -> None:
    page = refused("check_application", "accept", happened_on=day)
    assert "日期" in page.complaints
    assert day in page.text, "what was typed is not lost"


def test_a_step_does_not_happen_before_the_one_that_opened_it(refused: Refused) -> None:
    page = refused("check_application", "accept", happened_on="2019-03-03")
    assert "不能早于上一步的日期" in page.complaints


@pytest.mark.parametrize("day", ["2019年3月4日", "2019/3/4", "2019.3.4", "２０１９-０３-０４"])
def test_a_day_may_be_written_as_people_write_it(case_at: CaseAt, day: str) -> None:
    case = case_at("check_application")
    case.do("check_application", "accept", happened_on=day)


# --- grades, areas, numbers


@pytest.mark.parametrize("grade", ["E", "c", "CD", "C级", "", "typename", "1"])
def test_a_grade_is_one_of_four(refused: Refused, grade: str) -> None:
    page = refused("grade_house", grade=grade)
    assert "整栋等级" in page.complaints


@pytest.mark.parametrize("level", ["e", "D", "none"])
def test_the_level_of_a_part_is_one_of_four(refused: Refused, level: str) -> None:
    refused("grade_house", foundation=level)


BAD_AREAS = [
    "-1", "0", "-0", "NaN", "nan", "Infinity", "-Infinity", "1e9", "1e-9", "55.555", HUGE,
    "1" * 5000,     "五十五", "0x37", "5_5", "55\x00", "1e999999999", "--1", "+-1",
]  # fmt: skip


@pytest.mark.parametrize("area", BAD_AREAS, ids=range(len(BAD_AREAS)))
def test_an_area_is_a_number_of_square_metres(refused: Refused, area: str) -> None:
    page = refused("choose_method", planned_area_m2=area)
    assert "面积" in page.complaints


@pytest.mark.parametrize("area", ["５５", "55 ㎡", "55.00", " 55 "])
def test_an_area_may_be_written_as_people_write_it(case_at: CaseAt, area: str) -> None:
    case = case_at("choose_method")
    case.do("choose_method", planned_area_m2=area)
    assert case.application.planned_area_m2 == 55


@pytest.mark.parametrize("votes", ["-1", "1.5", "NaN", HUGE, "１２ｘ", "", "1e3000000"])
def test_votes_are_whole_numbers(refused: Refused, votes: str) -> None:
    refused("hold_appraisal", "pass", in_favour=votes)


@pytest.mark.parametrize("width", ["-370", "370.5", "NaN", HUGE, "9" * 5000, "三七墙", "²", "④"])
def test_a_number_of_the_checklist_is_a_whole_number(refused: Refused, width: str) -> None:
    refused("accept_preliminary", "pass", **{"checklist-wall_mm": width})


@pytest.mark.parametrize("answer", ["maybe", "true", "1", "是", "typename", "\x00"])
def test_yes_or_no_is_yes_or_no(refused: Refused, answer: str) -> None:
    refused("accept_preliminary", "pass", REPAIR, **{"checklist-basic_safety": answer})
    refused("visit_household", "confirm", long_term_rural=answer)


@pytest.mark.parametrize("number", ["987654", "abc", "-1", HUGE, "9" * 5000, "1.0", "", "\x00"])
def test_a_document_of_nobody_proves_nothing(refused: Refused, number: str) -> None:
    refused("hold_appraisal", "pass", document_ids=[number])


def test_a_document_of_another_case_proves_nothing(
    sqlite_office: Office, new_case: NewCase
) -> None:
    first = new_case(sqlite_office).advance_to("report_application")
    foreign = first.upload("report_application", "document_ids", "农户申请审批表")
    second = new_case(sqlite_office).advance_to("report_application")
    assert "不属于这一件" in second.refused("report_application", document_ids=[foreign])


@pytest.mark.parametrize(
    "number",
    ["15078319800101123", "150783198001011234", "150783198002301234", "１" * 18, "X" * 18, HUGE],
)
def test_an_identity_number_must_be_one(refused: Refused, standing: Standing, number: str) -> None:
    traces = ("applications", "check_results", "history")
    page = refused("file_application", traces=traces, **{"members-0-id_number": number})
    assert "身份证号" in page.complaints
    case = standing("file_application")
    with case.office.database.read() as session:
        tried = session.scalars(select(CheckResult).order_by(CheckResult.id.desc())).first()
        assert tried is not None
        assert (tried.check_id, tried.application_id) == ("F12-id", case.id)
        assert number not in str(tried.inputs)


@pytest.mark.parametrize(
    "choice", [{"identities": ["地主"]}, {"signing": "口头"}, {"members-0-relation": "老板"}]
)
def test_a_choice_is_one_of_those_offered(refused: Refused, choice: dict[str, Any]) -> None:
    refused("file_application", **choice)


@pytest.mark.parametrize("agency", ["987654", "abc", "-1", HUGE, "\x00"])
def test_an_agency_is_one_of_those_offered(refused: Refused, agency: str) -> None:
    refused("commission_grading", agency_id=agency)


# --- characters


CONTROLS = ["\x00", "王\x00岚", "王\x07岚", "王\x1b[31m岚", "王\x7f岚"]


@pytest.mark.parametrize("text", CONTROLS, ids=range(len(CONTROLS)))
@pytest.mark.parametrize("field", ["handled_by", "comment"])
def test_control_characters_are_refused(refused: Refused, field: str, text: str) -> None:
    page = refused("check_application", "accept", **{field: text})
    assert "不能识别的字符" in page.complaints


@pytest.mark.parametrize("text", CONTROLS, ids=range(len(CONTROLS)))
def test_control_characters_in_a_clause_are_refused(refused: Refused, text: str) -> None:
    refused("sign_agreement", at=REPAIR, **{"clauses-任务": text})


MARKUP = "<script>alert(1)</script>&\"'{{7*7}}${7*7}"


def test_markup_is_text(case_at: CaseAt) -> None:
    case = case_at("check_application")
    case.do("check_application", "accept", comment=MARKUP)
    for path in (f"/cases/{case.id}/history", f"/cases/{case.id}"):
        page = case.office.get(CLERK, path)
        assert "<script>alert" not in page.text
    assert MARKUP in case.office.get(CLERK, f"/cases/{case.id}/history").words


# --- uploads


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "空.jpg"),
        (b"MZ not a picture", "照片.jpg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "图.svg"),
        (b"<html>", "页.html"),
        (b"%PD", "x.pdf"),
        (JPEG, ""),
    ],
    ids=["empty", "program", "svg", "html", "half a pdf", "nameless"],
)
def test_a_file_that_is_no_picture_is_refused(
    standing: Standing, content: bytes, name: str
) -> None:
    case = standing("hold_appraisal")
    page = upload_refused(case, 422, kind="民主评议会议记录", content=content, name=name)
    assert re.search("选择|只能上传|不能上传", page.complaints)


def test_a_file_above_ten_megabytes_is_refused(standing: Standing) -> None:
    case = standing("hold_appraisal")
    big = JPEG + b"\x00" * (10 * 1024 * 1024)
    page = upload_refused(case, 422, kind="民主评议会议记录", content=big, name="大.jpg")
    assert "10 MB" in page.complaints


@pytest.mark.parametrize(
    "kind", ["", "不是材料", "typename", "公示照片-" + "长" * 200, "公示照片-\x00"]
)
def test_a_paper_is_of_a_known_kind(standing: Standing, kind: str) -> None:
    case = standing("hold_appraisal")
    page = upload_refused(case, 422, kind=kind, content=JPEG, name="照片.jpg")
    assert "请选择这份材料是什么" in page.complaints


def test_the_name_of_a_file_is_only_a_name(case_at: CaseAt) -> None:
    case = case_at("hold_appraisal")
    path = f"/cases/{case.id}/documents"
    sent = {
        "csrf_token": case.office.token(CLERK),
        "kind": "民主评议会议记录",
        "file": (io.BytesIO(JPEG + b"x"), "../../etc/pass\x7fwd;X: 1.html"),
    }
    page = case.office.send(case.office.client(CLERK), path, sent, Accept="application/json")
    assert page.status == 201
    assert "/" not in page.text.split('"filename"')[1]
    assert ".jpg" in page.text


# --- new applications


@pytest.mark.parametrize(
    "answers",
    [
        {"programme_id": "987654"},
        {"programme_id": HUGE},
        {"programme_id": ""},
        {"village_code": "150783100202"},
        {"village_code": "150782100201"},
        {"village_code": "\x00"},
    ],
    ids=str,
)
def test_an_application_is_opened_in_ones_own_village_only(
    sqlite_office: Office, answers: dict[str, str]
) -> None:
    told = {"programme_id": str(sqlite_office.people.programmes["A"]), "village_code": VILLAGE}
    token = sqlite_office.token(CLERK)
    refusal = Refusal(sqlite_office)
    page = sqlite_office.post(CLERK, "/intake", {**told, **answers, "csrf_token": token})
    refusal.of(page, 422)
    with sqlite_office.database.read() as session:
        assert session.query(Application).count() == 0


# --- inside


def upload_refused(case: Case, status: int, *, kind: str, content: bytes, name: str) -> Page:
    path = f"/cases/{case.id}/documents"
    token = case.office.token(CLERK)
    refusal = Refusal(case.office)
    sent = {"csrf_token": token, "kind": kind, "file": (io.BytesIO(content), name)}
    return refusal.of(case.office.post(CLERK, path, sent), status)


def name_of(office: Office, who: str) -> str:
    with office.database.read() as session:
        return session.query(Account).filter_by(username=who).one().display_name
