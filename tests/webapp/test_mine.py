"""我经办的 and its counter: each case once, by my last act on it, whatever I did before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.application import Application
from models.role import Role
from tests.cast import Cast, County
from tests.database.counting import counted
from tests.webapp.open_cases import add_case
from webapp.counters import CAP, counters
from webapp.done_query import PAGE, STRETCH, mine_page
from workflows import clock, history
from workflows.history import Entry
from workflows.rights import Actor
from workflows.runtime import Runtime


@pytest.fixture
def people(county: County) -> Cast:
    """Those of either database."""
    return county.people


@pytest.fixture
def me(session: Session, people: Cast) -> Actor:
    return people.actor(session, Role.TOWNSHIP_OFFICER)


@pytest.fixture
def cases(session: Session, people: Cast, runtime: Runtime) -> Callable[[int], list[int]]:
    """Makes cases of the township."""

    def make(count: int) -> list[int]:
        tasks = [add_case(session, people, runtime) for _ in range(count)]
        return [task.application_id for task in tasks]

    return make


def act(session: Session, actor: Actor, *case_ids: int) -> None:
    """One act on each case, in this order."""
    for case_id in case_ids:
        application = session.scalars(select(Application).where(Application.id == case_id)).one()
        history.record(session, application, [Entry("task_completed", actor, {}, clock.today())])
    session.flush()


def pages(session: Session, me: Actor) -> list[list[int]]:
    """The numbers on every page of the list."""
    found, before = [], ""
    while True:
        rows, before = mine_page(session, me, before)
        found.append([row.application.id for row in rows])
        if not before:
            return found


def counted_as_mine(session: Session, me: Actor) -> int:
    return counters(session, me, dt.date(2019, 1, 1), dt.date(2019, 1, 4)).mine


def test_a_case_stands_once_in_the_place_of_my_last_act(
    session: Session, me: Actor, cases: Callable[[int], list[int]]
) -> None:
    first, second, third = cases(3)
    act(session, me, first, second, third, first, first)
    assert pages(session, me) == [[first, third, second]]
    assert counted_as_mine(session, me) == 3


def test_a_case_of_an_earlier_page_does_not_come_again(
    session: Session, me: Actor, cases: Callable[[int], list[int]]
) -> None:
    many = cases(PAGE + 5)
    act(session, me, *many, *many)
    last_first = list(reversed(many))
    assert pages(session, me) == [last_first[:PAGE], last_first[PAGE:]]


def test_many_acts_on_one_case_hide_no_other(
    session: Session, me: Actor, cases: Callable[[int], list[int]]
) -> None:
    first, second = cases(2)
    act(session, me, first)
    act(session, me, *[second] * (STRETCH + 1))
    assert pages(session, me) == [[second, first]]


def test_what_another_did_is_not_mine(
    session: Session, me: Actor, people: Cast, cases: Callable[[int], list[int]]
) -> None:
    mine, not_mine = cases(2)
    act(session, me, mine)
    act(session, people.actor(session, Role.TOWNSHIP_LEADER), mine, not_mine)
    assert pages(session, me) == [[mine]]
    assert counted_as_mine(session, me) == 1


def test_who_did_nothing_has_an_empty_list(session: Session, me: Actor) -> None:
    assert pages(session, me) == [[]]
    assert counted_as_mine(session, me) == 0


def test_the_counter_stops_at_its_cap(
    session: Session, me: Actor, cases: Callable[[int], list[int]]
) -> None:
    act(session, me, *cases(CAP + 3))
    assert counted_as_mine(session, me) == CAP


def test_a_full_page_takes_two_statements(
    session: Session, me: Actor, cases: Callable[[int], list[int]]
) -> None:
    act(session, me, *cases(PAGE + 1))
    with counted(session.get_bind().engine) as cost:
        mine_page(session, me, "")
    assert len(cost.statements) == 2, cost.told()
