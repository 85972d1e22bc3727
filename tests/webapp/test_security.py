"""What every answer carries, and what every POST must bring."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.database import Database
from models.role import Role
from tests.cast import Cast
from tests.webapp.conftest import Browser
from tests.webapp.open_cases import open_new
from workflows.runtime import Runtime

AsRole = Callable[..., Browser]


@pytest.mark.parametrize("path", ["/login", "/", "/no/such/page", "/healthz", "/static/anju.css"])
def test_every_answer_carries_the_headers(browser: Browser, path: str) -> None:
    headers = browser.get(path).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=(self)" in headers["Permissions-Policy"]
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_pages_with_personal_data_are_not_kept_by_the_browser(as_role: AsRole) -> None:
    clerk = as_role(Role.VILLAGE_CLERK)

    assert clerk.get("/").headers["Cache-Control"] == "no-store"


def test_pages_hold_no_inline_script_or_style(
    as_role: AsRole, db: Database, people: Cast, runtime: Runtime
) -> None:
    clerk = as_role(Role.VILLAGE_CLERK)
    open_new(db, people, runtime)
    clerk.post("/intake", {"programme_id": "1", "village_code": "150783100201"})

    for path in (
        "/intake",
        "/intake/1",
        "/intake/1/signature",
        "/intake/1/check",
        "/",
        "/tasks/1",
        "/cases/1",
        "/cases/1/diagram",
        "/cases/1/history",
    ):
        text = clerk.get(path).text
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick=" not in text
        assert text.count("<script") == text.count("<script src=") + text.count(
            '<script type="application/json"'
        )


@pytest.mark.parametrize("path", ["/login", "/logout", "/tasks/1", "/intake", "/cases/1/documents"])
def test_a_post_without_a_token_is_refused_with_a_sentence(as_role: AsRole, path: str) -> None:
    clerk = as_role(Role.VILLAGE_CLERK)

    refused = clerk.post(path, {"csrf_token": ""})

    assert refused.status_code == 400
    assert "刷新页面后重新提交" in refused.text


def test_a_token_of_another_session_is_refused(as_role: AsRole) -> None:
    clerk, other = as_role(Role.VILLAGE_CLERK), as_role(Role.TOWNSHIP_OFFICER)

    assert clerk.post("/logout", {"csrf_token": other.token()}).status_code == 400


def test_a_post_of_a_visitor_is_refused_and_says_to_log_in(browser: Browser) -> None:
    refused = browser.post("/tasks/1", {"outcome": "done"})

    assert refused.status_code == 401
    assert "登录" in refused.text


@pytest.mark.parametrize(
    "path",
    ["/", "/done", "/mine", "/cases", "/cases/1", "/tasks/1", "/documents/1", "/notice-lists",
     "/intake", "/admin/accounts", "/admin/calendar", "/account/password"],
)  # fmt: skip
def test_no_page_opens_without_logging_in(browser: Browser, path: str) -> None:
    answer = browser.get(path)

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login")


def test_an_unknown_page_says_so_in_chinese(browser: Browser) -> None:
    answer = browser.get("/no/such/page")

    assert answer.status_code == 404
    assert "没有这一页" in answer.text


def test_a_wrong_method_says_so_in_chinese(as_role: AsRole) -> None:
    answer = as_role(Role.VILLAGE_CLERK).post("/cases/1")

    assert answer.status_code == 405
    assert "不能这样打开" in answer.text


def test_the_health_page_needs_no_log_in(browser: Browser) -> None:
    answer = browser.get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok\n")
