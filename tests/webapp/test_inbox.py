"""待办, 已办, 我经办的: whose they are, in which order, and how they are paged and counted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest

from models.database import Database
from models.programme import Programme
from models.role import Role
from models.task import Task
from tests import cast
from tests.cast import Cast, add_account
from tests.webapp.conftest import Browser
from tests.webapp.open_cases import add_case, open_new
from webapp.inbox.query import Cursor
from workflows import clock
from workflows.parameters import set_parameter
from workflows.runtime import Runtime

AsRole = Callable[..., Browser]
TASK = re.compile(r'href="/tasks/(\d+)"')


@pytest.fixture
def add(db: Database, people: Cast, runtime: Runtime) -> Callable[..., int]:
    """Puts an open case into the database; returns its task."""

    def put(**differs: object) -> int:
        with db.write() as session:
            task = add_case(session, people, runtime, **differs)  # type: ignore[arg-type]
            session.commit()
            return task.id

    return put


def listed(browser: Browser, path: str = "/") -> list[int]:
    page = browser.get(path)
    assert page.status_code == 200, page.text
    return [int(number) for number in TASK.findall(page.text)]


def test_an_empty_inbox_says_what_happens_next(as_role: AsRole) -> None:
    page = as_role(Role.TOWNSHIP_OFFICER).get("/")

    assert "都办完了" in page.text
    assert "会出现在这里" in page.text


def test_the_inbox_lists_what_is_due_soonest_first(
    as_role: AsRole, add: Callable[..., int]
) -> None:
    later = add(due_on=dt.date(2019, 6, 20))
    never = add(due_on=None)
    sooner = add(due_on=dt.date(2019, 6, 12))

    assert listed(as_role(Role.TOWNSHIP_OFFICER)) == [sooner, later, never]


@pytest.mark.parametrize(
    "role", [Role.VILLAGE_CLERK, Role.TOWNSHIP_LEADER, Role.OFFICE_HANDLER, Role.FINANCE_OFFICER]
)
def test_a_task_of_another_role_is_not_listed(
    as_role: AsRole, add: Callable[..., int], role: Role
) -> None:
    add()

    assert listed(as_role(role)) == []


def test_a_task_of_another_township_is_not_listed(as_role: AsRole, add: Callable[..., int]) -> None:
    add(village=cast.FAR_VILLAGE)

    assert listed(as_role(Role.TOWNSHIP_OFFICER)) == []
    assert len(listed(as_role(Role.TOWNSHIP_OFFICER, foreign=True))) == 1


def test_the_badge_counts_working_days_and_says_the_word(
    as_role: AsRole, add: Callable[..., int]
) -> None:
    # Today is Monday, 2019-06-10; the weekend before is no working day.
    add(due_on=dt.date(2019, 6, 7))
    add(due_on=dt.date(2019, 6, 10))
    add(due_on=dt.date(2019, 6, 12))
    add(due_on=dt.date(2019, 6, 24))

    page = as_role(Role.TOWNSHIP_OFFICER).get("/").text

    assert '<span class="t late">逾期 1 天</span>' in page
    assert '<span class="t soon">今天到期</span>' in page
    assert '<span class="t soon">剩 2 天</span>' in page
    assert '<span class="t plain">剩 10 天</span>' in page


def test_the_head_line_says_how_many_are_late_and_near(
    as_role: AsRole, add: Callable[..., int]
) -> None:
    for day in (3, 7, 12, 28):
        add(due_on=dt.date(2019, 6, day))

    page = " ".join(as_role(Role.TOWNSHIP_OFFICER).get("/").text.split())

    assert "4 件等您办理,其中 2 件逾期、1 件 3 个工作日内到期。" in page


def test_a_full_list_is_paged_by_key_without_loss_or_repeat(
    as_role: AsRole, add: Callable[..., int]
) -> None:
    days = [dt.date(2019, 6, 11 + n // 9) for n in range(38)]
    expected = [add(due_on=day) for day in days] + [add(due_on=None) for _ in range(9)]
    officer = as_role(Role.TOWNSHIP_OFFICER)

    seen, path = [], "/"
    for _ in range(4):
        page = officer.get(path)
        seen += [int(number) for number in TASK.findall(page.text)]
        following = re.search(r'href="([^"]+)">后 20 件', page.text)
        if following is None:
            break
        path = following[1].replace("&amp;", "&")

    assert seen == expected


def test_more_than_ninety_nine_are_not_counted(as_role: AsRole, add: Callable[..., int]) -> None:
    for _ in range(101):
        add(due_on=dt.date(2019, 6, 30))

    page = as_role(Role.TOWNSHIP_OFFICER).get("/").text

    assert '<span class="n">99+</span>' in page
    assert "101" not in page


def test_filters_are_kept_in_the_address(as_role: AsRole, add: Callable[..., int]) -> None:
    review = add(node="review_file", plan="B")
    visit = add(node="visit_household", village=cast.NEIGHBOUR_VILLAGE)
    officer = as_role(Role.TOWNSHIP_OFFICER)

    assert listed(officer, "/?step=visit_household") == [visit]
    assert listed(officer, f"/?area={cast.VILLAGE}") == [review]
    assert listed(officer, "/?programme=2") == [review]
    assert listed(officer, f"/?area={cast.VILLAGE}&step=visit_household") == []
    assert "selected" in officer.get("/?step=visit_household").text


@pytest.mark.parametrize(
    "query", ["after=x", "after=~", "after=2019-99-99~1", "area='--", "programme=x", "step=%00"]
)
def test_a_strange_address_shows_the_list_all_the_same(
    as_role: AsRole, add: Callable[..., int], query: str
) -> None:
    add()

    assert as_role(Role.TOWNSHIP_OFFICER).get(f"/?{query}").status_code == 200


def test_a_cursor_reads_what_it_wrote() -> None:
    for cursor in (Cursor(dt.date(2019, 6, 12), 41), Cursor(None, 7)):
        assert Cursor.parse(str(cursor)) == cursor


def test_somebody_with_two_grants_for_a_task_sees_it_once(
    app: object, db: Database, add: Callable[..., int], as_role: AsRole
) -> None:
    with db.write() as session:
        add_account(
            session,
            "both",
            "两头",
            (Role.TOWNSHIP_OFFICER, cast.TOWNSHIP),
            (Role.TOWNSHIP_OFFICER, cast.COUNTY),
        )
        session.commit()
    task = add()
    both = as_role(Role.AUDITOR)
    both.post("/logout")
    both.log_in("both")

    assert listed(both) == [task]


def test_one_clerk_of_two_villages_sees_both(
    db: Database, add: Callable[..., int], as_role: AsRole
) -> None:
    with db.write() as session:
        add_account(
            session,
            "two_villages",
            "两村",
            (Role.VILLAGE_CLERK, cast.VILLAGE),
            (Role.VILLAGE_CLERK, cast.NEIGHBOUR_VILLAGE),
        )
        session.commit()
    near = add(role=Role.VILLAGE_CLERK, node="hold_appraisal", due_on=dt.date(2019, 6, 12))
    next_door = add(
        role=Role.VILLAGE_CLERK,
        node="hold_appraisal",
        village=cast.NEIGHBOUR_VILLAGE,
        due_on=dt.date(2019, 6, 11),
    )
    add(role=Role.VILLAGE_CLERK, node="hold_appraisal", village=cast.FAR_VILLAGE)
    clerk = as_role(Role.AUDITOR)
    clerk.post("/logout")
    clerk.log_in("two_villages")

    assert listed(clerk) == [next_door, near]


def test_what_i_did_is_listed_newest_first(
    as_role: AsRole, add: Callable[..., int], db: Database, people: Cast
) -> None:
    mine = [add(name=f"赵{n}") for n in "一二三"]
    with db.write() as session:
        for number in mine:
            task = session.get_one(Task, number)
            task.status, task.outcome = "done", "approve"
            task.done_by_id = people.account_id(Role.TOWNSHIP_OFFICER)
            task.done_at = clock.now() + dt.timedelta(minutes=number)
        session.commit()

    page = as_role(Role.TOWNSHIP_OFFICER).get("/done").text

    assert re.findall("赵[一二三]", page) == ["赵三", "赵二", "赵一"]
    assert "合格" in page


def test_the_cases_i_opened_are_mine(
    as_role: AsRole, db: Database, people: Cast, runtime: Runtime
) -> None:
    clerk = as_role(Role.VILLAGE_CLERK)
    open_new(db, people, runtime)

    assert "/cases/1" in clerk.get("/mine").text
    assert "/cases/1" not in as_role(Role.VILLAGE_HEAD).get("/mine").text


def test_an_auditor_begins_with_the_cases_and_an_administrator_with_the_accounts(
    as_role: AsRole,
) -> None:
    assert as_role(Role.AUDITOR).get("/").headers["Location"] == "/cases"
    assert as_role(Role.ADMINISTRATOR).get("/").headers["Location"] == "/admin/accounts"


def test_how_near_is_near_is_the_countys_to_say(
    as_role: AsRole, add: Callable[..., int], db: Database, people: Cast
) -> None:
    add(due_on=dt.date(2019, 6, 17))
    assert "到期。" not in as_role(Role.TOWNSHIP_OFFICER).get("/").text
    with db.write() as session:
        set_parameter(
            session,
            session.get_one(Programme, people.programmes["A"]),
            name="near_due_days",
            value=5,
            valid_from=dt.date(2019, 6, 1),
            kind="proposed",
            source="G11",
            note="",
            set_by_id=None,
        )
        session.commit()

    page = " ".join(as_role(Role.TOWNSHIP_OFFICER).get("/").text.split())
    assert "其中 1 件 5 个工作日内到期" in page
