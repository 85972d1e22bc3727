"""Whoever takes the database away without its keys has nobody's number."""

from __future__ import annotations

import io
from pathlib import Path

from tests.journeys.conftest import CaseAt
from tests.journeys.office import JPEG, Case


def test_the_files_of_the_database_hold_no_number_of_the_household(case_at: CaseAt) -> None:
    case = case_at("pay_subsidy")
    # What is typed and not sent yet lies in the database as well.
    case.office.post(
        case.desk(case.task("pay_subsidy")),
        f"/tasks/{case.task('pay_subsidy').id}/draft",
        {"bank_reference": case.plan.family.card_number},
    )

    # People put whom a file is of into its name.
    name = f"身份证{case.plan.family.head.id_number}.jpg"
    who = case.desk(case.task("pay_subsidy"))
    sent = {"kind": "身份证明", "file": (io.BytesIO(JPEG), name)}
    papers = f"/cases/{case.id}/documents"
    page = case.office.post(who, papers, {"csrf_token": case.office.token(who), **sent})
    assert page.status == 303, page.complaints

    content = files_of(case)

    assert case.plan.family.head.name.encode() in content
    for number in numbers_of(case):
        assert number.encode() not in content


def files_of(case: Case) -> bytes:
    """The database file with the log beside it."""
    path = Path(str(case.office.database.engine.url.database))
    beside = path.with_name(f"{path.name}-wal")
    return path.read_bytes() + (beside.read_bytes() if beside.exists() else b"")


def numbers_of(case: Case) -> list[str]:
    family = case.plan.family
    assert case.application.card_number == family.card_number
    return [*(each.id_number for each in family.members), family.card_number, family.telephone]
