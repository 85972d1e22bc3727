"""The duplicate gate over HTTP: refused at filing, held until somebody decides, asked only once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from models.application import Application
from models.check_result import CheckResult
from models.household import Household, Person
from models.old_ledger import OldLedger, OldLedgerHousehold
from models.role import Role
from tests.cast import COUNTY, FAR_VILLAGE, VILLAGE, username
from tests.journeys.conftest import CaseAt
from tests.journeys.office import Case
from workflows import clock, duplicate_gate
from workflows.checks.duplicates import ask_again
from workflows.personal_data import digest
from workflows.personal_names import compared

OFFICER, HANDLER = username(Role.TOWNSHIP_OFFICER), username(Role.OFFICE_HANDLER)
APART = {"verdict": "cleared", "reason": "同名的另一户,已核对户口簿。"}


def import_ledger(case: Case, **told: Any) -> None:
    """An old ledger with one paid household comes into the county."""
    office = case.office
    head = case.plan.family.head
    with office.database.write() as session:
        ledger = OldLedger(
            county_code=COUNTY,
            title="2016年台账",
            filename="2016.xlsx",
            imported_by_id=office.people.account_id(Role.OFFICE_HANDLER),
            imported_at=clock.now(),
        )
        session.add(ledger)
        session.flush()
        row = {"village_code": VILLAGE, "year": 2016, "position": 12, "row_digest": "0"} | told
        session.add(
            OldLedgerHousehold(
                ledger_id=ledger.id,
                programme_title="2016年农村危房改造",
                head_name=head.name,
                compared_name=compared(head.name),
                **row,
            )
        )
        duplicate_gate.ask_county_again(session, COUNTY)
        session.commit()


def number_of(case: Case) -> dict[str, str]:
    """The number of the head, as a ledger has it."""
    number = case.plan.family.head.id_number
    return {
        "id_number": number,
        "id_number_digest": digest(case.office.runtime.digest_key, number),
    }


def decide(case: Case, who: str, at: int = 0, **answers: str) -> int:
    """Judge the newest result of the case, at the address of ``at``; the status of the answer."""
    with case.office.database.read() as session:
        result_id = session.scalar(
            select(CheckResult.id)
            .where(CheckResult.application_id == case.id, CheckResult.result == "fail")
            .order_by(CheckResult.id.desc())
        )
    sent = APART | answers | {"csrf_token": case.office.token(who)}
    return case.office.post(who, f"/cases/{at or case.id}/checks/{result_id}", sent).status


def test_who_was_paid_by_an_old_ledger_is_refused_at_filing(case_at: CaseAt) -> None:
    case = case_at("file_application")
    import_ledger(case, **number_of(case))

    assert "所在家庭已领取过危房改造补助" in case.refused("file_application")


def test_a_ledger_that_comes_later_bars_the_case_for_good(case_at: CaseAt) -> None:
    case = case_at("decide_case")
    import_ledger(case, **number_of(case))
    case.office.work()

    assert "同一人重复享受" in case.refused("decide_case", "approve")
    assert decide(case, OFFICER) == 422
    case.do("decide_case", "return", comment="已享受过补助,退回村里核实。")


def test_a_step_that_says_yes_does_not_overtake_the_gate(case_at: CaseAt) -> None:
    case = case_at("decide_case")
    import_ledger(case)

    # The worker has not come by.
    assert "疑似同一人" in case.refused("decide_case", "approve")


def test_a_doubt_waits_for_the_township_and_is_asked_once(case_at: CaseAt) -> None:
    case = case_at("decide_case")
    import_ledger(case)
    case.office.work()
    assert "还没有人处理" in case.refused("decide_case", "approve")
    shown = case.office.get(OFFICER, f"/cases/{case.id}/grounds").words
    assert "《2016年台账》(2016年)第 12 行" in shown

    assert decide(case, OFFICER, reason=" ") == 422
    assert decide(case, username(Role.TOWNSHIP_OFFICER, foreign=True)) == 404
    assert decide(case, OFFICER, at=case.id + 1) == 404
    assert decide(case, OFFICER) == 303

    with case.office.database.write() as session:
        duplicate_gate.ask_county_again(session, COUNTY)
        session.commit()
    case.office.work()
    case.do("decide_case", "approve")


def test_a_case_in_another_township_is_the_countys_to_look_at(case_at: CaseAt) -> None:
    case = case_at("decide_case")
    number = far_case(case)
    case.office.work()

    assert "同一家庭重复享受" in case.refused("decide_case", "approve")
    assert decide(case, OFFICER) == 403
    for_township = case.office.get(OFFICER, f"/cases/{case.id}/grounds").words
    for_county = case.office.get(HANDLER, f"/cases/{case.id}/grounds").words
    assert number not in for_township
    assert "另一件不在您的范围内,请市危改办核对" in for_township
    assert number in for_county
    assert decide(case, HANDLER) == 303


def far_case(case: Case) -> str:
    """A case of another township, in which the head was until last month; its number."""
    office, head = case.office, case.plan.family.head
    with office.database.write() as session:
        own = session.get_one(Application, case.id)
        household = Household(village_code=FAR_VILLAGE, address="一组")
        session.add(household)
        session.flush()
        session.add(
            Person(
                household_id=household.id,
                name=head.name,
                pinyin_initials="x",
                id_number=head.id_number,
                id_number_digest=number_of(case)["id_number_digest"],
                sex="男",
                born_on=dt.date(1960, 1, 1),
                relation="户主",
                left_on=clock.today() - dt.timedelta(days=30),
            )
        )
        session.add(
            Application(
                programme_id=own.programme_id,
                household_id=household.id,
                village_code=FAR_VILLAGE,
                opened_by_id=own.opened_by_id,
                opened_at=clock.now(),
                number="150783-2019-A-00777",
            )
        )
        ask_again(own)
        session.commit()
    return "150783-2019-A-00777"
