"""What is wrong with a cell, in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """A sentence about one column; ``address`` is the cell in the sheet, empty on a page."""

    key: str
    sentence: str
    address: str = ""

    def __str__(self) -> str:
        return f"{self.address}:{self.sentence}" if self.address else self.sentence
