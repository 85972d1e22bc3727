"""A county with as many open cases as one wants: real cases, copied by SQL over its villages.

Eight households are taken to eight different steps through the pages.  The copies are theirs in
every row, with numbers, places, people and due dates of their own.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Integer,
    MetaData,
    String,
    Table,
    insert,
    text,
)
from sqlalchemy.orm import Session

from models.account import Account, Grant
from models.database import Database, create_schema
from models.region import Region
from models.role import Role
from models.tables import METADATA
from tests.cast import COUNTY, TOWNSHIP, VILLAGE, Cast, build_cast, day, password_hash
from tests.journeys.office import Office
from tests.journeys.plans import BEGINNING, plan_of
from workflows import clock

STEPS = (
    "check_application",
    "hold_appraisal",
    "report_application",
    "review_file",
    "visit_household",
    "verify_poverty",
    "commission_grading",
    "choose_method",
)
TOWNSHIPS, VILLAGES = 16, 10
# The reader's own village is large in every county, so that its lists fill a page in each.
AT_HOME = 15
COPIED = (
    "households",
    "persons",
    "houses",
    "applications",
    "process_instances",
    "notices",
    "noticed_households",
    "tasks",
    "documents",
    "history",
)
# Of a copy's papers and record only a part, or the databases would be filled for half an hour.
PART_OF = {
    "documents": "s.id % 3 = 0",
    "history": "s.kind IN ('case_opened', 'task_completed')",
}
# No two acts happen in the same second: lists are ordered by their moments.
MOMENTS = {("tasks", "done_at"), ("history", "at")}
EARLIER = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f', s.{0}, '-' || n.k || ' seconds')",
    "postgresql": "s.{0} - n.k * interval '1 second'",
}
# What a column points at.
REFERS = {
    "household_id": "households",
    "application_id": "applications",
    "instance_id": "process_instances",
    "notice_id": "notices",
    "replaced_by_id": "documents",
}
LOCAL = {
    Role.VILLAGE_CLERK: "clerk_id",
    Role.VILLAGE_HEAD: "head_id",
    Role.TOWNSHIP_OFFICER: "officer_id",
    Role.TOWNSHIP_LEADER: "leader_id",
}
copies = Table(
    "bench_copies",
    MetaData(),
    Column("k", Integer, primary_key=True),
    Column("village", String(12)),
    Column("township", String(9)),
    Column("due", Date),
    *(Column(name, Integer) for name in LOCAL.values()),
)


@dataclass(frozen=True)
class Place:
    """One village with those who work for it, by column of ``copies``."""

    village: str
    accounts: dict[str, int]


def lay_templates(database: Database) -> Cast:
    """Schema, places, people, and one real case at each of ``STEPS``."""
    create_schema(database.engine)
    clock.set_now(day(BEGINNING))
    with database.write() as session:
        people = build_cast(session)
        session.commit()
    with tempfile.TemporaryDirectory() as storage:
        office = Office(database, people, Path(storage))
        for number, node in enumerate(STEPS, start=1):
            office.new_case(plan_of(number)).advance_to(node)
    with database.write() as session:
        _lay_places(session, people)
        session.commit()
    return people


def fill(database: Database, cases: int) -> None:
    """Copy the eight until there are about ``cases``, and let the database know its sizes."""
    earlier = EARLIER[database.engine.dialect.name]
    with database.engine.connect() as connection:
        _hurry(connection)
        copies.create(connection)
        places = _places(connection)
        today = clock.today()
        rows = [
            _copy_row(k, places[0 if k <= AT_HOME else k % len(places)], today)
            for k in range(1, cases // len(STEPS))
        ]
        connection.execute(insert(copies), rows)
        strides = {
            name: connection.execute(text(f"SELECT max(id) FROM {name}")).scalar_one()
            for name in COPIED
            if "id" in METADATA.tables[name].c
        }
        # An index is made faster from all rows at once than row by row.
        indexes = [index for name in COPIED for index in METADATA.tables[name].indexes]
        for index in indexes:
            index.drop(connection)
        for name in COPIED:
            connection.execute(text(_copy_statement(METADATA.tables[name], strides, earlier)))
        for index in indexes:
            index.create(connection)
        copies.drop(connection)
        connection.commit()
    _let_it_know(database)


def _hurry(connection: Connection) -> None:
    """No waiting for the disk and no looking up of references: the copies are right by making."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET session_replication_role = replica"))
        return
    driver = connection.connection.dbapi_connection
    assert driver is not None
    connection.rollback()
    for pragma in ("synchronous=OFF", "foreign_keys=OFF", "cache_size=-400000"):
        driver.execute(f"PRAGMA {pragma}")  # type: ignore[attr-defined]


