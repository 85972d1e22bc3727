"""Public pages are remembered for a moment: however many look at one, it is made once a second.

A notice is looked at by a whole county on the day it is put up.  What is remembered is a second old
at most, younger than what stands in any reader's window; a page that a reader may change, or that
is one reader's alone, is never remembered.
"""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

SECONDS = 1.0
# Pages of ten to fifty kilobytes.
MOST, LONGEST_QUERY = 400, 200
ADDRESSES = re.compile(r"/notices(?:/[A-Z0-9-]{1,20})?")
Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True)
class Page:
    """One answer as it was sent, and until when it is sent again."""

    headers: list[tuple[str, str]]
    body: bytes
    until: float

    @property
    def etag(self) -> str:
        """Its tag; empty without one."""
        return next((value for name, value in self.headers if name == "ETag"), "")


class RememberedPages:
    """A WSGI application in front of another, which it asks once a second for each public page."""

    def __init__(self, application: Application, *, seconds: float = SECONDS) -> None:
        self.application, self.seconds = application, seconds
        self._pages: OrderedDict[tuple[str, str], Page] = OrderedDict()
        self._lock, self._drawing = Lock(), Lock()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer from memory, or ask and remember."""
        key = (environ["PATH_INFO"], environ.get("QUERY_STRING", ""))
        is_public = ADDRESSES.fullmatch(key[0]) and len(key[1]) <= LONGEST_QUERY
        if environ["REQUEST_METHOD"] != "GET" or not is_public:
            return self.application(environ, start_response)
        page = self._pages.get(key)
        if page is None or page.until < time.monotonic():
            return self._ask(key, environ, start_response)
        if page.etag and environ.get("HTTP_IF_NONE_MATCH") == page.etag:
            start_response("304 NOT MODIFIED", _without_body(page.headers))
            return []
        start_response("200 OK", page.headers)
        return [page.body]

    def _ask(
        self, key: tuple[str, str], environ: Environ, start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        told: list[Any] = []

        def listen(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            told[:] = [status, headers]
            return start_response(status, headers, *more)

        # One at a time: threads that all draw pages at once mostly wait for each other.
        with self._drawing:
            answer = self.application(environ, listen)
            try:
                body = b"".join(answer)
            finally:
                getattr(answer, "close", lambda: None)()
        status, headers = told
        if status.startswith("200 ") and all(name != "Set-Cookie" for name, _ in headers):
            self._remember(key, Page(headers, body, time.monotonic() + self.seconds))
        return [body]

    def _remember(self, key: tuple[str, str], page: Page) -> None:
        with self._lock:
            self._pages[key] = page
            self._pages.move_to_end(key)
            while len(self._pages) > MOST:
                self._pages.popitem(last=False)


def _without_body(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [each for each in headers if each[0] not in ("Content-Length", "Content-Type")]
