"""What must be on the machine for these tests."""

from __future__ import annotations

import os

import pytest


def skip_unless(is_there: bool, reason: str) -> None:
    """Skip with ``reason``; in CI, where nothing may be left out, fail."""
    if is_there:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
