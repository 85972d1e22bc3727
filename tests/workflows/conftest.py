"""A case on the township's desk, for the rules about who may do what with it; on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from models.database import Database
from tests.cast import Cast, build_cast
from tests.forms.stage import PHOTOS, Stage, new_application


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A transaction that is never committed."""
    with database.write() as session:
        yield session


@pytest.fixture
def people(session: Session) -> Cast:
    """Everybody in it."""
    return build_cast(session)


@pytest.fixture
def stage(session: Session, people: Cast) -> Stage:
    """A case whose file lies with the township."""
    stage = Stage(session, people, new_application(session, people))
    stage.upload(*PHOTOS)
    stage.start("township_review")
    return stage
