"""The task specs of SpiffWorkflow that behave differently here.

Specs are parsed once and shared by all cases: they hold nothing about a case.  What a run needs
(who decides and serves, what time it is) stands in the run's ``Context``, which the workflow
carries in the place of a script engine, because no script is ever evaluated.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin
from SpiffWorkflow.bpmn.specs.defaults import CallActivity, EndEvent, ExclusiveGateway
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimeDateEventDefinition
from SpiffWorkflow.bpmn.specs.mixins import BpmnSpecMixin
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine.conditions import Condition
from workflows.engine.errors import BadData, NoWayOut
from workflows.engine.routing import JsonScalar, checked

SHANGHAI = ZoneInfo("Asia/Shanghai")
# Written by the engine alone; a handler that answers with them would forge the routing.
ENGINE_NAMES = frozenset({"result", "outcome"})


class Handlers(Protocol):
    """What the engine calls back into while a process moves; answers go into routing data."""

    def decide(self, decision_ref: str) -> Mapping[str, JsonScalar]:
        """Outputs of a decision table."""

    def serve(self, topic: str) -> Mapping[str, JsonScalar] | None:
        """What a service task answers, if anything."""


@dataclass(frozen=True)
class Context:
    """What the specs ask of the run that moves them."""

    handlers: Handlers
    now: dt.datetime


def context_of(task: Task) -> Context:
    """The context of the run that moves ``task``."""
    context: Context = task.workflow.top_workflow.script_engine
    return context


class Choice(ExclusiveGateway):  # type: ignore[misc]
    """Exclusive gateway on compiled conditions, which remembers the flow that it took."""

    def __init__(self, wf_spec: Any, bpmn_id: str, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.ways: list[tuple[Condition, str, str]] = []
        self.default_way: tuple[str, str] | None = None

    def connect_way(self, flow_id: str, condition: Condition | None, target: BpmnTaskSpec) -> None:
        """Lead to ``target`` when ``condition`` holds; without one, when no other does."""
        if condition is None:
            self.default_way = (target.name, flow_id)
            self.connect(target)
        else:
            self.ways.append((condition, target.name, flow_id))
            self.connect_if(condition, target)

    def _run_hook(self, my_task: Task) -> bool:
        target, flow_id = self._way(my_task)
        my_task.internal_data["flow"] = flow_id
        my_task._sync_children([self._wf_spec.task_specs[target]], TaskState.FUTURE)
        return True

    def _way(self, my_task: Task) -> tuple[str, str]:
        place = f"{self._wf_spec.name}: {self.name}"
        try:
            for condition, target, flow_id in self.ways:
                if condition.holds(my_task.data):
                    return target, flow_id
        except KeyError as missing:
            raise NoWayOut(f"{place}: variable {missing} is not set") from None
        if self.default_way is None:
            known = {
                name: my_task.data.get(name)
                for condition, _, _ in self.ways
                for name in condition.names
            }
            raise NoWayOut(f"{place}: no flow fits {known}")
        return self.default_way


class Fork(BpmnSpecMixin):  # type: ignore[misc]
    """Parallel gateway that splits. Joins are refused at load, so there is nothing to wait for."""


class Interruption(BoundaryEventJoin):  # type: ignore[misc]
    """Takes away what a boundary event interrupts.

    The way of the event may lead back to the same activity: the library would take the new round
    below it for a part of the old one, and lose the joins that were foreseen for it.
    """

    def _find_tasks(self, my_task: Task) -> list[Task]:
        split = my_task.find_ancestor(self.split_task)
        return [
            task
            for task in super()._find_tasks(my_task)
            if task.find_ancestor(self.split_task) is split
        ]


class Decision(BpmnSpecMixin):  # type: ignore[misc]
    """Business rule task: asks our decision tables, not SpiffWorkflow's evaluator."""

    def __init__(self, wf_spec: Any, bpmn_id: str, decision_ref: str, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.decision_ref = decision_ref

    def _run_hook(self, my_task: Task) -> bool:
        outputs = context_of(my_task).handlers.decide(self.decision_ref)
        my_task.data.update(checked(outputs, reserved=ENGINE_NAMES))
        return True


class ServiceCall(BpmnSpecMixin):  # type: ignore[misc]
    """External service task: calls the function that its topic names."""

    def __init__(self, wf_spec: Any, bpmn_id: str, topic: str, **kwargs: Any) -> None:
        super().__init__(wf_spec, bpmn_id, **kwargs)
        self.topic = topic

    def _run_hook(self, my_task: Task) -> bool:
        answer = context_of(my_task).handlers.serve(self.topic)
        my_task.data.update(checked(answer or {}, reserved=ENGINE_NAMES))
        return True


class Call(CallActivity):  # type: ignore[misc]
    """Called process: everything is copied in, only ``result`` is copied out."""

    def update_data(self, my_task: Task, subworkflow: Any) -> None:
        my_task.data["result"] = subworkflow.last_task.data["result"]


class ResultEnd(EndEvent):  # type: ignore[misc]
    """End event whose id is the result of its process."""

    def _run_hook(self, my_task: Task) -> bool:
        # The library would also throw an event that nobody in our drawings can catch.
        my_task.data["result"] = self.name
        return True


class DueTime(TimeDateEventDefinition):  # type: ignore[misc]
    """Timer on a variable that says when; the clock is the run's, never the system's.

    The variable holds an ISO date (00:00 in China of that day) or an aware ISO date-time.
    """

    def has_fired(self, my_task: Task) -> bool:
        due = my_task.internal_data.get("due_at")
        if due is None:
            due = self._read(my_task).isoformat()
            my_task.internal_data["due_at"] = due
        if dt.datetime.fromisoformat(due) <= context_of(my_task).now:
            my_task.internal_data["event_fired"] = True
        return bool(my_task.internal_data.get("event_fired", False))

    def _read(self, my_task: Task) -> dt.datetime:
        value = my_task.data.get(self.expression)
        place = f"{my_task.workflow.spec.name}: {my_task.task_spec.name}: {self.expression}"
        if not isinstance(value, str):
            raise BadData(f"{place} is no date but {value!r}")
        try:
            moment = dt.datetime.fromisoformat(value)
        except ValueError:
            raise BadData(f"{place} is no date but {value!r}") from None
        if len(value) == len("2026-01-01"):
            moment = moment.replace(tzinfo=SHANGHAI)
        if moment.tzinfo is None:
            raise BadData(f"{place} has no time zone: {value!r}")
        return moment.astimezone(dt.UTC)
