"""Carrying one household through the real process."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select

from models.application import Application
from models.database import Database
from models.document import Document
from models.task import Task
from tests.cast import VILLAGE
from webapp.demo.acts import OBJECT, REFUSE, WITHDRAW
from webapp.demo.case_plan import CasePlan
from webapp.demo.driver import Driver, NobodyMay
from webapp.demo.people import make_family
from webapp.storage import FileStorage
from workflows import clock, history
from workflows.runtime import Runtime


@pytest.fixture
def driver(db: Database, runtime: Runtime, people: object, tmp_path: Path) -> Driver:
    """A driver among the cast of the tests."""
    return Driver(db, runtime, FileStorage(tmp_path, wait_for_disk=False))


def plan_of(number: int = 1, **differs: object) -> CasePlan:
    told: dict[str, object] = {
        "number": number,
        "plan": "B",
        "family": make_family(number, VILLAGE, "惠风川村", size=2),
        "identities": ("低保",),
        "grade": "C",
        "method": "修缮加固",
        "starts_on": clock.today(),
    }
    return CasePlan(**(told | differs))  # type: ignore[arg-type]


def application_of(db: Database, application_id: int) -> Application:
    with db.read() as session:
        return session.get_one(Application, application_id)


def test_a_household_is_carried_to_the_closed_file(driver: Driver, db: Database) -> None:
    application_id = driver.file(plan_of())

    assert driver.advance(application_id) == []
    done = application_of(db, application_id)
    assert (done.state, done.result) == ("ended", "case_closed")
    assert done.paid_on is not None
    assert done.head_name == plan_of().family.head.name
    with db.read() as session:
        assert history.verify(session, session.get_one(Application, application_id)) > 30


def test_it_stops_before_the_task_named(driver: Driver, db: Database) -> None:
    application_id = driver.file(plan_of())

    open_now = driver.advance(application_id, until="visit_household")

    assert [task.node_id for task in open_now] == ["visit_household"]
    assert application_of(db, application_id).stage == "township_review"


def test_the_button_can_be_chosen(driver: Driver) -> None:
    application_id = driver.file(plan_of())

    def send_back(task: Task) -> str | None:
        return "return" if task.node_id == "review_file" else None

    open_now = driver.advance(application_id, until="correct_application", choose=send_back)

    assert open_now[0].asked_because != ""


def test_buttons_of_the_plan_are_pressed_once_each(driver: Driver) -> None:
    application_id = driver.file(plan_of(outcomes={"review_file": ("return",)}))

    driver.advance(application_id, until="visit_household")

    assert driver.visits[application_id, "review_file"] == 2


def test_time_passes_while_a_notice_hangs(driver: Driver) -> None:
    application_id = driver.file(plan_of())
    driver.advance(application_id, until="post_notice")
    posted = clock.now()

    driver.advance(application_id, until="take_down_notice")

    assert clock.now() - posted > dt.timedelta(days=5)


@pytest.mark.parametrize(
    ("act", "before", "result"),
    [
        (WITHDRAW, "review_file", "withdrawn"),
        (REFUSE, "hold_appraisal", "refused"),
        (OBJECT, "take_down_notice", "not_reported"),
    ],
)
def test_acts_that_are_no_task_are_done_before_the_task_named(
    driver: Driver, db: Database, act: str, before: str, result: str
) -> None:
    upheld = {"investigate_objection": ("upheld",)}
    application_id = driver.file(plan_of(acts={(before, 0): act}, outcomes=upheld))

    driver.advance(application_id)

    assert application_of(db, application_id).result == result


def test_pictures_of_the_case_lie_in_the_storage(driver: Driver, db: Database) -> None:
    application_id = driver.file(plan_of())
    driver.advance(application_id, until="check_application")

    with db.read() as session:
        task = session.scalars(
            select(Task).where(Task.application_id == application_id, Task.status == "open")
        ).one()
        documents = session.scalars(
            select(Document).where(Document.application_id == task.application_id)
        ).all()
    assert {"危房照片-固定参照物", "危房照片-户主正面肖像"} <= {each.kind for each in documents}
    assert all(len(driver.storage.get(each.sha256)) == each.size for each in documents)


def test_a_village_without_a_clerk_has_nobody_who_could_file(driver: Driver) -> None:
    elsewhere = make_family(3, "150783108201", "哈达沟村", size=2)

    with pytest.raises(NobodyMay):
        driver.file(plan_of(3, family=elsewhere))
