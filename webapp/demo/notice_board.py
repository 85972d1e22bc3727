"""The county's notice of the last day: several households on one sheet, put up that morning."""

from __future__ import annotations

from collections import defaultdict

from models.role import Level, Role
from models.task import Task
from webapp.demo.county import COUNTY_CODE
from webapp.demo.driver import Driver
from workflows import clock, notice_sheets
from workflows.notice_sheets import Waiting

# One stays behind: at every desk somebody still waits.
FEWEST = 3


def seed_notice_board(driver: Driver) -> None:
    """Put most of those who wait for the county's notice on one sheet and post it."""
    tasks = _make(driver)
    for task_id in tasks:
        with driver.database.read() as session:
            task = session.get_one(Task, task_id)
        driver.complete(task)


def _make(driver: Driver) -> list[int]:
    actor = driver.holder(Role.OFFICE_HANDLER, COUNTY_CODE)
    with driver.database.write() as session:
        desks: dict[int, list[Waiting]] = defaultdict(list)
        for each in notice_sheets.waiting(session, actor):
            if each.noticed.level == Level.COUNTY:
                desks[each.noticed.programme_id].append(each)
        most = max(desks.values(), key=len, default=[])
        if len(most) <= FEWEST:
            return []
        chosen = [each.task.id for each in most[:-1]]
        notice_sheets.make(session, driver.runtime, actor, chosen, clock.today())
        session.commit()
        return chosen
