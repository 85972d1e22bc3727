"""SpiffWorkflow behind a narrow port: the only code that knows it.

Drawings are parsed once (:class:`Library`), instances are started (:func:`start`), locked
(:func:`open_instance`) and moved (:class:`Run`).  A process carries routing data only; nothing
here commits, and every error leaves the transaction to the caller.
"""

from models.process_instance import definition_sets, process_instances
from workflows.engine.bindings import check_bindings
from workflows.engine.definition_set import (
    DefinitionSet,
    Node,
    Outcome,
    Reference,
    UserTaskDef,
)
from workflows.engine.errors import (
    BadData,
    DrawingError,
    EngineError,
    NobodyWaiting,
    NoWayOut,
    Problem,
    StaleInstance,
    Stuck,
    TaskNotOpen,
    UnknownDefinitions,
    UnknownInstance,
    UnknownOutcome,
    UnknownProcess,
)
from workflows.engine.library import Library
from workflows.engine.routing import JsonScalar
from workflows.engine.run import (
    INSTANCE_COLUMNS,
    Advance,
    Run,
    Subject,
    due_instances,
    hold_timers,
    open_instance,
    run_of_row,
    start,
)
from workflows.engine.specs import Handlers
from workflows.engine.walk import OpenTask, Walked

__all__ = [
    "INSTANCE_COLUMNS",
    "Advance",
    "BadData",
    "DefinitionSet",
    "DrawingError",
    "EngineError",
    "Handlers",
    "JsonScalar",
    "Library",
    "NoWayOut",
    "NobodyWaiting",
    "Node",
    "OpenTask",
    "Outcome",
    "Problem",
    "Reference",
    "Run",
    "StaleInstance",
    "Stuck",
    "Subject",
    "TaskNotOpen",
    "UnknownDefinitions",
    "UnknownInstance",
    "UnknownOutcome",
    "UnknownProcess",
    "UserTaskDef",
    "Walked",
    "check_bindings",
    "definition_sets",
    "due_instances",
    "hold_timers",
    "open_instance",
    "process_instances",
    "run_of_row",
    "start",
]
