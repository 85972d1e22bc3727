"""What is kept of a running process: its live tasks, nothing finished, nothing predicted.

A row is ``[parent, spec, state, id, data, internal, called]``: ``parent`` the index of an earlier
row, ``id`` the task's UUID, ``data`` what differs from the data that its process was called with,
``called`` the rows of the process that a call activity runs.  Specs are the shared ones of the
definition set and are named only.  Of finished tasks only those stay that a live one still needs
as an ancestor: the root, and the split before a task with boundary events.  SpiffWorkflow predicts
the tasks to come again when a task is about to run.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import BoundaryEventSplit
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

FORMAT = 1
LIVE = TaskState.WAITING | TaskState.READY | TaskState.STARTED
_MISSING = object()


def dump(workflow: BpmnWorkflow) -> bytes:
    """The state of a running workflow as JSON. The workflow itself is not changed."""
    return orjson.dumps([FORMAT, _rows(workflow, workflow, {})])


def load(state: bytes, process_id: str, specs: dict[str, BpmnProcessSpec]) -> BpmnWorkflow:
    """The workflow again, on the shared ``specs``. It has no context yet."""
    version, rows = orjson.loads(state)
    if version != FORMAT:
        raise ValueError(f"process state of format {version}")
    workflow = BpmnWorkflow(specs[process_id], specs, script_engine=_NO_CONTEXT, deserializing=True)
    _restore(rows, workflow, workflow, {})
    return workflow


# Truthy, or the library would make a script engine of its own.
_NO_CONTEXT = object()


def _rows(top: BpmnWorkflow, workflow: Any, base: dict[str, Any]) -> list[list[Any]]:
    rows: list[list[Any]] = []
    root = workflow.task_tree
    # Depth first and in order, by a stack: a long run's tree may be deeper than Python recurses.
    pending = [(root, -1)]
    while pending:
        task, parent = pending.pop()
        if task.state & LIVE:
            rows.append(_live_row(top, task, parent, base))
        elif task.state & TaskState.FINISHED_MASK:
            if task is root or _holds_boundary(task):
                rows.append([parent, task.task_spec.name, task.state])
                parent = len(rows) - 1
            pending += [(child, parent) for child in reversed(task.children)]
    return rows


def _holds_boundary(task: Task) -> bool:
    """Boundary events and their task find each other through the split above them."""
    return isinstance(task.task_spec, BoundaryEventSplit) and any(
        child.state & LIVE for child in task.children
    )


def _live_row(top: BpmnWorkflow, task: Task, parent: int, base: dict[str, Any]) -> list[Any]:
    data = task.data
    called = top.subprocesses.get(task.id)
    row = [
        parent,
        task.task_spec.name,
        task.state,
        str(task.id),
        {name: value for name, value in data.items() if _differs(value, base.get(name, _MISSING))},
        task.internal_data or None,
    ]
    if called is not None:
        row.append(_rows(top, called, data))
    return row


def _differs(value: Any, base: Any) -> bool:
    if value is base:
        return False
    return type(value) is not type(base) or isinstance(value, list | dict) or value != base


def _restore(rows: list[list[Any]], top: BpmnWorkflow, workflow: Any, base: dict[str, Any]) -> None:
    specs = workflow.spec.task_specs
    tasks: list[Task] = []
    for parent, spec_name, state, *live in rows:
        above = tasks[parent] if parent >= 0 else None
        task_id = UUID(live[0]) if live else None
        task = Task(workflow, specs[spec_name], above, state=state, id=task_id)
        tasks.append(task)
        if live:
            task.data = {**base, **live[1]}
            task.internal_data = live[2] or {}
            if len(live) > 3:
                _restore_called(live[3], top, task)
    workflow.task_tree = tasks[0]


def _restore_called(rows: list[list[Any]], top: BpmnWorkflow, task: Task) -> None:
    spec = top.subprocess_specs[task.task_spec.spec]
    called = BpmnSubWorkflow(spec, task.id, top, deserializing=True)
    top.subprocesses[task.id] = called
    _restore(rows, top, called, task.data)
    called.completed_event.connect(task.task_spec._on_subworkflow_completed, task)
