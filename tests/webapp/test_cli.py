"""The command line: a new installation from nothing to its first administrator."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import delete, select

from models.account import Account, Grant
from models.database import Database
from models.history import HistoryEntry
from models.programme import CalendarDay, Programme, ProgrammeParameter
from models.role import Role
from tests.keys import key_file
from webapp.cli import main
from webapp.startup_checks import check_database
from workflows.parameters import parameters_of, set_parameter
from workflows.programme_years import TO_BE_CONFIRMED, make_next_year

KEYS = {
    "ANJU_SECRET_KEY": "Zk3-9vQ2-mmT7-pL0x-W8ae-Rr41-Yq66-uD5s",
    "ANJU_DIGEST_KEY": "qP8-1wE5-nnB2-kJ7c-T6gh-Vv90-Xs33-zF4d",
}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The settings of a new installation."""
    return {
        **KEYS,
        "ANJU_KEY_FILE": str(key_file(tmp_path)),
        "ANJU_DATABASE_URL": f"sqlite:///{tmp_path / 'anju.sqlite'}",
    }


def run(environment: dict[str, str], *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env=environment)


def create_admin(environment: dict[str, str], password: str = "grass-under-the-snow") -> Result:
    return run(
        environment, "create-admin", "--username", "admin", "--name", "管理员",
        "--area", "150783", "--password", password,
    )  # fmt: skip


def test_a_new_database_gets_its_programmes_and_calendar_once(environment: dict[str, str]) -> None:
    first, second = run(environment, "init-db"), run(environment, "init-db")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "已写入" in first.output
    assert "已写入" not in second.output
    database = Database(environment["ANJU_DATABASE_URL"])
    check_database(database)
    with database.read() as session:
        assert session.scalars(select(Programme.plan).order_by(Programme.plan)).all() == ["A", "B"]
        assert session.scalar(select(CalendarDay.day).limit(1)) is not None


def test_the_first_administrator_is_made_on_the_command_line(environment: dict[str, str]) -> None:
    run(environment, "init-db")

    made = create_admin(environment)

    assert made.exit_code == 0, made.output
    with Database(environment["ANJU_DATABASE_URL"]).read() as session:
        account = session.scalars(select(Account)).one()
        grant = session.scalars(select(Grant)).one()
    assert (account.username, account.is_demo) == ("admin", False)
    assert account.password_hash.startswith("$argon2id$")
    assert (grant.role, grant.area_code) == (Role.ADMINISTRATOR, "150783")


def test_a_new_version_brings_its_parameters_and_leaves_what_the_county_has_set(
    environment: dict[str, str],
) -> None:
    run(environment, "init-db")
    database = Database(environment["ANJU_DATABASE_URL"])
    lost, kept = "numbers_shown_per_hour", "notice_days_village"
    with database.write() as session:
        programme = session.scalars(select(Programme).where(Programme.plan == "A")).one()
        later = make_next_year(session, programme, made_by_id=None)
        set_parameter(
            session, programme, name=kept, value=9, valid_from=dt.date(2019, 1, 1),
            kind="document", source="R95", note="", set_by_id=None,
        )  # fmt: skip
        of_both = ProgrammeParameter.programme_id.in_((programme.id, later.id))
        session.execute(delete(ProgrammeParameter).where(ProgrammeParameter.name == lost, of_both))
        session.commit()

    assert "2 项方案参数" in run(environment, "init-db").output
    assert "方案参数" not in run(environment, "init-db").output

    with database.read() as session:
        for one, day in ((programme, dt.date(2019, 1, 1)), (later, dt.date(2020, 1, 1))):
            assert parameters_of(session, session.merge(one, load=True), day)[lost] == 60
        assert parameters_of(session, session.merge(programme), dt.date(2019, 6, 1))[kept] == 9
        notes = select(ProgrammeParameter.note).filter_by(name=lost, programme_id=later.id)
        assert TO_BE_CONFIRMED in session.scalars(notes).one()
        added = session.scalars(
            select(HistoryEntry).where(HistoryEntry.kind == "parameters_added")
        ).all()
        assert [(each.is_machine, each.payload["names"]) for each in added] == [(True, [lost])] * 2


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaa", "admin-admin-admin"])
def test_a_weak_password_makes_no_administrator(environment: dict[str, str], password: str) -> None:
    run(environment, "init-db")

    refused = create_admin(environment, password)

    assert refused.exit_code == 1
    assert "密码" in refused.output
    with Database(environment["ANJU_DATABASE_URL"]).read() as session:
        assert session.scalar(select(Account.id)) is None


def test_the_same_administrator_is_not_made_twice(environment: dict[str, str]) -> None:
    run(environment, "init-db")
    create_admin(environment)

    assert create_admin(environment).exit_code == 1


@pytest.mark.parametrize("command", ["serve", "worker", "create-admin"])
def test_nothing_starts_without_secrets(environment: dict[str, str], command: str) -> None:
    unsafe = {**environment, "ANJU_SECRET_KEY": ""}

    refused = create_admin(unsafe) if command == "create-admin" else run(unsafe, command)

    assert refused.exit_code == 1
    assert "ANJU_SECRET_KEY 没有设置" in refused.output


def test_no_server_opens_on_an_empty_database(environment: dict[str, str]) -> None:
    refused = run(environment, "serve")

    assert refused.exit_code == 1
    assert "init-db" in refused.output


def test_every_new_secret_is_good_enough(environment: dict[str, str]) -> None:
    secret = run(environment, "new-secret").output.strip()

    assert len(secret) >= 32
    assert run(environment, "new-secret").output.strip() != secret
