"""A running server on a fresh database with the cast, and browsers that are logged in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from forms.registry import TASK_FORMS
from models.database import Database
from models.role import Role
from tests import cast, logins
from tests.cast import Cast, County
from tests.keys import key_file
from tests.servers import server_of
from webapp.config import Config, PasswordCost
from workflows import clock
from workflows.runtime import Runtime
from workflows.startup import load_runtime

DIGEST_KEY = "the-digest-key-of-the-tests-0123456789"
TODAY = "2019-06-10"
SITE = "https://localhost"
# After these a browser has another session.
OTHER_SESSION = ("/login", "/login/demo", "/logout", "/account/password")


@pytest.fixture(scope="session")
def runtime() -> Runtime:
    """Everything that ships, parsed and proven once."""
    return load_runtime(form_keys=frozenset(TASK_FORMS), digest_key=DIGEST_KEY.encode())


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    clock.set_now(cast.day(TODAY))
    yield
    clock.set_offset(dt.timedelta(0))


@pytest.fixture
def db(sqlite_county: County) -> Iterator[Database]:
    """An SQLite database with the cast; what differs by database has tests of its own."""
    opened = sqlite_county.open()
    yield opened
    opened.dispose()


@pytest.fixture
def people(sqlite_county: County) -> Cast:
    """The cast of that database."""
    return sqlite_county.people


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """The settings of a production server with cheap passwords."""
    return Config(
        database_url="sqlite://",
        secret_key="Zk3-9vQ2-mmT7-pL0x-W8ae-Rr41-Yq66-uD5s",
        digest_key=DIGEST_KEY,
        storage_dir=tmp_path / "documents",
        key_file=key_file(tmp_path),
        password_cost=PasswordCost(rounds=1, memory_kib=8, lanes=1),
    )


@pytest.fixture
def app(config: Config, db: Database, people: Cast, runtime: Runtime) -> Flask:
    """The server."""
    return server_of(config, db, runtime)


class Browser:
    """A client that sends the CSRF token of the page before, as a browser does."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self._token = ""

    def get(self, path: str, **options: object) -> TestResponse:
        return self.client.get(path, base_url=SITE, **options)  # type: ignore[arg-type]

    def post(
        self, path: str, data: dict[str, object] | None = None, **options: object
    ) -> TestResponse:
        sent = {"csrf_token": self.token(), **(data or {})}
        options.setdefault("headers", {"Referer": f"{SITE}/"})
        answer = self.client.post(path, data=sent, base_url=SITE, **options)  # type: ignore[arg-type]
        if path in OTHER_SESSION:
            self._token = ""
        return answer

    def token(self) -> str:
        """The token of a page with a form; it stays the same as long as the session."""
        if not self._token:
            page = self.get("/account/password")
            if page.status_code != 200:
                page = self.get("/login")
            found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
            assert found is not None
            self._token = found[1]
        return self._token

    def log_in(self, username: str, password: str = cast.PASSWORD) -> TestResponse:
        return self.post("/login", {"username": username, "password": password})


@pytest.fixture
def browser(app: Flask) -> Browser:
    """Nobody's browser."""
    return Browser(app.test_client())


@pytest.fixture
def as_role(app: Flask) -> Callable[..., Browser]:
    """A browser logged in as somebody of the cast: ``as_role(Role.X, foreign=True)``."""

    def log_in(role: Role, *, foreign: bool = False) -> Browser:
        own, who = Browser(app.test_client()), cast.username(role, foreign=foreign)
        if not logins.enter(own.client, who, SITE):
            answer = own.log_in(who)
            assert answer.status_code == 303, answer.text
            logins.remember(own.client, who, SITE)
        return own

    return log_in
