"""The demo's clock: it goes on by clicks, is kept and recorded, and exists nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select, update

from models.account import Account
from models.database import Database
from models.history import HistoryEntry
from models.role import Role
from tests.webapp.conftest import Browser
from webapp.app import create_app
from webapp.config import Config
from webapp.demo_clock import restore_offset
from workflows import clock
from workflows.runtime import Runtime
from workflows.system_history import verify_system

AsRole = Callable[..., Browser]


@pytest.fixture
def demo(config: Config, db: Database, runtime: Runtime) -> Browser:
    """A browser in the demo, logged in by one click."""
    with db.write() as session:
        session.execute(
            update(Account).where(Account.username != "office_approver").values(is_demo=True)
        )
        session.commit()
    app = create_app(replace(config, demo=True), database=db, runtime=runtime)
    browser = Browser(app.test_client())
    assert browser.post("/login/demo", {"username": "village_clerk"}).status_code == 303
    return browser


@pytest.mark.parametrize("days", [1, 5, 30])
def test_the_clock_moves_on_by_days(demo: Browser, days: int) -> None:
    demo.post("/demo/clock", {"days": str(days)})

    assert clock.today() == dt.date(2019, 6, 10) + dt.timedelta(days=days)
    assert clock.today().isoformat() in demo.get("/").text


@pytest.mark.parametrize("days", ["-1", "0", "2", "365", "", "x"])
def test_the_clock_moves_by_nothing_else(demo: Browser, days: str) -> None:
    answer = demo.post("/demo/clock", {"days": days})

    assert answer.status_code == 422
    assert clock.today() == dt.date(2019, 6, 10)


def test_the_moved_clock_survives_a_restart(demo: Browser, db: Database) -> None:
    demo.post("/demo/clock", {"days": "5"})
    clock.set_offset(dt.timedelta(0))

    with db.read() as session:
        restore_offset(session)

    assert clock.today() == dt.date(2019, 6, 15)


def test_moving_the_clock_is_on_the_record(demo: Browser, db: Database) -> None:
    demo.post("/demo/clock", {"days": "5"})
    demo.post("/demo/clock", {"days": "1"})

    with db.read() as session:
        entries = session.scalars(
            select(HistoryEntry).where(HistoryEntry.kind == "clock_moved").order_by(HistoryEntry.id)
        ).all()
        assert [entry.payload["days"] for entry in entries] == [5, 1]
        assert [entry.actor_name for entry in entries] == ["赵小村", "赵小村"]
        assert verify_system(session) == 2


def test_a_visitor_cannot_move_the_clock(config: Config, db: Database, runtime: Runtime) -> None:
    app = create_app(replace(config, demo=True), database=db, runtime=runtime)

    assert Browser(app.test_client()).post("/demo/clock", {"days": "5"}).status_code == 401
    assert clock.today() == dt.date(2019, 6, 10)


def test_in_production_there_is_no_such_control(app: Flask, as_role: AsRole) -> None:
    clerk = as_role(Role.VILLAGE_CLERK)

    assert clerk.post("/demo/clock", {"days": "5"}).status_code == 404
    assert clock.today() == dt.date(2019, 6, 10)
    assert "demo_clock.move" not in app.view_functions
    assert "拨快" not in clerk.get("/").text


def test_in_production_nobody_enters_without_a_password(browser: Browser) -> None:
    assert browser.post("/login/demo", {"username": "village_clerk"}).status_code == 404
    assert browser.get("/").status_code == 302


def test_in_production_the_login_page_names_no_account(browser: Browser) -> None:
    page = browser.get("/login").text

    assert "演示" not in page
    assert "village_clerk" not in page


def test_an_account_that_is_not_of_the_demo_needs_its_password(demo: Browser) -> None:
    demo.post("/logout")

    assert demo.post("/login/demo", {"username": "office_approver"}).status_code == 404
    assert 'value="office_approver"' not in demo.get("/login").text


def test_the_demo_lists_its_accounts_by_place(demo: Browser) -> None:
    demo.post("/logout")

    page = demo.get("/login").text

    county, township = (page.index(f"<summary>{name}") for name in ("扎兰屯市", "蘑菇气镇"))
    assert county < township < page.index('value="village_clerk"')
