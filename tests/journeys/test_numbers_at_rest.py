"""Whoever takes the database away without its keys has nobody's number."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.conftest import CaseAt
from tests.journeys.office import Case


def test_the_files_of_the_database_hold_no_number_of_the_household(case_at: CaseAt) -> None:
    case = case_at("pay_subsidy")
    # What is typed and not sent yet lies in the database as well.
    case.office.post(
        case.desk(case.task("pay_subsidy")),
        f"/tasks/{case.task('pay_subsidy').id}/draft",
        {"bank_reference": case.plan.family.card_number},
    )

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
