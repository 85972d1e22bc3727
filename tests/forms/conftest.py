"""A case in any stage, in a county of SQLite."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.cast import Cast, County
from tests.forms.stage import PHOTOS, Stage, new_application
from workflows import clock


@pytest.fixture
def county(sqlite_county: County) -> County:
    """What differs by database has tests of its own."""
    return sqlite_county


@pytest.fixture(autouse=True)
def _clock_back() -> Iterator[None]:
    """Whatever day a test sets, the next one starts with today."""
    yield
    clock.set_offset(dt.timedelta(0))


@pytest.fixture
def returned(new_stage: Callable[..., Stage]) -> Stage:
    """A case that the township has sent back to its village."""
    stage = new_stage()
    stage.upload(*PHOTOS)
    stage.start("returned_to_village")
    return stage


@pytest.fixture
def new_stage(session: Session, people: Cast) -> Callable[..., Stage]:
    """Makes a case: ``new_stage("B", identities=[...])``."""

    def make(plan: str = "A", **facts: Any) -> Stage:
        return Stage(session, people, new_application(session, people, plan, **facts))

    return make
