"""Programme definitions (方案): code, document, parameters; from ``bpmn/programmes/*.toml``.

They answer without a database and are what a new database is seeded with; there a county's
later changes are rows of ``programme_parameters``.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROGRAMMES = Path(__file__).resolve().parent.parent / "bpmn" / "programmes"
KINDS = ("document", "proposed")
_HEAD = ("code", "plan", "year", "county_code", "county_name", "title", "document_number", "dated")


class ProgrammeError(ValueError):
    """A programme file may not be used; the message names the file and the entry."""


@dataclass(frozen=True)
class Parameter:
    """A number or text of a programme. ``value`` None is not set: what needs it stays open.

    ``kind`` is ``document`` or ``proposed``; ``source`` the rule, gap or step (R95, G2, S8).
    """

    value: Any
    kind: str
    source: str
    note: str


@dataclass(frozen=True)
class ProgrammeDefinition:
    """One plan of one county and year (R1)."""

    code: str
    plan: str
    year: int
    county_code: str
    county_name: str
    title: str
    document_number: str
    dated: dt.date
    parameters: Mapping[str, Parameter]

    @property
    def values(self) -> dict[str, Any]:
        """name -> value, as the decision tables read them."""
        return {name: parameter.value for name, parameter in self.parameters.items()}


NEAR_DUE = "near_due_days"


def deadline_parameter(task: str) -> str:
    """The name of the parameter with the working days for a user task (its id in the drawing)."""
    return f"deadline_{task}"


def papers_parameter(task: str) -> str:
    """The name of the parameter with the papers that a user task needs (its id in the drawing)."""
    return f"papers_{task}"


def load_programme(path: Path) -> ProgrammeDefinition:
    """Read one file. Raises ProgrammeError."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ProgrammeError(f"{path.name}: {error}") from error
    missing = [name for name in _HEAD if name not in content]
    if missing:
        raise ProgrammeError(f"{path.name}: lacks {', '.join(missing)}")
    entries = dict(content.get("parameters", {}))
    for task, entry in content.get("deadlines", {}).items():
        entries[deadline_parameter(task)] = entry
    for task, entry in content.get("papers", {}).items():
        entries[papers_parameter(task)] = entry
    parameters = {name: _parameter(path, name, entry) for name, entry in entries.items()}
    return ProgrammeDefinition(**{name: content[name] for name in _HEAD}, parameters=parameters)


def load_programmes(directory: Path = PROGRAMMES) -> list[ProgrammeDefinition]:
    """All programmes of a directory, by code. Raises ProgrammeError."""
    return [load_programme(path) for path in sorted(directory.glob("*.toml"))]


def parameters_of(programmes: Iterable[ProgrammeDefinition], plan: str | None) -> dict[str, Any]:
    """The parameters of a plan; without one, those on which all programmes agree."""
    chosen = [p.values for p in programmes if plan is None or p.plan == plan]
    if not chosen:
        return {}
    first, *others = chosen
    return {
        name: value
        for name, value in first.items()
        if all(name in other and other[name] == value for other in others)
    }


def _parameter(path: Path, name: str, entry: Mapping[str, Any]) -> Parameter:
    if entry.get("kind") not in KINDS or not entry.get("source"):
        raise ProgrammeError(f"{path.name}: {name}: needs a kind of {KINDS} and a source")
    return Parameter(entry.get("value"), entry["kind"], entry["source"], entry.get("note", ""))
