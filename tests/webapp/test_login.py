"""Logging in: one answer for every wrong way, a throttle, and sessions that can be ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from models.account import Account, LoginAttempt, LoginSession
from models.database import Database
from models.role import Role
from tests.cast import PASSWORD, Cast
from tests.webapp.conftest import Browser
from webapp.login import passwords
from workflows import clock

AsRole = Callable[..., Browser]


def attempts(db: Database) -> list[tuple[str, bool]]:
    with db.read() as session:
        rows = session.execute(select(LoginAttempt.username, LoginAttempt.succeeded))
        return [(name, succeeded) for name, succeeded in rows]


def test_the_right_password_opens_the_inbox(browser: Browser) -> None:
    answer = browser.log_in("village_clerk")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert browser.get("/").status_code == 200


def test_a_wrong_password_and_an_unknown_name_read_the_same(browser: Browser) -> None:
    wrong = browser.log_in("village_clerk", "something-else")
    unknown = browser.log_in("nobody_at_all", "something-else")

    assert wrong.status_code == unknown.status_code == 422
    assert "用户名或密码不对" in wrong.text
    assert wrong.text.split('value="village_clerk"')[0].count("不对") == 1
    assert "用户名或密码不对" in unknown.text


def test_an_unknown_name_costs_the_same_work(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified = []
    real = passwords.PasswordHasher.verify

    def verify(self: object, password_hash: str, password: str) -> bool:
        verified.append(password_hash[:9])
        return real(self, password_hash, password)  # type: ignore[arg-type]

    monkeypatch.setattr(passwords.PasswordHasher, "verify", verify)
    browser.log_in("nobody_at_all", "something-else")

    assert verified == ["$argon2id"]


def test_every_attempt_is_kept_whatever_its_end(browser: Browser, db: Database) -> None:
    browser.log_in("village_clerk", "something-else")
    browser.log_in("village_clerk")

    assert attempts(db) == [("village_clerk", False), ("village_clerk", True)]


def test_after_five_failures_even_the_right_password_waits(browser: Browser) -> None:
    for _ in range(5):
        assert browser.log_in("village_clerk", "something-else").status_code == 422

    refused = browser.log_in("village_clerk")

    assert refused.status_code == 429
    assert "15 分钟" in refused.text


def test_the_throttle_lets_go_after_its_window(browser: Browser) -> None:
    for _ in range(6):
        browser.log_in("village_clerk", "something-else")

    clock.set_offset(clock.offset() + dt.timedelta(minutes=16))

    assert browser.log_in("village_clerk").status_code == 303


def test_the_throttle_of_one_name_does_not_stop_another(browser: Browser) -> None:
    for _ in range(6):
        browser.log_in("village_clerk", "something-else")

    assert browser.log_in("township_officer").status_code == 303


def test_one_address_cannot_try_many_names(browser: Browser) -> None:
    for number in range(30):
        browser.log_in(f"somebody_{number}", "something-else")

    assert browser.log_in("village_clerk").status_code == 429


def test_failures_before_a_success_are_forgiven(browser: Browser, app: Flask) -> None:
    for _ in range(4):
        browser.log_in("village_clerk", "something-else")
    browser.log_in("village_clerk")

    assert Browser(app.test_client()).log_in("village_clerk", "wrong").status_code == 422


def test_a_closed_account_cannot_log_in(browser: Browser, db: Database) -> None:
    with db.write() as session:
        session.execute(
            update(Account).where(Account.username == "village_clerk").values(is_active=False)
        )
        session.commit()

    assert browser.log_in("village_clerk").status_code == 422


def test_closing_an_account_ends_its_session(as_role: AsRole, db: Database) -> None:
    clerk = as_role(Role.VILLAGE_CLERK)
    with db.write() as session:
        session.execute(
            update(Account).where(Account.username == "village_clerk").values(is_active=False)
        )
        session.commit()

    assert clerk.get("/").headers["Location"] == "/login"


def test_a_session_that_nobody_began_opens_nothing(as_role: AsRole, db: Database) -> None:
    clerk = as_role(Role.VILLAGE_CLERK)
    with db.write() as session:
        session.execute(delete(LoginSession))
        session.commit()

    assert clerk.get("/").status_code == 302


def test_logging_out_ends_the_session(as_role: AsRole) -> None:
    clerk = as_role(Role.VILLAGE_CLERK)

    assert clerk.post("/logout").status_code == 303
    assert clerk.get("/").status_code == 302


def test_a_cookie_copied_before_logging_out_opens_nothing_after(
    as_role: AsRole, browser: Browser
) -> None:
    clerk = as_role(Role.VILLAGE_CLERK)
    copied = clerk.client.get_cookie("anju_session")
    assert copied is not None
    browser.client.set_cookie("anju_session", copied.value, secure=True)
    assert browser.get("/").status_code == 200

    clerk.post("/logout")

    assert browser.get("/").status_code == 302


def test_logging_out_here_leaves_the_session_elsewhere(as_role: AsRole) -> None:
    here, there = as_role(Role.VILLAGE_CLERK), as_role(Role.VILLAGE_CLERK)

    here.post("/logout")

    assert there.get("/").status_code == 200


def test_logging_out_by_a_link_does_nothing(as_role: AsRole) -> None:
    clerk = as_role(Role.VILLAGE_CLERK)

    assert clerk.get("/logout").status_code == 405
    assert clerk.get("/").status_code == 200


def test_a_visitor_is_sent_back_to_the_page_they_wanted(browser: Browser) -> None:
    asked = browser.get("/cases?q=wang")

    assert asked.headers["Location"] == "/login?next=/cases?q%3Dwang"
    entered = browser.post(
        "/login", {"username": "village_clerk", "password": PASSWORD, "next": "/cases?q=wang"}
    )
    assert entered.headers["Location"] == "/cases?q=wang"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "evil"],
)
def test_nobody_is_sent_to_another_site(browser: Browser, elsewhere: str) -> None:
    answer = browser.post(
        "/login", {"username": "village_clerk", "password": PASSWORD, "next": elsewhere}
    )

    assert answer.headers["Location"] == "/"


def test_a_new_password_ends_the_other_sessions_and_not_this_one(as_role: AsRole) -> None:
    here, there = as_role(Role.VILLAGE_CLERK), as_role(Role.VILLAGE_CLERK)
    new = "grass-under-the-snow"

    changed = here.post("/account/password", {"old": PASSWORD, "new": new, "again": new})

    assert changed.status_code == 303
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302
    assert there.log_in("village_clerk", new).status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence"),
    [
        ("wrong", "grass-under-the-snow", "grass-under-the-snow", "原密码不对"),
        (PASSWORD, "short", "short", "至少 10 个字符"),
        (PASSWORD, "aaaaaaaaaaaaaa", "aaaaaaaaaaaaaa", "太容易猜到"),
        (PASSWORD, "village_clerk-1", "village_clerk-1", "太容易猜到"),
        (PASSWORD, "grass-under-the-snow", "grass-under-the-rain", "不一样"),
        (PASSWORD, PASSWORD, PASSWORD, "不能和原密码一样"),
    ],
)
def test_a_bad_new_password_is_refused_beside_its_field(
    as_role: AsRole, old: str, new: str, again: str, sentence: str
) -> None:
    clerk = as_role(Role.VILLAGE_CLERK)

    refused = clerk.post("/account/password", {"old": old, "new": new, "again": again})

    assert refused.status_code == 422
    assert sentence in refused.text


def test_the_old_password_cannot_be_guessed_without_end(as_role: AsRole) -> None:
    clerk, new = as_role(Role.VILLAGE_CLERK), "grass-under-the-snow"
    for number in range(5):
        clerk.post("/account/password", {"old": f"guess {number}", "new": new, "again": new})

    refused = clerk.post("/account/password", {"old": PASSWORD, "new": new, "again": new})

    assert refused.status_code == 429
    assert "15 分钟" in refused.text


def test_the_cookie_is_kept_from_scripts_and_from_plain_http(browser: Browser) -> None:
    cookie = browser.log_in("village_clerk").headers["Set-Cookie"]

    assert {"HttpOnly", "Secure", "SameSite=Lax"} <= set(cookie.split("; "))


def test_passwords_are_hashed_with_argon2id(people: Cast, db: Database) -> None:
    with db.read() as session:
        hashes = session.scalars(select(Account.password_hash)).all()
        count = session.scalar(select(func.count()).select_from(Account))

    assert len(hashes) == count
    assert all(each.startswith("$argon2id$") for each in hashes)
