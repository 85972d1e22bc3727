"""Numbers in clear: once, for a purpose, for the posts that the county names, and on the log."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from models.application import Application
from models.database import Database
from models.history import FileRead
from models.programme import ProgrammeParameter
from models.role import Role
from tests.cast import Cast
from tests.webapp.conftest import Browser
from tests.webapp.open_cases import ID_NUMBER, add_case
from workflows.payee_account import keep_account
from workflows.runtime import Runtime

AsRole = Callable[..., Browser]
TELEPHONE, ACCOUNT = "13800001234", "6217995000012345675"
CHECKING = {"what": "id_number", "purpose": "核对证件"}


@pytest.fixture
def address(db: Database, people: Cast, runtime: Runtime) -> str:
    """Where the numbers of a household are asked for."""
    with db.write() as session:
        task = add_case(session, people, runtime, number="150783-2019-A-00052")
        case = session.get_one(Application, task.application_id)
        keep_account(case, b"key", number=ACCOUNT, holder="王秀英", bank="信用社")
        session.commit()
        return f"/cases/{task.application_id}/numbers"


def reads(db: Database) -> list[tuple[str, str]]:
    with db.read() as session:
        rows = session.execute(select(FileRead.what, FileRead.purpose).where(FileRead.is_in_clear))
        return [(what, purpose) for what, purpose in rows]


def test_what_was_asked_for_is_shown_once_and_kept(
    as_role: AsRole, address: str, db: Database
) -> None:
    handler = as_role(Role.OFFICE_HANDLER)
    asked = {"what": ["id_number", "account", "telephone"], "purpose": "联系银行核户"}

    shown = handler.post(address, asked)

    assert all(number in shown.text for number in (ID_NUMBER, ACCOUNT, TELEPHONE))
    assert shown.headers["Cache-Control"] == "no-store"
    assert ID_NUMBER not in handler.get(address).text
    assert reads(db) == [("身份证号、一卡通账号、联系电话", "联系银行核户")]


def test_only_what_was_asked_for_is_shown(as_role: AsRole, address: str) -> None:
    shown = as_role(Role.OFFICE_HANDLER).post(address, CHECKING).text

    assert ID_NUMBER in shown
    assert ACCOUNT not in shown
    assert TELEPHONE not in shown


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"what": "id_number"}, "请选择查看的用途"),
        ({"what": "id_number", "purpose": "随便看看"}, "请选择查看的用途"),
        ({"purpose": "核对证件"}, "请选择要看的号码"),
        ({"what": "id_number", "purpose": "其他"}, "请写明用途"),
        (CHECKING | {"note": "长" * 101}, "说明最多 100 个字"),
    ],
)
def test_without_a_purpose_nothing_is_shown_and_nothing_kept(
    as_role: AsRole, address: str, db: Database, told: dict[str, object], sentence: str
) -> None:
    refused = as_role(Role.TOWNSHIP_OFFICER).post(address, told)

    assert refused.status_code == 422
    assert sentence in refused.text
    assert ID_NUMBER not in refused.text
    assert reads(db) == []


def test_a_number_written_into_the_purpose_is_masked_in_the_log(
    as_role: AsRole, address: str, db: Database
) -> None:
    as_role(Role.AUDITOR).post(address, CHECKING | {"note": f"举报信写的是{ID_NUMBER}"})

    [(_, purpose)] = reads(db)
    assert purpose.startswith("核对证件:举报信写的是***")
    assert ID_NUMBER not in purpose


@pytest.mark.parametrize(
    ("role", "what"),
    [
        (Role.VILLAGE_CLERK, "account"),
        (Role.SITE_SUPERVISOR, "id_number"),
        (Role.SITE_SUPERVISOR, "account"),
    ],
)
def test_a_post_sees_only_its_own_sorts_of_numbers(
    as_role: AsRole, address: str, db: Database, role: Role, what: str
) -> None:
    refused = as_role(role).post(address, CHECKING | {"what": what})

    assert refused.status_code == 403
    assert reads(db) == []


def test_a_foreign_officer_does_not_learn_of_the_household(as_role: AsRole, address: str) -> None:
    stranger = as_role(Role.TOWNSHIP_OFFICER, foreign=True)

    assert stranger.get(address).status_code == 404
    assert stranger.post(address, CHECKING).status_code == 404


def allow_two_looks(db: Database) -> None:
    with db.write() as session:
        for row in session.scalars(
            select(ProgrammeParameter).where(ProgrammeParameter.name == "numbers_shown_per_hour")
        ):
            row.value = 2
        session.commit()


def test_a_paper_with_whole_numbers_is_a_look_like_any_other(
    as_role: AsRole, db: Database, people: Cast, runtime: Runtime
) -> None:
    allow_two_looks(db)
    with db.write() as session:
        own = {"role": Role.VILLAGE_CLERK, "node": "report_application"}
        paper = f"/tasks/{add_case(session, people, runtime, **own).id}/papers/approval_form"
        session.commit()
    clerk = as_role(Role.VILLAGE_CLERK)

    full = [clerk.get(f"{paper}?numbers=full") for _ in range(3)]

    assert [each.status_code for each in full] == [200, 200, 429]
    assert [ID_NUMBER in each.text for each in full] == [True, True, False]
    assert clerk.get(paper).status_code == 200
    assert len(reads(db)) == 2


def test_nobody_reads_a_county_off(as_role: AsRole, address: str, db: Database) -> None:
    allow_two_looks(db)
    officer = as_role(Role.TOWNSHIP_OFFICER)

    answers = [officer.post(address, CHECKING) for _ in range(3)]

    assert [each.status_code for each in answers] == [200, 200, 429]
    assert "过一会儿再看" in answers[-1].text
    assert ID_NUMBER not in answers[-1].text
    assert as_role(Role.OFFICE_HANDLER).post(address, CHECKING).status_code == 200
