"""What a visitor looks for, as the address says it; whatever is no answer is no question."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from models.role import Level
from webapp.keys import key_in, region_code_in

LONGEST_NAME = 20
WRITTEN = re.compile(r"([0-9]{1,11})-([0-9]{1,9})", re.ASCII)


@dataclass(frozen=True)
class Cursor:
    """The last notice of the page before: when it leaves the site, and its key."""

    leaves_at: dt.datetime
    notice_id: int

    def __str__(self) -> str:
        return f"{int(self.leaves_at.timestamp())}-{self.notice_id}"

    @classmethod
    def parse(cls, text: str) -> Cursor | None:
        """Read what ``str`` wrote; anything else is the first page."""
        found = WRITTEN.fullmatch(text)
        if found is None:
            return None
        return cls(dt.datetime.fromtimestamp(int(found[1]), dt.UTC), int(found[2]))


@dataclass(frozen=True)
class Wanted:
    """The filters of the list; ``village`` is part of a name, the others are keys."""

    level: str = ""
    township: str = ""
    village: str = ""
    programme: int | None = None

    @classmethod
    def parse(cls, asked: MultiDict[str, str]) -> Wanted:
        """Read the address of the list."""
        level = asked.get("level", "")
        return cls(
            level=level if level in list(Level) else "",
            township=region_code_in(asked.get("township", "")),
            village="".join(asked.get("village", "").split())[:LONGEST_NAME],
            programme=key_in(asked.get("programme", "")),
        )

    @property
    def address(self) -> dict[str, str | int]:
        """The same as the parts of an address."""
        return {name: value for name, value in vars(self).items() if value}
