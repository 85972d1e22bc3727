"""Requests that are too long: refused before their body is read, in words that arrive.

A server that answers and closes while the sender still sends makes the sender's system throw the
answer away.  So the line stays open for a while after the answer, and what comes is let fall.
"""

from __future__ import annotations

import time
from typing import Any

import flask
from markupsafe import escape
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer
from waitress.task import ErrorTask

from webapp.errors import BARE, TITLES, sentence_of
from webapp.files.limits import UploadLimits
from webapp.security import HEADERS, POLICY

TOO_LONG = 413
MOST_TEXT_BYTES = 11 * 1024 * 1024
PIECE = 256 * 1024
# How much is let fall, and for how long, until the line is closed all the same.
MOST_BYTES = 2 * 1024 * 1024 * 1024
MOST_SECONDS = 60


def refuse_long_requests(server: Any, limits: UploadLimits) -> None:
    """Have ``server`` (of waitress, on one or several addresses) answer them like this."""
    refusal = type("Refusal", (_Refusal,), {"limits": limits})
    channel = type("Channel", (_Channel,), {"error_task_class": refusal})
    listening = [server] if isinstance(server, BaseWSGIServer) else server.map.values()
    for each in listening:
        if isinstance(each, BaseWSGIServer):
            each.channel_class = channel


class Request(flask.Request):
    """A request of which only one that brings files may be as long as several files."""

    @property
    def max_content_length(self) -> int | None:
        """The most bytes of the body."""
        most = super().max_content_length
        if most is None or self.mimetype == "multipart/form-data":
            return most
        # Such a body is read at one go.
        return min(most, MOST_TEXT_BYTES)

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        flask.Request.max_content_length.fset(self, value)  # type: ignore[attr-defined]


class _Refusal(ErrorTask):  # type: ignore[misc]
    """The answer to a request that waitress itself refuses."""

    limits = UploadLimits()

    def execute(self) -> None:
        """As waitress does it, but a request that is too long gets our page."""
        if self.request.error.code != TOO_LONG:
            super().execute()
            return
        sentence = sentence_of(TOO_LONG, self.limits)
        is_script = self.request.headers.get("X_FRAGMENT") == "1"
        form, text = ("plain", sentence) if is_script else ("html", _page(sentence))
        body = text.encode()
        self.status = f"{TOO_LONG} Content Too Large"
        self.response_headers += [
            ("Content-Type", f"text/{form}; charset=utf-8"),
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", POLICY),
            *HEADERS.items(),
        ]
        self.channel.is_refused = True
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):  # type: ignore[misc]
    """One line; after a refusal it lets fall what still comes."""

    close_when_flushed: bool
    is_refused = False
    lets_fall = False
    fallen = 0
    until = 0.0

    def handle_write(self) -> None:
        """Send; when all of a refusal is sent, only say that nothing more will follow."""
        if not (self.is_refused and self.close_when_flushed):
            super().handle_write()
            return
        self._flush_exception(self._flush_some)
        if self.will_close:
            self.handle_close()
        elif not self.total_outbufs_len:
            self.close_when_flushed, self.lets_fall = False, True
            self.until = time.monotonic() + MOST_SECONDS
            # Nothing more will be sent: whoever reads the answer reads its end.
            self.socket.shutdown(1)

    def handle_read(self) -> None:
        """Take in, or let fall."""
        if not self.lets_fall:
            super().handle_read()
            return
        try:
            self.fallen += len(piece := self.recv(PIECE))
        except OSError:
            piece = b""
        if not piece or self.fallen > MOST_BYTES or time.monotonic() > self.until:
            self.handle_close()


def _page(sentence: str) -> str:
    title = TITLES[TOO_LONG]
    return f"{BARE}<title>{title}</title><h1>{title}</h1><p>{escape(sentence)}</p>"
