"""Every number of the table of progress is that of the households behind it, on both databases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.application import Application
from models.database import Database
from models.programme import Programme
from models.role import Role
from tests.cast import FAR_VILLAGE, TOWNSHIP, VILLAGE, Cast, County, day
from tests.webapp.reports.drawn_county import draw_county
from webapp.reports.filters import Filters
from webapp.reports.progress_table import Table, progress_table
from webapp.reports.roster_query import number_of
from workflows import clock
from workflows.progress import MEASURES

TODAY = "2019-06-10"
EARLIER = dt.date(2019, 4, 1)


@pytest.fixture
def drawn(county: County, county_database: Database) -> Iterator[tuple[Session, Cast]]:
    """Two hundred households, read only."""
    clock.set_now(day(TODAY))
    with county_database.write() as session:
        draw_county(session, county.people, 200)
        session.commit()
    with county_database.read() as session:
        yield session, county.people
    clock.set_offset(dt.timedelta(0))


def table_of(drawn: tuple[Session, Cast], role: Role, filters: Filters) -> Table:
    session, people = drawn
    programmes = session.scalars(select(Programme).order_by(Programme.id)).all()
    return progress_table(session, people.actor(session, role), filters, programmes)


@pytest.mark.parametrize(
    ("role", "filters"),
    [
        (Role.OFFICE_HANDLER, Filters()),
        (Role.OFFICE_HANDLER, Filters(until=EARLIER, programme=1)),
        (Role.OFFICE_HANDLER, Filters(area=TOWNSHIP, until=EARLIER)),
        (Role.TOWNSHIP_OFFICER, Filters()),
        (Role.VILLAGE_CLERK, Filters()),
        (Role.FINANCE_OFFICER, Filters()),
    ],
)
def test_every_number_is_that_of_the_rows_behind_it(
    drawn: tuple[Session, Cast], role: Role, filters: Filters
) -> None:
    session, people = drawn
    actor = people.actor(session, role)

    table = table_of(drawn, role, filters)

    for line in [table.total, *table.lines]:
        for measure in MEASURES:
            behind = filters.with_(area=line.code, measure=measure)
            rows = session.scalars(select(Application).where(*behind.clauses(actor))).all()
            assert line.counts[measure] == len(rows) == number_of(session, actor, behind)
            if measure == "paid":
                assert line.paid_yuan == sum(row.payable_yuan or 0 for row in rows)


def test_the_sum_is_the_whole_area(drawn: tuple[Session, Cast]) -> None:
    total = table_of(drawn, Role.OFFICE_HANDLER, Filters()).total

    assert total.counts["reported"] > total.counts["approved"] > total.counts["paid"] > 0
    assert min(total.counts.values()) > 0


def test_a_county_is_shown_by_township_and_a_township_by_village(
    drawn: tuple[Session, Cast],
) -> None:
    whole = table_of(drawn, Role.OFFICE_HANDLER, Filters())
    own = table_of(drawn, Role.TOWNSHIP_OFFICER, Filters())

    assert [line.name for line in whole.lines] == ["蘑菇气镇", "卧牛河镇"]
    assert [line.name for line in own.lines] == ["惠风川村", "爱里村"]
    assert own.total.counts == whole.lines[0].counts


def test_a_foreign_area_counts_nothing(drawn: tuple[Session, Cast]) -> None:
    table = table_of(drawn, Role.TOWNSHIP_OFFICER, Filters(area=FAR_VILLAGE))

    assert set(table.total.counts.values()) == {0}


def test_who_left_the_programme_is_counted_only_as_that(drawn: tuple[Session, Cast]) -> None:
    session, people = drawn
    actor = people.actor(session, Role.OFFICE_HANDLER)
    left = Filters(measure="left").clauses(actor)

    for measure in MEASURES.keys() - {"left"}:
        both = Filters(measure=measure).clauses(actor)
        assert session.scalar(select(func.count(Application.id)).where(*both, *left)) == 0


def test_a_case_that_left_later_still_counted_on_the_day(drawn: tuple[Session, Cast]) -> None:
    session, people = drawn
    actor = people.actor(session, Role.OFFICE_HANDLER)
    then = Filters(measure="reported", until=EARLIER).clauses(actor)
    later = Filters(measure="left").clauses(actor)

    both = select(func.count(Application.id)).where(*then, *later)
    assert (session.scalar(both) or 0) > 0


def test_the_aims_are_those_of_the_document(drawn: tuple[Session, Cast]) -> None:
    _, people = drawn
    of_a = table_of(drawn, Role.OFFICE_HANDLER, Filters(programme=people.programmes["A"]))
    of_both = table_of(drawn, Role.OFFICE_HANDLER, Filters())

    aims = [of_a.targets[each] for each in ("grade_c", "grade_d", "without_house", "approved")]
    assert aims == [265, 28, 280, 573]
    assert of_both.targets["approved"] == 573 + 123
    # Plan B does not divide its aim by grade: a share of both would say nothing.
    assert of_both.targets["grade_c"] is None
    assert of_both.share("grade_c") == ""
    reached = of_a.total.counts["grade_c"]
    assert of_a.share("grade_c") == f"{100 * reached / 265:.1f}%"


def test_a_township_has_no_aim_of_its_own(drawn: tuple[Session, Cast]) -> None:
    assert not table_of(drawn, Role.TOWNSHIP_OFFICER, Filters()).targets
    assert not table_of(drawn, Role.OFFICE_HANDLER, Filters(area=VILLAGE)).targets
