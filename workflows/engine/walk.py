"""A process in memory, moved on until it waits for somebody again. Knows no database."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine import state
from workflows.engine.definition_set import DONE, DefinitionSet
from workflows.engine.errors import NobodyWaiting, Stuck, TaskNotOpen, UnknownOutcome
from workflows.engine.routing import checked
from workflows.engine.specs import ENGINE_NAMES, Choice, Context, DueTime, Handlers

# The library's log records carry the data of the case, and cost a walk over its tasks each.
for _name in ("spiff.workflow", "spiff.task"):
    logging.getLogger(_name).setLevel(logging.WARNING)

FIRST_DATA = {"result": "", "outcome": "", "asked_by": ""}
# Corrections go straight back to the one who asked for them.
ASKING = frozenset({"return", "reject"})
# Far more than any drawing has nodes between two waits.
LONGEST = 500


@dataclass(frozen=True)
class OpenTask:
    """A user task that waits for somebody. ``id`` is its UUID, ``role`` the id of its lane."""

    id: str
    process_id: str
    node_id: str
    name: str
    form_key: str
    role: str


@dataclass(frozen=True)
class Walked:
    """A node that was completed and the ids of the flows taken out of it."""

    process_id: str
    node_id: str
    flows: tuple[str, ...]


class Walk:
    """One process in memory. After an exception it must not be used or saved."""

    def __init__(self, definitions: DefinitionSet, workflow: BpmnWorkflow) -> None:
        self.definitions = definitions
        self._workflow = workflow
        self.trail: list[Walked] = []

    @classmethod
    def begin(
        cls,
        definitions: DefinitionSet,
        process_id: str,
        data: Mapping[str, Any],
        handlers: Handlers,
        now: dt.datetime,
    ) -> Walk:
        """Start a process and move it to its first wait. Raises UnknownProcess, BadData, ..."""
        first_data = {**FIRST_DATA, **checked(data)}
        spec = definitions.spec(process_id)
        context = Context(handlers, now)
        walk = cls(definitions, BpmnWorkflow(spec, definitions.specs, script_engine=context))
        walk._workflow.task_tree.data.update(first_data)
        walk._move()
        return walk

    @classmethod
    def resume(cls, definitions: DefinitionSet, process_id: str, saved: bytes) -> Walk:
        """A process as it was saved."""
        return cls(definitions, state.load(saved, process_id, definitions.specs))

    def saved(self) -> bytes:
        """What :meth:`resume` needs; empty when the process is over."""
        return b"" if self.ended else state.dump(self._workflow)

    @property
    def ended(self) -> bool:
        """Whether the process is over."""
        return bool(self._workflow.completed)

    @property
    def result(self) -> str | None:
        """The id of the end event that was reached."""
        return str(self._workflow.last_task.data["result"]) if self.ended else None

    def open_tasks(self) -> list[OpenTask]:
        """The tasks that wait for somebody, outer process first, in the order of the drawing."""
        ready = [task for task in self._live() if task.task_spec.manual]
        return [self._open_task(task) for task in ready if task.state == TaskState.READY]

    def due_at(self) -> dt.datetime | None:
        """When the next timer goes off."""
        moments = [
            dt.datetime.fromisoformat(task.internal_data["due_at"])
            for task in self._waiting()
            if isinstance(task.task_spec.event_definition, DueTime)
        ]
        return min(moments, default=None)

    def messages(self) -> list[str]:
        """The names of the messages that are waited for."""
        return [
            task.task_spec.event_definition.name
            for task in self._waiting()
            if isinstance(task.task_spec.event_definition, MessageEventDefinition)
        ]

    def data_of(self, task_id: str) -> dict[str, Any]:
        """A copy of the routing data of an open task. Raises TaskNotOpen."""
        return dict(self._ready_task(task_id).data)

    def complete(
        self, task_id: str, routing: Mapping[str, Any], handlers: Handlers, now: dt.datetime
    ) -> None:
        """Complete a task and move on. Raises TaskNotOpen, UnknownOutcome, BadData, NoWayOut."""
        task = self._ready_task(task_id)
        values = checked(routing, reserved={"result", "asked_by"})
        known = {each.id for each in self._outcomes(task)}
        outcome = values.setdefault("outcome", DONE.id)
        if outcome not in known:
            raise UnknownOutcome(f"{task.task_spec.name} has no outcome {outcome!r}")
        if outcome in ASKING:
            values["asked_by"] = task.task_spec.name
        task.data.update(values)
        self._workflow.script_engine = Context(handlers, now)
        self._run(task)
        self._move()

    def deliver(
        self, message: str, payload: Mapping[str, Any], handlers: Handlers, now: dt.datetime
    ) -> None:
        """Hand a message to the one node that waits for it. Raises NobodyWaiting, BadData."""
        values = checked(payload, reserved=ENGINE_NAMES)
        for task in self._waiting():
            definition = task.task_spec.event_definition
            if isinstance(definition, MessageEventDefinition) and definition.name == message:
                break
        else:
            raise NobodyWaiting(f"{self._workflow.spec.name} does not wait for {message!r}")
        self._workflow.script_engine = Context(handlers, now)
        task.task_spec.catch(task, BpmnEvent(definition, values))
        task.task_spec._update(task)
        self._move()

    def fire_timers(self, handlers: Handlers, now: dt.datetime) -> None:
        """Let every timer that is due go off; without one, nothing changes."""
        self._workflow.script_engine = Context(handlers, now)
        # One at a time, outermost first: what it interrupts may hold the next one.
        while (task := next(filter(self._is_due, self._waiting()), None)) is not None:
            task.task_spec._update(task)
            self._move()

    def put_off(self, by: dt.timedelta) -> None:
        """Move every timer that waits by a span of time."""
        for task in self._waiting():
            if isinstance(task.task_spec.event_definition, DueTime):
                due = dt.datetime.fromisoformat(task.internal_data["due_at"]) + by
                task.internal_data["due_at"] = due.isoformat()

    def _is_due(self, task: Task) -> bool:
        definition = task.task_spec.event_definition
        return isinstance(definition, DueTime) and definition.has_fired(task)

    def _ready_task(self, task_id: str) -> Task:
        # Task.run() of the library would run a finished or future task again without a word.
        for task in self._live():
            if str(task.id) == task_id and task.state == TaskState.READY and task.task_spec.manual:
                return task
        raise TaskNotOpen(task_id)

    def _outcomes(self, task: Task) -> tuple[Any, ...]:
        return self.definitions.outcomes(task.workflow.spec.name, task.task_spec.name)

    def _open_task(self, task: Task) -> OpenTask:
        drawn = self.definitions.user_task(task.workflow.spec.name, task.task_spec.name)
        return OpenTask(
            id=str(task.id),
            process_id=drawn.process_id,
            node_id=drawn.node_id,
            name=drawn.name,
            form_key=drawn.form_key,
            role=drawn.role,
        )

    def _live(self) -> Iterator[Task]:
        for workflow in self._workflows():
            live = [task for task in workflow.tasks.values() if task.state & state.LIVE]
            yield from self._in_drawn_order(live)

    def _waiting(self) -> Iterator[Task]:
        for task in self._live():
            if task.state == TaskState.WAITING and isinstance(task.task_spec, CatchingEvent):
                yield task

    def _workflows(self) -> list[Any]:
        called = [each for each in self._workflow.subprocesses.values() if not each.completed]
        return [self._workflow, *sorted(called, key=lambda each: each.depth)]

    def _move(self) -> None:
        """Run what needs nobody until nothing of the kind is left."""
        for _ in range(LONGEST):
            task = self._next()
            if task is None:
                break
            self._run(task)
        else:
            raise Stuck(f"{self._workflow.spec.name} goes in circles at {self.trail[-1]}")
        if not self.ended and not self._waits():
            raise Stuck(f"{self._workflow.spec.name} runs but waits for nobody and nothing")

    def _next(self) -> Task | None:
        # Innermost first: a called process ends before its caller goes on.
        for workflow in reversed(self._workflows()):
            ready = [
                task
                for task in workflow.tasks.values()
                if task.state == TaskState.READY and not task.task_spec.manual
            ]
            if ready:
                return self._in_drawn_order(ready)[0]
        return None

    def _waits(self) -> bool:
        return any(
            task.task_spec.manual
            if task.state == TaskState.READY
            else isinstance(task.task_spec, CatchingEvent)
            for task in self._live()
        )

    def _run(self, task: Task) -> None:
        spec = task.task_spec
        self._predict(task)
        task.run()
        if spec.bpmn_id is not None:
            self.trail.append(self._walked(task))

    def _predict(self, task: Task) -> None:
        # The library needs to see what comes next, which was not saved. One step is enough: it
        # looks further ahead for the sake of joins, and we have none. A choice sees to itself.
        if not task._children and not isinstance(task.task_spec, Choice):
            task.task_spec._predict_hook(task)

    def _walked(self, task: Task) -> Walked:
        process_id, node_id = task.workflow.spec.name, task.task_spec.name
        if isinstance(task.task_spec, Choice):
            flows: tuple[str, ...] = (task.internal_data["flow"],)
        else:
            flows = self.definitions.flows_out(process_id, node_id)
        return Walked(process_id, node_id, flows)

    def _in_drawn_order(self, tasks: list[Task]) -> list[Task]:
        # Not the order of creation, which differs after a restore.
        if len(tasks) < 2:
            return tasks
        rank = self.definitions.rank[tasks[0].workflow.spec.name]
        return sorted(tasks, key=lambda task: rank[task.task_spec.name])
