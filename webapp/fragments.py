"""Answers to a script, which puts them into the page that stands; without script a page answers."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from workflows.errors import Refused


def is_script() -> bool:
    """Whether a script asks."""
    return request.headers.get("X-Fragment") == "1"


def refused_fragment(error: Refused) -> ResponseReturnValue:
    """Why nothing was done, as plain text beside what was sent."""
    return error.sentence, error.status, {"Content-Type": "text/plain; charset=utf-8"}
