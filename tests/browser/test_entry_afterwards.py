"""补录 and 在办件导入 in a browser: questions come with the day, pages fit every screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from models.role import Role
from tests.browser.needed import skip_unless
from tests.browser.survey import AXE, Survey
from tests.browser.town import Town
from tests.cast import username
from tests.journeys.checkpoints import Checkpoints
from tests.journeys.mid_course import cells_of
from tests.journeys.office import Office
from tests.journeys.test_imports import rows_in, send
from tests.journeys.test_late_entries import enter_late
from workflows import clock

CLERK, HANDLER = username(Role.VILLAGE_CLERK), username(Role.OFFICE_HANDLER)
Served = Callable[[Office], Town]


def test_an_old_day_brings_its_questions_at_once(checkpoints: Checkpoints, served: Served) -> None:
    case = checkpoints.case_at("check_application")
    case.office.pass_days(30)
    desk = served(case.office).desk(CLERK)
    desk.open(f"/tasks/{case.task('check_application').id}")
    questions, day = desk.page.locator("[data-late-before]"), desk.page.locator("#happened_on")
    assert questions.is_hidden()
    day.fill((clock.today() - dt.timedelta(days=20)).isoformat())
    assert questions.is_visible()
    day.fill(clock.today().isoformat())
    assert questions.is_hidden()
    desk.page.locator("input[name=late_mark]").check()
    assert questions.is_visible()


def test_every_page_of_entry_afterwards_is_for_every_screen_and_reader(
    checkpoints: Checkpoints, served: Served
) -> None:
    skip_unless(AXE.exists(), "no axe-core: run npm ci")
    case = checkpoints.case_at("check_application")
    office = case.office
    office.pass_days(150)
    first = enter_late(case, "check_application")
    second = enter_late(case, "hold_appraisal")
    asked = {"csrf_token": office.token(HANDLER), "question": "扫描件看不清日期。"}
    office.post(HANDLER, f"/late-entries/{second.id}/question", asked)
    bad = cells_of(7, "hold_appraisal") | {"day_check_application": ""}
    page = send(office, [bad, cells_of(8, "check_application")])
    (row, _) = rows_in(office)
    survey = Survey(served(office))
    for who, address in (
        (HANDLER, "/late-entries"),
        (HANDLER, f"/late-entries/{first.id}/question"),
        (CLERK, "/late-entries/asked"),
        (CLERK, "/"),
        (CLERK, f"/cases/{case.id}/steps/{first.id}"),
        (HANDLER, "/imports"),
        (HANDLER, "/old-ledgers"),
        (HANDLER, "/officials"),
        (HANDLER, page.location),
        (HANDLER, f"/imports/{row.import_id}/rows/{row.id}"),
    ):
        survey.look(who, address)
    assert survey.findings == []
