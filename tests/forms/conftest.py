"""A case in any stage, on an empty database with the fixed cast."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy.orm import Session

from models.database import Database
from tests.cast import Cast, build_cast
from tests.forms.stage import Stage, new_application
from tests.keys import KEYRING


@pytest.fixture
def session(sqlite_url: str) -> Iterator[Session]:
    database = Database(sqlite_url, keyring=KEYRING)
    with database.write() as session:
        yield session
    database.dispose()


@pytest.fixture
def people(session: Session) -> Cast:
    return build_cast(session)


@pytest.fixture
def new_stage(session: Session, people: Cast) -> Callable[..., Stage]:
    """Makes a case: ``new_stage("B", identities=[...])``."""

    def make(plan: str = "A", **facts: Any) -> Stage:
        return Stage(session, people, new_application(session, people, plan, **facts))

    return make
