"""Every page on narrow screens and by the rules of WCAG 2.2: all forms of a case, and the rest."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import update

from models.notice import PublicNotice
from models.programme import CalendarDay
from models.role import Role
from tests.browser.needed import skip_unless
from tests.browser.survey import AXE, Survey
from tests.browser.town import Town
from tests.cast import TOWNSHIP, username
from tests.journeys.checkpoints import Checkpoints
from tests.journeys.office import PATIENCE, Case, Office
from tests.journeys.plans import plan_of
from tests.journeys.works import OFFICER, PROVIDED, SUPERVISOR, open_project
from workflows import clock

CLERK = username(Role.VILLAGE_CLERK)
ADMINISTRATOR, AUDITOR = username(Role.ADMINISTRATOR), username(Role.AUDITOR)
# Buttons pressed once before the case goes on, so that the forms behind them are seen, too.
DETOURS = {
    "check_application": "return",
    "review_file": "return",
    "inspect_site": "finding",
    "accept_final": "fail",
}
# Forms that are also seen refused, with a sentence beside every question.
REFUSED = {"file_application", "hold_appraisal", "accept_preliminary"}
TABS = ("", "/papers", "/history", "/diagram", "/diagram/village_review", "/money", "/grounds")
ACTS = ("/withdrawal", "/refusals/new", "/numbers", "/objections/new", "/head", "/receipt")
LISTS = (
    "/",
    "/done",
    "/mine",
    "/cases",
    "/notice-lists",
    "/lists",
    "/intake",
    "/intake/sheets",
    "/account/password",
)
LISTS += ("/late-entries/asked", "/progress", "/roster", "/paid", "/overdue", "/missing")
LISTS += ("/suspended", "/stand-ins", "/phrases", "/?hand=mine")


@pytest.fixture(autouse=True)
def has_axe() -> None:
    """The rules of WCAG are checked by axe-core."""
    skip_unless(AXE.exists(), "no axe-core: run npm ci")


def test_every_form_of_a_case_is_for_every_screen_and_reader(town: Town) -> None:
    survey = Survey(town)
    case = town.office.new_case(plan_of(1))
    detours = dict(DETOURS)
    for _ in range(PATIENCE):
        if case.application.state == "ended":
            break
        if not case.open_tasks:
            town.office.pass_days(7)
            continue
        node = next(iter(case.open_tasks))
        if node not in case.visits:
            look_at_task(survey, case, node)
            if node == "post_notice":
                task = case.task(node)
                survey.look(case.desk(task), f"/notice-lists/new?task={task.id}", "new sheet")
        case.complete(node, detours.pop(node, ""))
    for tab in TABS:
        survey.look(AUDITOR, f"/cases/{case.id}{tab}", f"ended {tab}")
    survey.look(AUDITOR, "/notice-lists/GS-2019-00001", "sheet")
    assert survey.pages > 30
    assert survey.findings == []


def test_every_page_of_the_village_is_for_every_screen_and_reader(
    checkpoints: Checkpoints, served: Callable[[Office], Town]
) -> None:
    case = checkpoints.case_at("post_notice")
    case.complete("post_notice")
    survey = Survey(served(case.office))
    with case.office.database.write() as session:
        session.execute(update(PublicNotice).values(is_on_site=True))
        session.commit()
    for public in (
        "/login",
        "/status",
        "/objections",
        "/notices",
        "/notices/GS-2019-00001",
        "/notices/GS-2019-00001/objection",
    ):
        survey.desk.open(public)
        survey.look_again(public)
    for tab in (*TABS, *ACTS):
        survey.look(CLERK, f"/cases/{case.id}{tab}")
    for address in LISTS:
        survey.look(CLERK, address)
    assert survey.findings == []


def test_every_page_of_a_project_is_for_every_screen_and_reader(
    checkpoints: Checkpoints, served: Callable[[Office], Town]
) -> None:
    case = checkpoints.case_at("sign_agreement", **PROVIDED)
    works = open_project(case.office, title="惠风川兜底房", kind="政府兜底房").join(case).start()
    survey, address = Survey(served(case.office)), f"/projects/{works.id}"
    member = works.member(case).id
    for page in ("", "/facts", "/households/new", f"/households/{member}/leave", "/completion"):
        survey.look(OFFICER, address + page)
    survey.look(OFFICER, "/projects")
    survey.look(OFFICER, "/projects/new")
    survey.look(OFFICER, "/checks")
    survey.look(OFFICER, f"/objection-figures?area={TOWNSHIP}")
    survey.look(SUPERVISOR, f"{address}/inspections/new")
    case.complete("sign_agreement")
    works.find().finish()
    survey.look(SUPERVISOR, f"{address}/inspections/1/settlement")
    survey.look(OFFICER, f"{address}/acceptances/township")
    survey.look(OFFICER, f"/cases/{case.id}", "a case that waits for its project")
    assert survey.findings == []


def test_every_page_of_the_administrator_is_for_every_screen_and_reader(town: Town) -> None:
    survey = Survey(town)
    programme = town.office.people.programmes["A"]
    pages = [
        rule.rule
        for rule in town.office.app.url_map.iter_rules()
        if rule.rule.startswith("/admin") and "GET" in (rule.methods or ()) and not rule.arguments
    ]
    assert pages
    account = town.office.people.account_id(Role.VILLAGE_CLERK)
    holiday = clock.today()
    with town.office.database.write() as session:
        session.add(CalendarDay(day=holiday, is_working=False, name="旗庆"))
        session.commit()
    pages += [
        "/stand-ins",
        "/phrases",
        f"/admin/accounts/{account}/handover",
        f"/admin/calendar/{holiday}",
        f"/admin/programmes/{programme}",
        f"/admin/programmes/{programme}?group=papers",
        f"/admin/programmes/{programme}/account_readers",
        f"/admin/programmes/{programme}/c_rebuild_amount_yuan",
        f"/admin/accounts/{account}",
    ]
    for address in pages:
        survey.look(ADMINISTRATOR, address)
    assert survey.findings == []


def look_at_task(survey: Survey, case: Case, node: str) -> None:
    """The form as it opens; some also as they come back refused."""
    task = case.task(node)
    who, address = case.desk(task), f"/tasks/{task.id}"
    survey.look(who, address, node)
    if survey.desk.path == f"{address}/pages":
        links = survey.desk.main.locator("ul.tasks a").all()
        pages = [each.get_attribute("href") or "" for each in links]
        assert pages
        for page in (*pages, f"{address}/pages-checked", f"{address}?whole=1"):
            survey.look(who, page)
    if node in REFUSED:
        survey.desk.form.locator("button[name=outcome]").first.click()
        survey.desk.page.locator(".problems").wait_for()
        survey.look_again(f"{node}, refused")
