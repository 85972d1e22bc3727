"""Requests that no page of this site sends: each is refused in words and changes nothing."""

from __future__ import annotations

import pytest

from models.account import Account, Grant
from models.role import Role
from tests.cast import username
from tests.journeys.conftest import CaseAt
from tests.journeys.office import Office

CLERK = username(Role.VILLAGE_CLERK)
ADMINISTRATOR = username(Role.ADMINISTRATOR)


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_page_key_beyond_any_calendar_is_the_first_page(
    sqlite_office: Office, moment: str
) -> None:
    page = sqlite_office.get(CLERK, f"/done?before={moment.replace('+', '%2B')}~1")
    assert page.status == 200


@pytest.mark.parametrize("path", ["/cases?q=%00", "/?step=%00", "/cases?q=a%00b"])
def test_a_null_character_in_an_address_is_no_failure(office: Office, path: str) -> None:
    assert office.get(CLERK, path).status < 500


def test_a_null_character_as_a_user_name_is_no_failure(office: Office) -> None:
    answers = {"username": "a\0b", "password": "x", "csrf_token": office.token(CLERK)}
    assert office.post(CLERK, "/login", answers).status < 500


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "-1"])
def test_an_agency_that_cannot_be_is_not_granted(office: Office, number: str) -> None:
    account = office.people.accounts[CLERK]
    answers = {
        "csrf_token": office.token(ADMINISTRATOR),
        "role": "assessor",
        "area": "150783",
        "organisation": number,
    }
    page = office.post(ADMINISTRATOR, f"/admin/accounts/{account}/grants", answers)
    assert 400 <= page.status < 500, page.status


def test_a_name_that_only_begins_like_a_question_is_none(case_at: CaseAt) -> None:
    case = case_at("hold_appraisal")
    task = case.task("hold_appraisal")
    sent = case.filled("hold_appraisal", "pass")
    sent["comment-typename"] = "1"
    page = case.office.post(CLERK, f"/tasks/{task.id}", sent)
    assert page.status == 422
    assert case.task("hold_appraisal").id == task.id


def test_who_lost_the_right_sees_no_names_among_what_was_done(case_at: CaseAt) -> None:
    case = case_at("hold_appraisal")
    head = case.application.head_name
    assert head in case.office.get(CLERK, "/done").words
    with case.office.database.write() as session:
        account = session.query(Account).filter_by(username=CLERK).one()
        session.query(Grant).filter_by(account_id=account.id).delete()
        session.commit()
    assert head not in case.office.get(CLERK, "/done").words


@pytest.mark.parametrize("role", ["finance_officer", "assessor", "auditor", "administrator"])
def test_what_was_done_can_be_looked_up_in_every_role(sqlite_office: Office, role: str) -> None:
    assert sqlite_office.get(role, "/done").status == 200
