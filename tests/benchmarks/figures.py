"""The figures of a run: a table for people, one line of JSON for machines."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Figure:
    """One number; with a target it passes or fails."""

    database: str
    name: str
    value: float
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None

    @property
    def target(self) -> str:
        """The target as one reads it; empty where there is none."""
        if self.at_least is not None:
            return f">= {self.at_least:g}"
        return f"<= {self.at_most:g}" if self.at_most is not None else ""

    @property
    def is_met(self) -> bool | None:
        """Whether the target is reached; None where there is none."""
        if self.at_least is not None:
            return self.value >= self.at_least
        return self.value <= self.at_most if self.at_most is not None else None

    @property
    def line(self) -> str:
        """One line of the table."""
        verdict = {None: "", True: "PASS", False: "FAIL"}[self.is_met]
        shown = f"{self.value:,.2f}" if self.value < 100 else f"{self.value:,.0f}"
        return f"  {self.name:<58}{shown:>10} {self.unit:<6}{self.target:>9}  {verdict}"


@dataclass
class Report:
    """All figures, in the order in which they were measured."""

    figures: list[Figure] = field(default_factory=list)

    def add(self, figure: Figure) -> None:
        """Keep a figure and show it at once."""
        if not self.figures or self.figures[-1].database != figure.database:
            print(f"\n{figure.database}", flush=True)
        self.figures.append(figure)
        print(figure.line, flush=True)

    def conclude(self) -> None:
        """Say how many targets were reached; then everything as one line of JSON."""
        judged = [figure for figure in self.figures if figure.is_met is not None]
        missed = [figure for figure in judged if not figure.is_met]
        print(f"\n{len(judged) - len(missed)} of {len(judged)} targets reached")
        for figure in missed:
            print(f"  missed: {figure.database}: {figure.name}")
        rows = [asdict(figure) | {"is_met": figure.is_met} for figure in self.figures]
        print(json.dumps(rows, ensure_ascii=False))
