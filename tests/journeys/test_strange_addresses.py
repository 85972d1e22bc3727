"""What no link says: strange questions in an address, strange names at the door."""

from __future__ import annotations

import pytest

from models.role import Role
from tests.cast import username
from tests.journeys.office import SITE, Office, Page
from tests.journeys.test_bad_input import CHINESE, CLERK, HUGE


@pytest.mark.parametrize(
    "value", ["%00", HUGE, "-1", "%27%3B--", "%F0%9F%8F%A0", "a" * 3000, "%ff"]
)
def test_a_strange_question_finds_nothing_and_breaks_nothing(office: Office, value: str) -> None:
    for path in (
        "/?step={}", "/?area={}", "/?programme={}", "/?after={}", "/done?before={}",
        "/mine?before={}", "/cases?q={}", "/cases?before={}", "/cases?state={}",
        "/notice-lists?before={}", "/login?next={}",
    ):  # fmt: skip
        page = office.get(CLERK, path.format(value))
        assert page.status in (200, 302, 400), f"{path} {page.status}"
    for path in ("/admin/accounts?q={}", "/admin/accounts?after={}", "/admin/calendar?year={}",
                 "/admin/regions?within={}", "/admin/programmes/1?q={}",
                 "/admin/programmes/1?group={}"):  # fmt: skip
        page = office.get(username(Role.ADMINISTRATOR), path.format(value))
        assert page.status in (200, 400), f"{path} {page.status}"


@pytest.mark.parametrize("name", ["\x00", "a" * 5000, "' or 1=1 --", "", "王秀英"])
def test_a_strange_name_does_not_log_in(office: Office, name: str) -> None:
    stranger = office.stranger()
    token = Page(stranger.get("/login", base_url=SITE)).form("/login").token
    answers = {"csrf_token": token, "username": name, "password": "\x00" * 300}
    page = office.send(stranger, "/login", answers)
    assert page.status in (400, 422)
    assert CHINESE.search(page.complaints)
    assert Page(stranger.get("/", base_url=SITE)).location.startswith("/login")


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_nobody_is_led_away_after_the_log_in(office: Office, address: str) -> None:
    stranger = office.stranger()
    token = Page(stranger.get("/login", base_url=SITE)).form("/login").token
    answers = {"csrf_token": token, "username": CLERK, "password": "wind-over-the-grass"}
    page = office.send(stranger, "/login", {**answers, "next": address})
    assert (page.status, page.location) == (303, "/")
