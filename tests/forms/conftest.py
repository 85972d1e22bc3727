"""A case in any stage, in a county of SQLite."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.cast import Cast, County
from tests.forms.stage import Stage, new_application


@pytest.fixture
def county(sqlite_county: County) -> County:
    """What differs by database has tests of its own."""
    return sqlite_county


@pytest.fixture
def new_stage(session: Session, people: Cast) -> Callable[..., Stage]:
    """Makes a case: ``new_stage("B", identities=[...])``."""

    def make(plan: str = "A", **facts: Any) -> Stage:
        return Stage(session, people, new_application(session, people, plan, **facts))

    return make
