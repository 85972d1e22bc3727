"""What one running server is made of, and the way for pages to reach it."""

from __future__ import annotations

from dataclasses import dataclass

from argon2 import PasswordHasher
from flask import current_app

from models.database import Database
from webapp.config import Config
from webapp.printing import Printer
from webapp.storage import Storage
from workflows.runtime import Runtime

EXTENSION = "anju"


@dataclass(frozen=True)
class Parts:
    """Made once by ``create_app``."""

    config: Config
    database: Database
    runtime: Runtime
    storage: Storage
    printer: Printer
    hasher: PasswordHasher


def parts() -> Parts:
    """The parts of the server that answers the present request."""
    found = current_app.extensions[EXTENSION]
    assert isinstance(found, Parts)
    return found
