"""The case page: what it shows, to whom, and whose reading is kept."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from models.application import Application
from models.database import Database
from models.history import FileRead
from models.role import Role
from tests import cast
from tests.cast import Cast
from tests.webapp.conftest import Browser
from tests.webapp.open_cases import ID_NUMBER, add_case, open_new
from workflows.runtime import Runtime

AsRole = Callable[..., Browser]
TABS = ("", "/papers", "/history", "/diagram", "/money", "/grounds")
TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')


@pytest.fixture
def case(db: Database, people: Cast, runtime: Runtime) -> int:
    """A new application of the home village, of which nothing is filed yet."""
    return open_new(db, people, runtime)


@pytest.fixture
def household(db: Database, people: Cast, runtime: Runtime) -> int:
    """A case with a household in it."""
    with db.write() as session:
        task = add_case(session, people, runtime, number="150783-2019-A-00052")
        session.commit()
        return task.application_id


def reads(db: Database) -> list[tuple[str, str]]:
    with db.read() as session:
        rows = session.execute(select(FileRead.what, FileRead.purpose).order_by(FileRead.id))
        return [(what, purpose) for what, purpose in rows]


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_with_the_head_of_the_case(
    as_role: AsRole, household: int, tab: str
) -> None:
    page = as_role(Role.TOWNSHIP_OFFICER).get(f"/cases/{household}{tab}")

    assert page.status_code == 200
    for said in ("王秀英", "150783-2019-A-00052", "现在在谁手里", "<b>您:审核材料</b>", "村级申报"):
        assert said in page.text


@pytest.mark.parametrize("tab", TABS)
def test_no_page_shows_an_identity_number_in_clear(
    as_role: AsRole, household: int, tab: str
) -> None:
    page = as_role(Role.TOWNSHIP_OFFICER).get(f"/cases/{household}{tab}").text

    assert ID_NUMBER not in page
    assert "150783********1021" in page


@pytest.mark.parametrize("tab", [*TABS, "/numbers", "/next", "/diagram/renovation.bpmn"])
def test_a_foreign_case_and_an_unknown_one_read_the_same(
    as_role: AsRole, case: int, tab: str
) -> None:
    stranger = as_role(Role.VILLAGE_CLERK, foreign=True)

    foreign = stranger.get(f"/cases/{case}{tab}")
    unknown = stranger.get(f"/cases/999999{tab}")

    assert foreign.status_code == unknown.status_code == 404
    assert TOKEN.sub("", foreign.text) == TOKEN.sub("", unknown.text)


@pytest.mark.parametrize("number", ["0", "999999999999999999999", "-1", "x"])
def test_a_number_that_no_case_can_have_is_not_found(as_role: AsRole, number: str) -> None:
    assert as_role(Role.VILLAGE_CLERK).get(f"/cases/{number}").status_code == 404


def test_departments_see_no_case_before_it_comes_to_them(as_role: AsRole, case: int) -> None:
    for role in (Role.CIVIL_AFFAIRS_BUREAU, Role.FINANCE_OFFICER, Role.ASSESSOR):
        assert as_role(role).get(f"/cases/{case}").status_code == 404


def test_an_administrator_sees_no_case(as_role: AsRole, case: int) -> None:
    assert as_role(Role.ADMINISTRATOR).get(f"/cases/{case}").status_code == 404


def test_every_reading_of_an_auditor_is_kept(as_role: AsRole, case: int, db: Database) -> None:
    auditor = as_role(Role.AUDITOR)

    auditor.get(f"/cases/{case}")
    auditor.get(f"/cases/{case}/history")

    assert reads(db) == [("概况", "督查"), ("审批历程", "督查")]


def test_the_reading_of_others_is_not_kept(as_role: AsRole, case: int, db: Database) -> None:
    as_role(Role.TOWNSHIP_OFFICER).get(f"/cases/{case}")

    assert reads(db) == []


def test_an_auditor_is_offered_nothing_to_do(as_role: AsRole, case: int) -> None:
    page = as_role(Role.AUDITOR).get(f"/cases/{case}").text

    assert "登记" not in page
    assert 'href="/tasks/' not in page


def test_the_drawing_is_the_one_that_the_case_is_pinned_to(
    as_role: AsRole, case: int, runtime: Runtime
) -> None:
    xml = as_role(Role.VILLAGE_CLERK).get(f"/cases/{case}/diagram/renovation.bpmn")

    assert xml.content_type == "application/xml; charset=utf-8"
    assert xml.text == runtime.library.current.xml("renovation")


@pytest.mark.parametrize("process", ["nothing", "nothing.bpmn", "renovation.xml", "..%2f"])
def test_an_unknown_drawing_is_not_found(as_role: AsRole, case: int, process: str) -> None:
    answer = as_role(Role.VILLAGE_CLERK).get(f"/cases/{case}/diagram/{process}")

    assert answer.status_code == 404


def test_without_script_the_drawing_is_a_list_with_the_present_step(
    as_role: AsRole, case: int
) -> None:
    page = as_role(Role.VILLAGE_CLERK).get(f"/cases/{case}/diagram/application_intake").text

    line = next(each for each in page.split("<li>") if each.startswith("提出申请"))
    assert "现在在这一步" in line


def test_the_record_is_found_whole(as_role: AsRole, case: int) -> None:
    page = as_role(Role.VILLAGE_CLERK).get(f"/cases/{case}/grounds").text

    assert "完整" in page
    assert "可能被改动过" not in page


def test_a_record_that_does_not_fit_its_head_is_reported(
    as_role: AsRole, case: int, db: Database
) -> None:
    with db.write() as session:
        application = session.get_one(Application, case)
        application.history_head = "0" * 64
        session.commit()

    assert "可能被改动过" in as_role(Role.VILLAGE_CLERK).get(f"/cases/{case}/grounds").text


def test_the_timeline_says_who_in_which_role_did_what(as_role: AsRole, case: int) -> None:
    page = " ".join(as_role(Role.VILLAGE_CLERK).get(f"/cases/{case}/history").text.split())

    assert "<b>赵小村</b>(惠风川村经办)为农户开立申请。" in page


def test_a_withdrawal_ends_the_case_and_says_so(as_role: AsRole, case: int, db: Database) -> None:
    clerk = as_role(Role.VILLAGE_CLERK)

    done = clerk.post(
        f"/cases/{case}/withdrawal",
        {"reason": "搬到子女家居住。", "written_on": "2019-06-10", "handled_by": "赵小村"},
    )

    assert done.status_code == 303
    page = clerk.get(f"/cases/{case}").text
    assert "撤回" in page
    with db.read() as session:
        assert session.get_one(Application, case).result == "withdrawn"


def test_a_withdrawal_without_a_reason_changes_nothing(
    as_role: AsRole, case: int, db: Database
) -> None:
    refused = as_role(Role.VILLAGE_CLERK).post(
        f"/cases/{case}/withdrawal",
        {"reason": "", "written_on": "2019-06-10", "handled_by": "赵小村"},
    )

    assert refused.status_code == 422
    assert "请写明撤回原因" in refused.text
    with db.read() as session:
        assert session.get_one(Application, case).state == "open"


def test_a_reader_without_the_role_cannot_withdraw_for_the_household(
    as_role: AsRole, case: int, db: Database
) -> None:
    refused = as_role(Role.OFFICE_APPROVER).post(
        f"/cases/{case}/withdrawal",
        {"reason": "不办了", "written_on": "2019-06-10", "handled_by": "某人"},
    )

    assert refused.status_code == 403
    with db.read() as session:
        assert session.get_one(Application, case).state == "open"


def test_an_objection_needs_a_notice(as_role: AsRole, case: int) -> None:
    refused = as_role(Role.VILLAGE_CLERK).get(f"/cases/{case}/objections/new")

    assert refused.status_code == 403
    assert "还没有编入公示" in refused.text


def test_only_a_village_clerk_opens_an_application(as_role: AsRole) -> None:
    refused = as_role(Role.TOWNSHIP_OFFICER).get("/intake")

    assert refused.status_code == 403
    assert "村经办" in refused.text


@pytest.mark.parametrize(
    "answers",
    [
        {"programme_id": "99", "village_code": cast.VILLAGE},
        {"programme_id": "1", "village_code": cast.NEIGHBOUR_VILLAGE},
        {"programme_id": "", "village_code": cast.VILLAGE},
        {"programme_id": "1", "village_code": cast.TOWNSHIP},
    ],
)
def test_an_application_for_a_place_or_programme_of_others_is_refused(
    as_role: AsRole, db: Database, answers: dict[str, object]
) -> None:
    refused = as_role(Role.VILLAGE_CLERK).post("/intake", answers)

    assert refused.status_code == 422
    with db.read() as session:
        assert session.scalar(select(Application.id)) is None
