"""Ledgers of earlier years: brought in by the office, met by whoever applies again."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from models.check_result import CheckResult
from models.database import Database
from models.old_ledger import OldLedgerHousehold
from models.role import Role
from tests import cast
from tests.cast import Cast
from tests.webapp.conftest import DIGEST_KEY, Browser
from tests.webapp.intake_sheets.conftest import LI, WANG, book
from tests.webapp.open_cases import add_case
from workflows.personal_data import digest
from workflows.runtime import Runtime
from workflows.worker import run_until_idle

HEAD = ("序号", "村", "户主姓名", "身份证号码", "家庭住址", "补助金额(元)", "发放日期")
GOOD = ("1", "惠风川村", "阿拉坦·巴图", f"'{WANG.lower()}", "二组12号", "14,000", "2016年11月30日")
NO_NUMBER = ("2", "爱里", "赵大山", "", "三组5号", "14000", "2016.12.1")
LOST = ("3", "惠风川村", "李小梅", 150783199005056023, "", "", "")
SUM = ("合计", "", "3户", "", "", "42000", "")


@pytest.fixture
def office(as_role: Callable[..., Browser]) -> Browser:
    """The handler of the county's office."""
    return as_role(Role.OFFICE_HANDLER)


def send(browser: Browser, data: bytes, **told: str) -> TestResponse:
    sheet = {"sheet": (io.BytesIO(data), "2016.xlsx")}
    return browser.post(
        "/old-ledgers",
        {"title": "2016年补助发放表", "year": "2016", **told, **sheet},
        content_type="multipart/form-data",
    )


def kept(db: Database) -> list[OldLedgerHousehold]:
    with db.read() as session:
        return list(session.scalars(select(OldLedgerHousehold).order_by(OldLedgerHousehold.id)))


def test_a_ledger_is_kept_as_the_duplicate_gate_compares_it(office: Browser, db: Database) -> None:
    assert send(office, book(GOOD, NO_NUMBER, SUM, head=HEAD)).status_code == 303
    first, second = kept(db)
    assert (first.village_code, first.year, first.position) == (cast.VILLAGE, 2016, 2)
    assert first.id_number_digest == digest(DIGEST_KEY.encode(), WANG)
    assert (first.paid_yuan, str(first.paid_on)) == (14000, "2016-11-30")
    assert first.place == "2组12号"
    assert (second.id_number, second.id_number_digest) == (None, None)
    page = office.get("/old-ledgers").text
    assert "2016年补助发放表" in page
    assert WANG not in page


def test_a_ledger_that_comes_later_sets_the_gate_on_the_cases_that_are_open(
    office: Browser, db: Database, people: Cast, runtime: Runtime
) -> None:
    with db.write() as session:
        add_case(session, people, runtime, id_number=WANG)
        session.commit()

    send(office, book(GOOD, head=HEAD))
    run_until_idle(db, runtime)

    with db.read() as session:
        [row] = session.scalars(select(CheckResult).where(CheckResult.result == "fail"))
        assert (row.check_id, row.effect) == ("F01", "block")
        assert "《2016年补助发放表》(2016年)第 2 行" in row.found[0]["why"]


def test_the_same_ledger_twice_adds_nothing(office: Browser, db: Database) -> None:
    data = book(GOOD, NO_NUMBER, head=HEAD)
    send(office, data)
    send(office, data, title="又一次")
    assert len(kept(db)) == 2
    assert "2 户原来就有" in office.get("/old-ledgers").text


def test_nothing_is_kept_of_a_ledger_with_faults_unless_chosen(
    office: Browser, db: Database
) -> None:
    data = book(GOOD, LOST, head=HEAD)
    page = send(office, data)
    assert page.status_code == 422
    assert "D3:身份证号被 Excel 改成了数字" in page.text
    assert kept(db) == []
    assert send(office, data, rows="good").status_code == 303
    assert [each.head_name for each in kept(db)] == ["阿拉坦·巴图"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("1", "月亮村", "王秀英", WANG, "", "", ""), "B2:没有“月亮村”这个村"),
        (("1", "惠风川村", "", WANG, "", "", ""), "还没有填姓名"),
        (("1", "惠风川村", "王秀英", LI[:-1] + "9", "", "", ""), "D2:身份证号的末位对不上"),
        (("1", "惠风川村", "王秀英", WANG, "", "很多", "某天"), "F2:补助金额应是数字"),
    ],
)
def test_each_fault_is_named_with_its_cell(
    office: Browser, row: tuple[str, ...], said: str
) -> None:
    page = send(office, book(row, head=HEAD))
    assert page.status_code == 422
    assert said in page.text


@pytest.mark.parametrize("told", [{"title": ""}, {"year": "去年"}, {"title": "长" * 121}])
def test_a_ledger_needs_its_title_and_year(office: Browser, told: dict[str, str]) -> None:
    assert send(office, book(GOOD, head=HEAD), **told).status_code == 422


@pytest.mark.parametrize("amount", ["-5", "99999999999999999999", "1e30"])
def test_an_amount_that_nobody_was_paid_is_named(
    office: Browser, db: Database, amount: str
) -> None:
    row = (*NO_NUMBER[:5], amount, NO_NUMBER[6])
    refused = send(office, book(row, head=HEAD))
    assert refused.status_code == 422
    assert "补助金额不能是负数" in refused.text
    assert kept(db) == []
