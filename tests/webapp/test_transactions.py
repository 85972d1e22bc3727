"""One request, one transaction: what stays and what goes, however the request ends."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from models.account import LoginAttempt
from models.database import Database
from models.role import Role
from models.setting import Setting
from tests.webapp.conftest import Browser
from webapp import transactions
from webapp.app import create_app
from webapp.config import Config
from webapp.security import csrf
from workflows.engine import StaleInstance, TaskNotOpen, UnknownOutcome
from workflows.errors import AlreadyDone, Forbidden, Invalid, NotFound
from workflows.runtime import Runtime


def put(name: str) -> Callable[[Session], None]:
    return lambda session: session.add(Setting(name=name, value=1))


def settings(db: Database) -> set[str]:
    with db.read() as session:
        return set(session.scalars(select(Setting.name)))


@pytest.fixture
def app(config: Config, db: Database, runtime: Runtime) -> Flask:
    """A server that is like no other: each test adds an address to it."""
    return create_app(config, database=db, runtime=runtime)


@pytest.fixture
def page(app: Flask, browser: Browser) -> Callable[..., int]:
    """Adds a view to the server and calls it; returns the status."""

    def call(view: Callable[[], object], method: str = "POST") -> int:
        app.add_url_rule("/tried", "tried", csrf.exempt(view), methods=[method])
        send = browser.client.post if method == "POST" else browser.client.get
        return send("/tried", base_url="https://localhost").status_code

    app.config["PROPAGATE_EXCEPTIONS"] = False
    return call


def test_a_post_that_succeeds_commits(page: Callable[..., int], db: Database) -> None:
    def view() -> tuple[str, int]:
        put("kept")(transactions.session())
        return "", 303

    assert page(view) == 303
    assert settings(db) == {"kept"}


@pytest.mark.parametrize("status", [400, 403, 409, 422, 500])
def test_a_post_that_is_refused_rolls_back(
    page: Callable[..., int], db: Database, status: int
) -> None:
    def view() -> tuple[str, int]:
        put("lost")(transactions.session())
        transactions.session().flush()
        return "", status

    assert page(view) == status
    assert settings(db) == set()


def test_a_post_that_fails_rolls_back_and_says_so(page: Callable[..., int], db: Database) -> None:
    def view() -> str:
        put("lost")(transactions.session())
        transactions.session().flush()
        raise RuntimeError

    assert page(view) == 500
    assert settings(db) == set()


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFound(), 404),
        (Forbidden("不行"), 403),
        (Invalid("不对"), 422),
        (AlreadyDone("已办"), 409),
        (TaskNotOpen("x"), 409),
        (StaleInstance("x"), 409),
        (UnknownOutcome("x"), 422),
    ],
)
def test_every_refusal_has_its_status_and_changes_nothing(
    page: Callable[..., int], db: Database, error: Exception, status: int
) -> None:
    def view() -> str:
        put("lost")(transactions.session())
        transactions.session().flush()
        raise error

    assert page(view) == status
    assert settings(db) == set()


def test_a_get_cannot_write(page: Callable[..., int], db: Database) -> None:
    said = []

    def view() -> str:
        put("never")(transactions.session())
        try:
            transactions.session().flush()
        except DBAPIError as error:
            said.append(str(error.orig))
            transactions.session().rollback()
        return ""

    assert page(view, "GET") == 200
    assert said == ["attempt to write a readonly database"]
    assert settings(db) == set()


@pytest.mark.parametrize("status", [200, 422])
def test_what_is_recorded_apart_stays_whatever_the_end(
    page: Callable[..., int], db: Database, status: int
) -> None:
    def view() -> tuple[str, int]:
        put("main")(transactions.session())
        transactions.record_apart(put("apart"))
        return "", status

    page(view)

    assert settings(db) == ({"main", "apart"} if status == 200 else {"apart"})


def test_a_get_may_leave_a_record_apart(page: Callable[..., int], db: Database) -> None:
    def view() -> str:
        transactions.record_apart(put("apart"))
        return ""

    assert page(view, "GET") == 200
    assert settings(db) == {"apart"}


def test_after_abandoning_a_post_only_reads(page: Callable[..., int], db: Database) -> None:
    def view() -> tuple[str, int]:
        put("lost")(transactions.session())
        transactions.session().flush()
        transactions.abandon()
        names = transactions.session().scalars(select(Setting.name)).all()
        return ",".join(names), 200

    assert page(view) == 200
    assert settings(db) == set()


def test_a_failed_log_in_writes_nothing_but_the_attempt(browser: Browser, db: Database) -> None:
    browser.log_in("village_clerk", "wrong")

    with db.read() as session:
        assert session.scalars(select(LoginAttempt.succeeded)).all() == [False]


def test_without_its_database_the_server_still_says_so_in_words(
    as_role: Callable[..., Browser], app: Flask, db: Database
) -> None:
    clerk = as_role(Role.VILLAGE_CLERK)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE accounts RENAME TO accounts_gone")

    answer = clerk.get("/")

    assert answer.status_code == 503
    assert "请稍等几秒后重试" in answer.text
    assert "accounts" not in answer.text
