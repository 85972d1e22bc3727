"""Loading everything that a mistake in must stop the start: drawings, tables, bindings."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from models.role import LABELS
from workflows.decisions import load_directory as load_decisions
from workflows.engine import Library, check_bindings
from workflows.fact_sources import FACT_SOURCES
from workflows.facts import decide_for
from workflows.runtime import MAIN_PROCESS, Runtime
from workflows.service_tasks import SERVICE_TASKS


def data_directory() -> Path:
    """Where the drawings, decision tables and programmes are, installed or in a checkout."""
    return Path(str(files("bpmn").joinpath("")))


def load_runtime(
    *, form_keys: frozenset[str], digest_key: bytes, directory: Path | None = None
) -> Runtime:
    """Parse, prove and bind everything under ``directory`` (default: what ships).

    Raises DrawingError or DecisionError naming file, element id and reason.
    """
    directory = directory or data_directory()
    library = Library.from_directory(directory)
    tables = load_decisions(directory)
    check_bindings(
        library.current,
        roles=frozenset(role.value for role in LABELS),
        form_keys=form_keys,
        topics=frozenset(SERVICE_TASKS),
        decisions=tables.refs,
    )
    return Runtime(
        library=library,
        tables=tables,
        service_tasks=SERVICE_TASKS,
        fact_sources=FACT_SOURCES,
        decide=decide_for,
        digest_key=digest_key,
        stage_of_process=stages(library),
    )


def stages(library: Library) -> dict[str, str]:
    """For every called process the stage of the top level that contains it."""
    calls = library.current.calls
    found: dict[str, str] = {}
    for stage in calls[MAIN_PROCESS]:
        pending = [stage]
        while pending:
            process_id = pending.pop()
            if process_id not in found:
                found[process_id] = stage
                pending.extend(calls.get(process_id, ()))
    return found
