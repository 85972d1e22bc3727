"""What the running system holds once: drawings, decision tables, service tasks, the digest key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from workflows.decisions import DecisionTables
from workflows.engine import JsonScalar, Library

if TYPE_CHECKING:
    from workflows.steps import Step

ServiceTask = Callable[["Step"], Mapping[str, JsonScalar] | None]
FactSource = Callable[["Step"], dict[str, Any]]
MAIN_PROCESS = "renovation"


@dataclass(frozen=True)
class Runtime:
    """Made once at start-up by :func:`workflows.startup.load_runtime`.

    ``fact_sources`` names, for a decision, the functions that add facts beyond the case row.
    ``stage_of_process`` tells for every process the stage of the top level that contains it.
    """

    library: Library
    tables: DecisionTables
    service_tasks: Mapping[str, ServiceTask]
    fact_sources: Mapping[str, tuple[FactSource, ...]]
    decide: Callable[[Step, str], dict[str, JsonScalar]]
    digest_key: bytes
    stage_of_process: Mapping[str, str]
