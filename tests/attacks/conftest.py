"""Attacks use the county and the cases of the journeys."""

from __future__ import annotations

from tests.journeys.conftest import (
    case_at,
    checkpoints,
    moved_clock,
    office,
    opened,
    pytest_runtest_makereport,
    sqlite_office,
)

__all__ = [
    "case_at",
    "checkpoints",
    "moved_clock",
    "office",
    "opened",
    "pytest_runtest_makereport",
    "sqlite_office",
]
