"""Where a page of households by village left off, as it stands in an address."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, tuple_

from models.application import Application

WRITTEN = re.compile(r"(\d{12})-(\d{1,9})", re.ASCII)


@dataclass(frozen=True)
class Cursor:
    """The last household of the page before."""

    village: str
    application_id: int

    def __str__(self) -> str:
        return f"{self.village}-{self.application_id}"

    @classmethod
    def parse(cls, text: str) -> Cursor | None:
        """Read what ``str`` wrote; anything else is the first page."""
        found = WRITTEN.fullmatch(text)
        return cls(found[1], int(found[2])) if found else None

    @property
    def following(self) -> ColumnElement[bool]:
        """The clause for what comes after it."""
        key = tuple_(Application.village_code, Application.id)
        return key > (self.village, self.application_id)
