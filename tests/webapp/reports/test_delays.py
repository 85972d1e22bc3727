"""逾期 and 缺件: what an area has, by village, and for those alone who answer for it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from models.database import Database
from models.role import Role
from models.task import Task
from models.village import AcceptanceCheck
from tests import cast
from tests.cast import Cast, County, day
from tests.webapp.conftest import Browser
from tests.webapp.open_cases import add_case
from webapp.reports.delays_query import Concern, missing, overdue, page_of, villages_of
from webapp.reports.what_lacks import SUPPLYING_FORMS
from workflows import clock
from workflows.rights import Actor
from workflows.runtime import Runtime

AsRole = Callable[..., Browser]
Add = Callable[..., int]
YESTERDAY, TODAY, LONG_AGO = (dt.date(2019, 6, each) for each in (9, 10, 3))


@pytest.fixture
def add(db: Database, people: Cast, runtime: Runtime) -> Add:
    """Puts a case with one task into the database; ``lacks_paper`` ones are done already."""

    def put(*, lacks_paper: bool = False, missing: tuple[str, ...] = (), **differs: object) -> int:
        with db.write() as session:
            task = add_case(session, people, runtime, **differs)  # type: ignore[arg-type]
            if lacks_paper:
                task.status, task.lacks_paper = "done", True
            if missing:
                session.add(_check(task, people, missing))
            session.commit()
            return task.id

    return put


def _check(task: Task, people: Cast, names: tuple[str, ...]) -> AcceptanceCheck:
    return AcceptanceCheck(
        application_id=task.application_id,
        task_id=task.id,
        recorded_by_id=people.account_id(Role.TOWNSHIP_OFFICER),
        handled_by="周文",
        happened_on=TODAY,
        recorded_at=clock.now(),
        is_backdated=False,
        outcome="return",
        comment="",
        missing=list(names),
        supplement_due=clock.now(),
    )


def test_what_is_overdue_stands_under_its_village(as_role: AsRole, add: Add) -> None:
    add(name="王秀英", due_on=YESTERDAY)
    add(name="李玉兰", due_on=TODAY)
    add(name="孟和", village=cast.NEIGHBOUR_VILLAGE, due_on=LONG_AGO)
    add(name="陈贵", village=cast.FAR_VILLAGE, due_on=LONG_AGO)

    page = as_role(Role.TOWNSHIP_OFFICER).get("/overdue").text

    assert "2 户超过办理期限" in page
    assert page.index("王秀英") < page.index("孟和")
    assert "李玉兰" not in page
    assert "陈贵" not in page
    assert "蘑菇气镇经办" in page
    assert re.search(r"爱里村 <span class=\"sub\">蘑菇气镇 · 1 户", page)


def test_a_county_compares_townships_and_opens_one(as_role: AsRole, add: Add) -> None:
    add(name="王秀英", due_on=YESTERDAY)
    add(name="陈贵", village=cast.FAR_VILLAGE, due_on=LONG_AGO)
    handler = as_role(Role.OFFICE_HANDLER)

    assert (
        f'href="/overdue?area={cast.OTHER_TOWNSHIP}">卧牛河镇<b>1</b>'
        in handler.get("/overdue").text
    )
    own = handler.get(f"/overdue?area={cast.OTHER_TOWNSHIP}").text
    assert "陈贵" in own
    assert "王秀英" not in own


def test_what_lacks_says_what_and_who_brings_it(as_role: AsRole, add: Add) -> None:
    add(
        name="王秀英", node="supplement_application", role=Role.VILLAGE_CLERK,
        missing=("户籍证明", "低保证复印件"),
    )  # fmt: skip
    add(name="孟和", lacks_paper=True)
    add(name="李玉兰")

    page = as_role(Role.TOWNSHIP_OFFICER).get("/missing").text

    assert "2 户的材料还没有补齐" in page
    assert "户籍证明、低保证复印件" in page
    assert "惠风川村经办" in page
    assert "待补纸质" in page
    assert "李玉兰" not in page


@pytest.mark.parametrize("path", ["/overdue", "/missing"])
def test_lists_of_an_area_are_for_those_who_answer_for_it(as_role: AsRole, path: str) -> None:
    for role in (Role.FINANCE_OFFICER, Role.CIVIL_AFFAIRS_BUREAU, Role.ADMINISTRATOR):
        own = as_role(role)
        assert own.get(path).status_code == 403
        assert path not in own.get("/account/password").text
    assert "没有" in as_role(Role.VILLAGE_HEAD).get(path).text
    assert as_role(Role.AUDITOR).get(path).status_code == 200


@pytest.mark.parametrize("after", ["x", "150783100201-", "1-2"])
def test_a_cursor_that_makes_no_sense_is_the_first_page(
    as_role: AsRole, add: Add, after: str
) -> None:
    add(name="王秀英", due_on=YESTERDAY)

    assert "王秀英" in as_role(Role.TOWNSHIP_OFFICER).get(f"/overdue?after={after}").text


# --- on both databases


def test_pages_hold_every_line_once_and_the_counts_agree(
    county: County, county_database: Database, runtime: Runtime
) -> None:
    clock.set_now(day("2019-06-10"))
    people = county.people
    with county_database.write() as session:
        for number in range(130):
            village = (cast.VILLAGE, cast.NEIGHBOUR_VILLAGE, cast.FAR_VILLAGE)[number % 3]
            task = add_case(
                session, people, runtime, village=village,
                due_on=TODAY - dt.timedelta(days=number % 4),
                node="supplement_application" if number % 2 else "review_file",
            )  # fmt: skip
            if number % 5 == 0:
                task.status, task.lacks_paper = "done", True
        session.commit()
        actor = people.actor(session, Role.OFFICE_HANDLER)
        for concern in (overdue(TODAY), missing(["supplement_application"])):
            expected = sum(each.count for each in villages_of(session, actor, "", concern))
            seen, after = [], None
            while True:
                rows, after = page_of(session, actor, "", concern, after)
                seen += [row.application.id for row in rows]
                if after is None:
                    break
            assert len(seen) == len(set(seen)) == expected > 50


def test_both_lists_are_served_by_partial_indexes(db: Database, people: Cast) -> None:
    with db.read() as session:
        actor = people.actor(session, Role.OFFICE_HANDLER)
        assert "INDEX ix_tasks_due" in plan(session, actor, overdue(TODAY))
        both = plan(session, actor, missing(["supplement_application", "supply_documents"]))
    assert "ix_tasks_lacking_of_case" in both
    assert "INDEX ix_tasks_open_node" in both


def plan(session: Session, actor: Actor, concern: Concern) -> str:
    """How SQLite finds the lines."""
    told: list[str] = []
    connection = session.connection()

    def explain(_c: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        if "tasks" in statement and not statement.startswith("EXPLAIN"):
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            told.extend(str(row[3]) for row in rows)

    event.listen(connection, "before_cursor_execute", explain)
    villages_of(session, actor, "", concern)
    return " | ".join(told)


def test_the_forms_that_supply_are_forms_of_the_drawings(runtime: Runtime) -> None:
    drawn = {task.form_key for task in runtime.library.current.user_tasks()}

    assert drawn >= SUPPLYING_FORMS
