"""What a crowd reads is made once a second; what is one reader's alone never comes from memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from webapp.remembered_pages import MOST, RememberedPages


class Site:
    """A site that counts what it is asked."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.status, self.more = "200 OK", [("ETag", '"one"')]

    def __call__(self, environ: dict[str, Any], answer: Callable[..., Any]) -> Iterable[bytes]:
        self.asked[environ["PATH_INFO"]] += 1
        headers = [("Content-Type", "text/html"), ("Content-Length", "3"), *self.more]
        answer(self.status, headers)
        return [b"abc"]


@pytest.fixture
def site() -> Site:
    return Site()


def read(pages: RememberedPages, path: str, **environ: str) -> tuple[str, bytes]:
    told: list[str] = []
    asked = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", **environ}
    body = b"".join(pages(asked, lambda status, headers: told.append(status)))
    return told[0], body


@pytest.mark.parametrize("path", ["/notices", "/notices/GS-2019-00012"])
def test_a_crowd_is_shown_what_was_made_once(site: Site, path: str) -> None:
    pages = RememberedPages(site)
    assert {read(pages, path) for _ in range(5)} == {("200 OK", b"abc")}
    assert site.asked[path] == 1
    read(pages, path, QUERY_STRING="after=1")
    assert site.asked[path] == 2


def test_after_its_moment_a_page_is_made_anew(site: Site) -> None:
    pages = RememberedPages(site, seconds=-1)
    read(pages, "/notices"), read(pages, "/notices")
    assert site.asked["/notices"] == 2


def test_who_has_the_page_already_is_told_so(site: Site) -> None:
    pages = RememberedPages(site)
    read(pages, "/notices")
    assert read(pages, "/notices", HTTP_IF_NONE_MATCH='"one"') == ("304 NOT MODIFIED", b"")
    assert read(pages, "/notices", HTTP_IF_NONE_MATCH='"old"') == ("200 OK", b"abc")


@pytest.mark.parametrize(
    "path",
    ["/notices/GS-2019-00012/objection", "/objections", "/objections/receipt/x", "/status", "/"],
)
def test_what_is_one_readers_alone_is_not_remembered(site: Site, path: str) -> None:
    pages = RememberedPages(site)
    read(pages, path), read(pages, path)
    assert site.asked[path] == 2


@pytest.mark.parametrize(
    ("status", "more"),
    [("404 NOT FOUND", []), ("500 ERROR", []), ("200 OK", [("Set-Cookie", "a=b")])],
)
def test_refusals_and_cookies_are_not_remembered(
    site: Site, status: str, more: list[tuple[str, str]]
) -> None:
    pages, site.status, site.more = RememberedPages(site), status, more
    read(pages, "/notices"), read(pages, "/notices")
    assert site.asked["/notices"] == 2


def test_nothing_is_sent_in_the_place_of_a_form(site: Site) -> None:
    pages = RememberedPages(site)
    read(pages, "/notices"), read(pages, "/notices", REQUEST_METHOD="POST")
    assert site.asked["/notices"] == 2


def test_strange_questions_do_not_fill_the_memory(site: Site) -> None:
    pages = RememberedPages(site)
    for number in range(MOST + 50):
        read(pages, "/notices", QUERY_STRING=f"village={number}")
    assert len(pages._pages) == MOST
    long = "village=" + "a" * 500
    read(pages, "/notices", QUERY_STRING=long), read(pages, "/notices", QUERY_STRING=long)
    assert site.asked["/notices"] == MOST + 52
