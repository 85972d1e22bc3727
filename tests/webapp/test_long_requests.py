"""Half a gigabyte sent to a real server: told in words, and hardly anything of it is kept."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from models.database import Database
from tests.browser.server import Server
from tests.cast import Cast
from webapp.app import create_app
from webapp.config import Config
from webapp.files.limits import UploadLimits
from workflows.runtime import Runtime

MEGABYTE = 1024 * 1024
PIECE = b"\xff" * (4 * MEGABYTE)
HEAD = (
    "POST /cases/1/documents HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    "Content-Type: multipart/form-data; boundary=x\r\n{length}\r\n{more}\r\n"
)


@pytest.fixture
def app(config: Config, db: Database, people: Cast, runtime: Runtime) -> Flask:
    """A server that takes two megabytes at once."""
    limits = UploadLimits(file_megabytes=1, request_megabytes=2)
    return create_app(replace(config, uploads=limits), database=db, runtime=runtime)


@pytest.fixture
def port(app: Flask) -> Iterator[int]:
    """Where it listens."""
    server = Server(app)
    yield server.port
    server.stop()


def resident_bytes() -> int:
    """What this process, in which the server runs, has in memory now."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) * 1024


def answer_to(
    port: int, megabytes: int, *, chunked: bool = False, more: str = ""
) -> tuple[str, int]:
    """(the answer to a body sent to its end, as a browser does; most memory taken for it)."""
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {megabytes * MEGABYTE}"
    before, most = resident_bytes(), 0
    piece = b"%x\r\n%b\r\n" % (len(PIECE), PIECE) if chunked else PIECE
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall(HEAD.format(length=length, more=more).encode())
        for _ in range(megabytes // 4):
            line.sendall(piece)
            most = max(most, resident_bytes() - before)
        line.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := line.recv(65536):
            answer += piece
    return answer.decode(), most


def test_half_a_gigabyte_is_refused_in_words_and_not_kept_in_memory(port: int) -> None:
    answer, most = answer_to(port, 500)

    assert answer.startswith("HTTP/1.1 413 ")
    assert "每个文件不超过 1 MB" in answer
    assert "nosniff" in answer
    assert most < 16 * MEGABYTE


def test_a_body_that_does_not_say_how_long_it_is_is_refused_once_it_is_too_long(port: int) -> None:
    answer, most = answer_to(port, 40, chunked=True)

    assert answer.startswith("HTTP/1.1 413 ")
    assert "每个文件不超过 1 MB" in answer
    assert most < 16 * MEGABYTE


def test_a_script_gets_the_bare_sentence(port: int) -> None:
    answer, _ = answer_to(port, 4, more="X-Fragment: 1\r\n")

    assert "text/plain" in answer
    assert answer.endswith("每个文件不超过 1 MB。")


class Unread(io.RawIOBase):
    """A body that nobody may read."""

    def readable(self) -> bool:
        return True

    def readinto(self, _into: object) -> int:
        raise AssertionError("the body was read")


def test_every_address_that_takes_something_refuses_half_a_gigabyte_unread(app: Flask) -> None:
    client, places = app.test_client(), app.url_map.bind("localhost")
    posts = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert len(posts) > 70
    for rule in posts:
        options = dict.fromkeys(rule.arguments, 1)
        path = places.build(rule.endpoint, options, method="POST")
        answer = client.post(
            path,
            base_url="https://localhost",
            content_type="multipart/form-data; boundary=x",
            environ_overrides={
                "wsgi.input": Unread(),
                "CONTENT_LENGTH": str(500 * MEGABYTE),
            },
        )
        assert answer.status_code == 413, path
        assert "每个文件不超过 1 MB" in answer.text, path


def test_the_server_goes_on_for_others(port: int) -> None:
    answer_to(port, 4)

    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.0 200")
