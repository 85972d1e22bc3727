"""Every page on narrow screens and by the rules of WCAG 2.2: all forms of a case, and the rest."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from models.database import Database
from models.role import Role
from tests.browser.needed import skip_unless
from tests.browser.survey import AXE, Survey
from tests.browser.town import Town
from tests.cast import build_cast, day, username
from tests.conftest import lay_schema
from tests.journeys.office import PATIENCE, Case, Office
from tests.journeys.plans import BEGINNING, plan_of
from workflows import clock

CLERK = username(Role.VILLAGE_CLERK)
ADMINISTRATOR, AUDITOR = username(Role.ADMINISTRATOR), username(Role.AUDITOR)
# Buttons pressed once before the case goes on, so that the forms behind them are seen, too.
DETOURS = {"review_file": "return", "inspect_site": "finding", "accept_final": "fail"}
# Forms that are also seen refused, with a sentence beside every question.
REFUSED = {"file_application", "hold_appraisal", "accept_preliminary"}
TABS = ("", "/papers", "/history", "/diagram", "/diagram/village_review", "/money", "/grounds")
ACTS = ("/withdrawal", "/refusals/new", "/id-numbers")
LISTS = ("/", "/done", "/mine", "/cases", "/notices", "/applications/new", "/account/password")


@pytest.fixture(scope="session")
def survey(chromium: Browser, sqlite_folder: Path) -> Survey:
    """Everything looked at, once for all tests of this file."""
    skip_unless(AXE.exists(), "no axe-core: run npm ci")
    clock.set_now(day(BEGINNING))
    url = f"sqlite:///{sqlite_folder}/survey.sqlite"
    lay_schema(url)
    database = Database(url)
    with database.write() as session:
        people = build_cast(session)
        session.commit()
    town = Town(Office(database, people, sqlite_folder / "survey"), chromium)
    surveyed = Survey(town)
    look_everywhere(surveyed)
    town.close()
    database.dispose()
    clock.set_offset(dt.timedelta(0))
    return surveyed


def look_everywhere(survey: Survey) -> None:
    """The log-in page, every form of a case from end to end, its tabs, lists, administration."""
    survey.desk.open("/login")
    survey.look_again("log-in")
    office = survey.town.office
    case = office.new_case(plan_of(1))
    detours = dict(DETOURS)
    for _ in range(PATIENCE):
        if case.application.state == "ended":
            break
        if not case.open_tasks:
            look_at_waiting(survey, case)
            office.pass_days(7)
            continue
        node = next(iter(case.open_tasks))
        if node not in case.visits:
            look_at_task(survey, case, node)
        case.complete(node, detours.pop(node, ""))
    for who in (CLERK, AUDITOR):
        for tab in TABS:
            survey.look(who, f"/cases/{case.id}{tab}")
    for address in LISTS:
        survey.look(CLERK, address)
    look_at_administration(survey)


def look_at_task(survey: Survey, case: Case, node: str) -> None:
    """The form as it opens; some also as they come back refused."""
    task = case.task(node)
    survey.look(case.desk(task), f"/tasks/{task.id}", node)
    if node in REFUSED:
        survey.desk.form.locator("button[name=outcome]").first.click()
        survey.desk.page.locator(".problems").wait_for()
        survey.look_again(f"{node}, refused")


def look_at_waiting(survey: Survey, case: Case) -> None:
    """The case while its first notice hangs, and what can be done beside it."""
    if case.application.stage != "village_review":
        return
    for tab in (*TABS, *ACTS, "/objections/new"):
        survey.look(CLERK, f"/cases/{case.id}{tab}", f"on notice {tab}")
    survey.look(CLERK, "/notices", "notices, one open")


def look_at_administration(survey: Survey) -> None:
    """Every page of the administrator."""
    office = survey.town.office
    programme = office.people.programmes["A"]
    pages = [
        rule.rule
        for rule in office.app.url_map.iter_rules()
        if rule.rule.startswith("/admin") and "GET" in (rule.methods or ()) and not rule.arguments
    ]
    assert pages
    pages += [
        f"/admin/programmes/{programme}",
        f"/admin/programmes/{programme}/c_rebuild_amount_yuan",
        f"/admin/accounts/{office.people.account_id(Role.VILLAGE_CLERK)}",
    ]
    for address in pages:
        survey.look(ADMINISTRATOR, address)


def test_no_page_scrolls_sideways_on_a_phone_or_at_twice_the_size(survey: Survey) -> None:
    assert survey.sideways == []


def test_no_page_breaks_a_rule_of_wcag(survey: Survey) -> None:
    assert survey.violations == []


def test_no_page_complains_or_asks_another_host(survey: Survey) -> None:
    assert survey.pages > 60
    assert survey.desk.faults == []
