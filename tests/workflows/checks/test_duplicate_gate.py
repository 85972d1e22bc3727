"""One live case per person, household and house: what the gate finds, and what it lets pass."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from models.application import Application
from models.check_result import CheckResult
from models.house_point import FROM_APPLICATION, HousePoint
from models.household import Person
from models.old_ledger import OldLedger, OldLedgerHousehold
from models.role import Role
from tests.cast import COUNTY, FAR_VILLAGE, FOREIGN_COUNTY, NEIGHBOUR_VILLAGE, VILLAGE
from tests.database.counting import counted
from tests.forms.stage import Stage, new_application, shipped_runtime
from tests.forms.village_case import MAN, WIFE, identity
from workflows import checks, clock, duplicate_gate
from workflows.checks.duplicates import ask_again
from workflows.duplicate_hits import find_hits, members_of
from workflows.identity_number import birth_date
from workflows.personal_data import digest, telephone_digest
from workflows.personal_names import compared
from workflows.places import compared as compared_place

# Of the same day as MAN, and another number.
LIKE_MAN = identity(f"{birth_date(MAN):%Y%m%d}", 733)
PLACE = compared_place("二组", "惠风川村二组3号")


def add_person(application: Application, name: str, number: str, **told: Any) -> Person:
    return Person(
        household_id=application.household_id,
        name=name,
        pinyin_initials="x",
        id_number=number,
        id_number_digest=key(number),
        sex="男",
        born_on=birth_date(number),
        relation="户主",
        **told,
    )


def key(number: str) -> str:
    return digest(shipped_runtime().digest_key, number)


def settle(stage: Stage, application: Application, name: str, number: str, **told: Any) -> None:
    """The household of a case: its head, and where and how it is found."""
    stage.session.add(add_person(application, name, number, is_head=True))
    assert application.household is not None
    for column, value in told.items():
        setattr(application.household, column, value)
    stage.session.flush()


def another(stage: Stage, name: str, number: str, **told: Any) -> Application:
    """A case of another household; ``village_code`` is where it is."""
    village = told.pop("village_code", VILLAGE)
    facts = {each: told.pop(each) for each in ("state", "paid_on") if each in told}
    other = new_application(stage.session, stage.people, head_name=name, **facts)
    assert other.household is not None
    other.village_code = other.household.village_code = village
    settle(stage, other, name, number, **told)
    return other


@pytest.fixture
def ours(stage: Stage) -> Stage:
    """A filed case whose head is 阿拉坦·巴图, in house 3 of the second group."""
    telephone = {"telephone_digest": telephone_digest(b"key", "13847001234"), "place": PLACE}
    settle(stage, stage.application, "阿拉坦·巴图", MAN, **telephone)
    return stage


def results(stage: Stage, application: Application | None = None) -> dict[str, CheckResult]:
    """What the gate says now, by check."""
    case = application or stage.application
    ask_again(case)
    duplicate_gate.run_if_due(stage.session, case)
    return {row.check_id: row for row in checks.results_of(stage.session, case.id)}


def barred(stage: Stage, application: Application | None = None) -> dict[str, str]:
    """Checks that bar the case, and how."""
    found = results(stage, application)
    return {name: row.effect for name, row in found.items() if row.result == "fail"}


def ledger_row(stage: Stage, **told: Any) -> OldLedgerHousehold:
    """A household of 2016, paid."""
    ledger = OldLedger(
        county_code=COUNTY,
        title="2016年危房改造台账",
        filename="2016.xlsx",
        imported_by_id=stage.people.account_id(Role.OFFICE_HANDLER),
        imported_at=clock.now(),
    )
    stage.session.add(ledger)
    stage.session.flush()
    known = {"village_code": VILLAGE, "head_name": "旧户", "year": 2016}
    known |= {"programme_title": "2016年农村危房改造"} | told
    row = OldLedgerHousehold(
        ledger_id=ledger.id,
        row_digest="0" * 64,
        position=12,
        compared_name=compared(known["head_name"]),
        **known,
    )
    stage.session.add(row)
    stage.session.flush()
    return row


# --- nothing is met


def test_a_household_that_is_met_nowhere_passes(ours: Stage) -> None:
    another(ours, "李铁柱", identity("19600101", 101), place="2组4号")

    assert barred(ours) == {}
    assert ours.application.open_holds == 0


def test_what_nobody_can_tell_is_kept_as_unknown(ours: Stage) -> None:
    found = results(ours)

    assert {name for name, row in found.items() if row.result == "unknown"} == {"F04", "F13", "F14"}
    assert "灾后重建" in found["F04"].why


def test_the_gate_looks_only_when_something_has_changed(ours: Stage) -> None:
    duplicate_gate.run_if_due(ours.session, ours.application)

    assert checks.results_of(ours.session, ours.application.id) == []


# --- persons (F01)


@pytest.mark.parametrize("written", ["阿拉坦·巴图", "阿拉坦•巴图", "阿拉坦.巴图"])
def test_the_same_name_and_birth_date_with_another_number_waits_for_somebody(
    ours: Stage, written: str
) -> None:
    other = another(ours, written, LIKE_MAN)

    assert barred(ours) == {"F01-near": "hold"}
    row = results(ours)["F01-near"]
    assert row.found[0]["application_id"] == other.id
    assert (row.is_for_county, MAN in str(row.inputs)) == (False, False)


@pytest.mark.parametrize(
    "differs",
    [
        {"name": "阿拉坦·巴特"},
        {"number": identity("19600101", 101)},
        {"village_code": NEIGHBOUR_VILLAGE},
        {"state": "ended"},
    ],
    ids=["name", "birth date", "village", "ended unpaid"],
)
def test_somebody_else_is_not_taken_for_the_same_person(ours: Stage, differs: Any) -> None:
    told = {"name": "阿拉坦·巴图", "number": LIKE_MAN} | differs
    another(ours, told.pop("name"), told.pop("number"), **told)

    assert barred(ours) == {}


def test_a_paid_case_counts_for_ever(ours: Stage) -> None:
    another(ours, "阿拉坦·巴图", LIKE_MAN, state="ended", paid_on=dt.date(2017, 9, 1))

    assert barred(ours) == {"F01-near": "hold"}


# --- what cannot be a person or a head (F11, F12)


def test_a_roster_that_came_in_past_the_forms_is_seen(ours: Stage) -> None:
    assert {results(ours)[each].result for each in ("F11", "F12-id")} == {"pass"}
    ours.last(Person).is_head = False
    child = identity("20150101", 101)
    ours.session.add(add_person(ours.application, "未知", child, is_head=True))
    ours.session.flush()

    found = barred(ours)

    assert (found["F11"], found["F12-id"]) == ("block", "block")
    assert "未知" not in results(ours)["F12-id"].why


# --- household and moves (F02, F13)


@pytest.mark.parametrize(
    ("left_on", "checks_hit"), [("2018-06-01", {"F02", "F13"}), ("2017-01-05", {"F02"})]
)
def test_who_was_of_another_household_is_seen_and_recent_moves_too(
    ours: Stage, left_on: str, checks_hit: set[str]
) -> None:
    other = another(ours, "李铁柱", identity("19600101", 101))
    gone = add_person(other, "乌云", WIFE, left_on=dt.date.fromisoformat(left_on))
    ours.session.add_all([gone, add_person(ours.application, "乌云", WIFE)])
    ours.session.flush()

    assert set(barred(ours)) == checks_hit


def test_who_left_a_household_that_was_never_paid_long_ago_is_free(ours: Stage) -> None:
    other = another(ours, "李铁柱", identity("19600101", 101), state="ended")
    gone = add_person(other, "乌云", WIFE, left_on=dt.date(2016, 1, 5))
    ours.session.add_all([gone, add_person(ours.application, "乌云", WIFE)])
    ours.session.flush()

    assert barred(ours) == {}


# --- house (F03)


def test_two_cases_of_one_address_wait_for_somebody(ours: Stage) -> None:
    another(ours, "李铁柱", identity("19600101", 101), place=compared_place("", "2组03号"))

    assert barred(ours) == {"F03": "hold"}


def test_an_address_that_names_no_house_says_nothing(ours: Stage) -> None:
    for case in (ours.application, another(ours, "李铁柱", identity("19600101", 101))):
        case.household.place = compared_place("二组", "惠风川村二组")

    assert barred(ours) == {}


@pytest.mark.parametrize(("metres", "hit"), [(20, {"F03": "hold"}), (40, {})])
def test_two_houses_on_one_spot_wait_for_somebody(
    ours: Stage, metres: float, hit: dict[str, str]
) -> None:
    other = another(ours, "李铁柱", identity("19600101", 101))
    # One degree of latitude is 111.2 km.
    stands_at(ours, ours.application, 47.8)
    stands_at(ours, other, 47.8 + metres / 111_200)

    assert barred(ours) == hit


def stands_at(stage: Stage, application: Application, latitude: float) -> None:
    [document_id] = stage.upload("危房照片-固定参照物")
    stage.session.add(
        HousePoint(
            application_id=application.id,
            latitude=latitude,
            longitude=122.9,
            document_id=document_id,
            told_by=FROM_APPLICATION,
            set_at=clock.now(),
        )
    )
    stage.session.flush()


def test_one_house_has_one_case_by_its_number(ours: Stage) -> None:
    ours.application.house_code = "150783100201000012"
    other = another(ours, "李铁柱", identity("19600101", 101))
    other.house_code = "150783100201000013"
    assert barred(ours) == {}

    other.house_code = "150783100201000012"
    assert barred(ours) == {"F03-code": "block"}


def test_a_house_of_an_old_ledger_bars_by_its_number(ours: Stage) -> None:
    ours.application.house_code = "A1"
    ledger_row(ours, house_code="A1")

    assert barred(ours) == {"F03-code": "block"}


# --- telephone (F12)


@pytest.mark.parametrize(("others", "hit"), [(2, {}), (3, {"F12": "hold"})])
def test_a_few_households_may_share_a_telephone(
    ours: Stage, others: int, hit: dict[str, str]
) -> None:
    shared = ours.application.household.telephone_digest
    for number in range(others):
        another(
            ours,
            f"李铁{'甲乙丙丁'[number]}",
            identity("19600101", 101 + number),
            telephone_digest=shared,
        )

    assert barred(ours) == hit


# --- old ledgers


def test_a_paid_household_of_an_old_ledger_bars_by_its_number(ours: Stage) -> None:
    ledger_row(ours, id_number=MAN, id_number_digest=key(MAN))

    row = results(ours)["F01"]

    assert (row.result, row.effect) == ("fail", "block")
    assert "《2016年危房改造台账》(2016年)第 12 行" in row.found[0]["why"]


@pytest.mark.parametrize(
    ("programme", "hit"), [("2014年易地扶贫搬迁", {"F01", "F04"}), ("2016年农村危房改造", {"F01"})]
)
def test_an_old_row_of_another_fund_is_called_so(
    ours: Stage, programme: str, hit: set[str]
) -> None:
    ledger_row(ours, id_number=MAN, id_number_digest=key(MAN), programme_title=programme)

    assert set(barred(ours)) == hit


def test_an_old_row_without_a_number_is_compared_by_name_and_village(ours: Stage) -> None:
    ledger_row(ours, head_name="阿拉坦•巴图")

    assert barred(ours) == {"F01-near": "hold"}


def test_an_old_row_of_another_birth_date_or_village_is_somebody_else(ours: Stage) -> None:
    ledger_row(ours, head_name="阿拉坦·巴图", born_on=dt.date(1933, 1, 1))
    ledger_row(ours, head_name="阿拉坦·巴图", village_code=FAR_VILLAGE)

    assert barred(ours) == {}


def test_another_countys_ledger_is_not_quoted(ours: Stage) -> None:
    ledger_row(ours, id_number=MAN, id_number_digest=key(MAN), village_code=FOREIGN_COUNTY)

    row = results(ours)["F01"]

    assert "2016年危房改造台账" not in str(row.found)
    assert row.is_for_county


def test_a_ledger_that_comes_later_finds_the_cases_that_are_open(ours: Stage) -> None:
    assert barred(ours) == {}
    ledger_row(ours, id_number=MAN, id_number_digest=key(MAN))

    duplicate_gate.ask_county_again(ours.session, COUNTY)

    assert duplicate_gate.due_cases(ours.session) == [ours.application.id]
    assert duplicate_gate.look_at(ours.session, ours.application.id)
    assert not duplicate_gate.look_at(ours.session, ours.application.id)
    assert ours.application.open_holds == 1


# --- who judges, and what is remembered


@pytest.mark.parametrize(("village", "is_for_county"), [(VILLAGE, False), (FAR_VILLAGE, True)])
def test_what_lies_outside_the_township_is_the_countys_to_judge(
    ours: Stage, village: str, is_for_county: bool
) -> None:
    other = another(ours, "李铁柱", identity("19600101", 101), village_code=village)
    ours.session.add(add_person(other, "乌云", WIFE, left_on=dt.date(2018, 12, 1)))
    ours.session.add(add_person(ours.application, "乌云", WIFE))
    ours.session.flush()

    assert results(ours)["F02"].is_for_county is is_for_county


def clear(stage: Stage, row: CheckResult) -> None:
    actor = stage.people.actor(stage.session, Role.TOWNSHIP_OFFICER)
    checks.decide(stage.session, actor, row.id, "cleared", "同名同日生,已核对户口簿,是两个人。")


def test_a_pair_that_was_told_apart_is_not_asked_again(ours: Stage) -> None:
    other = another(ours, "阿拉坦·巴图", LIKE_MAN)
    row = results(ours)["F01-near"]
    clear(ours, row)

    again = results(ours)["F01-near"]
    from_the_other_side = results(ours, other)["F01-near"]

    assert (again.id, again.verdict, ours.application.open_holds) == (row.id, "cleared", 0)
    assert (from_the_other_side.result, other.open_holds) == ("pass", 0)


def test_a_third_household_is_asked_about_alone(ours: Stage) -> None:
    another(ours, "阿拉坦·巴图", LIKE_MAN)
    clear(ours, results(ours)["F01-near"])
    third = another(ours, "阿拉坦·巴图", identity(f"{birth_date(MAN):%Y%m%d}", 755))

    row = results(ours)["F01-near"]

    assert [each["application_id"] for each in row.found] == [third.id]
    assert ours.application.open_holds == 1


def test_everything_is_asked_in_one_statement(ours: Stage) -> None:
    household = ours.application.household
    assert household is not None
    members = members_of(ours.session, household.id)
    with counted(ours.session.get_bind().engine) as cost:
        find_hits(ours.session, household, members, dt.date(2018, 1, 1))
    assert len(cost.statements) == 1
