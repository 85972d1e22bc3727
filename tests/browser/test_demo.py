"""What a visitor of the demo does: enter with one click, and move the clock on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from models.account import Account
from models.role import Role
from tests.browser.desk import PHONE_WIDTH, Desk
from tests.browser.needed import skip_unless
from tests.browser.survey import AXE, Survey
from tests.browser.town import Town
from tests.cast import username
from tests.journeys.checkpoints import Checkpoints
from tests.journeys.office import Case, Office
from webapp.app import create_app
from webapp.parts import EXTENSION

CLERK = username(Role.VILLAGE_CLERK)


@pytest.fixture
def case(checkpoints: Checkpoints) -> Case:
    """A case whose notice waits to be posted, in a county that is a demo."""
    case = checkpoints.case_at("post_notice")
    case.complete("post_notice")
    office = case.office
    with office.database.write() as session:
        session.execute(update(Account).values(is_demo=True))
        session.commit()
    config = replace(office.app.extensions[EXTENSION].config, demo=True)
    office.app = create_app(config, database=office.database, runtime=office.runtime)
    return case


def test_a_visitor_sees_a_notice_period_end(case: Case, served: Callable[[Office], Town]) -> None:
    desk = served(case.office).window(PHONE_WIDTH)
    desk.open("/login")
    enter(desk)
    assert "现在没有等您办理的事。" in desk.words
    for _ in range(2):
        desk.page.get_by_role("button", name="5 天", exact=True).click()
        expect(desk.page.locator("p.flash")).to_contain_text("演示日期已拨到")
    case.office.work()
    desk.page.reload()
    expect(desk.main.locator("tbody tr")).to_contain_text("核对公示情况")
    assert desk.fits


def test_the_pages_of_the_demo_are_for_everybody(
    case: Case, served: Callable[[Office], Town]
) -> None:
    skip_unless(AXE.exists(), "no axe-core: run npm ci")
    survey = Survey(served(case.office))
    survey.desk.open("/login")
    survey.look_again("log-in of the demo")
    enter(survey.desk)
    survey.look_again("inbox of the demo")
    assert survey.findings == []


def enter(desk: Desk) -> None:
    """Open the township's accounts on the log-in page and click the clerk's."""
    person = desk.main.locator(f'button[value="{CLERK}"]')
    if not person.is_visible():
        desk.main.locator("summary", has_text="蘑菇气镇").first.click()
    person.click()
    expect(desk.main.get_by_role("heading", level=1)).to_have_text("待办")
