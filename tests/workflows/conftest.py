"""A case on the township's desk, for the rules about who may do what with it; on both databases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from models.database import Database
from tests.cast import Cast, County
from tests.forms.stage import PHOTOS, Stage, new_application
from tests.workflows.concurrency.scene import Scene
from workflows import clock


@pytest.fixture(autouse=True)
def _clock_back() -> Iterator[None]:
    """Whatever day a test sets, the next one starts with today."""
    yield
    clock.set_offset(dt.timedelta(0))


@pytest.fixture
def scene(county: County, county_database: Database) -> Scene:
    """Where several act at the same moment."""
    return Scene(county.url, county_database, county.people)


@pytest.fixture
def stage(session: Session, people: Cast) -> Stage:
    """A case whose file lies with the township."""
    stage = Stage(session, people, new_application(session, people))
    stage.upload(*PHOTOS)
    stage.start("township_review")
    return stage