def _copy_row(k: int, place: Place, today: dt.date) -> dict[str, Any]:
    # From ten days over time to forty days ahead.
    due = today + dt.timedelta(days=k * 7 % 50 - 10)
    return {
        "k": k,
        "village": place.village,
        "township": place.village[:9],
        "due": due,
        **place.accounts,
    }


def _copy_statement(table: Table, strides: dict[str, int], earlier: str) -> str:
    names = [column.name for column in table.columns]
    values = ", ".join(
        earlier.format(name) if (table.name, name) in MOMENTS else _value(table.name, name, strides)
        for name in names
    )
    return (
        f"INSERT INTO {table.name} ({', '.join(names)}) "
        f"SELECT {values} FROM {table.name} AS s CROSS JOIN bench_copies AS n "
        f"WHERE {PART_OF.get(table.name, '1 = 1')}"
    )


def _value(table: str, name: str, strides: dict[str, int]) -> str:
    """What stands in a column of a copy; ``s`` is the row it is made from."""
    if name == "id":
        return f"s.id + n.k * {strides[table]}"
    if name in REFERS:
        return f"s.{name} + n.k * {strides[REFERS[name]]}"
    if name == "subject_id":
        kinds = {"application": "applications", "notice": "notices"}
        cases = " ".join(
            f"WHEN '{kind}' THEN s.subject_id + n.k * {strides[other]}"
            for kind, other in kinds.items()
        )
        return f"CASE s.subject_kind {cases} ELSE s.subject_id END"
    if name == "village_code":
        return "n.village"
    if name == "area_code":
        return (
            "CASE length(s.area_code) WHEN 12 THEN n.village WHEN 9 THEN n.township "
            "ELSE s.area_code END"
        )
    if name == "due_on":
        return "CASE WHEN s.due_on IS NULL THEN NULL ELSE n.due END"
    if name == "number":
        return "s.number || '-' || n.k"
    if (table, name) in (("tasks", "done_by_id"), ("history", "actor_id")):
        role = "s.role" if table == "tasks" else "s.actor_role"
        cases = " ".join(f"WHEN '{each.value}' THEN n.{col}" for each, col in LOCAL.items())
        return (
            f"CASE WHEN s.{name} IS NULL THEN NULL ELSE CASE {role} {cases} ELSE s.{name} END END"
        )
    return f"s.{name}"


def _lay_places(session: Session, people: Cast) -> None:
    """Townships, villages, and somebody for each local role in each of them."""
    at_home = {VILLAGE[:9]}
    codes = [f"{COUNTY}{300 + number}" for number in range(TOWNSHIPS - len(at_home))]
    session.execute(
        insert(Region),
        [{"code": code, "name": f"{code[-3:]}镇", "parent_code": COUNTY} for code in codes],
    )
    villages = [f"{code}{201 + number}" for code in codes for number in range(VILLAGES)]
    villages += [f"{TOWNSHIP}{301 + number}" for number in range(VILLAGES)]
    session.execute(
        insert(Region),
        [{"code": code, "name": f"{code[-6:]}村", "parent_code": code[:9]} for code in villages],
    )
    grants = [
        (role, area)
        for role in LOCAL
        for area in (villages if role in (Role.VILLAGE_CLERK, Role.VILLAGE_HEAD) else codes)
    ]
    accounts = [
        Account(
            username=f"{role.value}_{area}",
            display_name=f"{area}经办",
            password_hash=password_hash(),
            created_at=clock.now(),
        )
        for role, area in grants
    ]
    session.add_all(accounts)
    session.flush()
    session.add_all(
        Grant(account_id=account.id, role=role, area_code=area)
        for account, (role, area) in zip(accounts, grants, strict=True)
    )


def _places(connection: Connection) -> list[Place]:
    """The cast's village first, then the others in an order that mixes the townships."""
    holders: dict[tuple[str, str], int] = {}
    for role, area, account_id in connection.execute(
        text("SELECT role, area_code, account_id FROM grants ORDER BY account_id DESC")
    ):
        holders[role, area] = account_id
    villages = sorted(
        (area for role, area in holders if role == Role.VILLAGE_CLERK.value),
        key=lambda area: (area != VILLAGE, area[9:], area),
    )
    return [
        Place(
            village,
            {
                column: holders[role.value, area]
                for role, column in LOCAL.items()
                for area in (village, village[:9])
                if (role.value, area) in holders
            },
        )
        for village in villages
        if (Role.TOWNSHIP_OFFICER.value, village[:9]) in holders
        and (Role.VILLAGE_HEAD.value, village) in holders
    ]


def _let_it_know(database: Database) -> None:
    is_postgresql = database.engine.dialect.name == "postgresql"
    statement = "VACUUM ANALYZE" if is_postgresql else "ANALYZE"
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
