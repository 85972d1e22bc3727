"""The baseline: SpiffWorkflow as its documentation shows it.

Its own parser and serializer, the drawings inside every saved case, the whole history of the case
in it, written to the same table by the same statements as ours.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.event_parsers import IntermediateThrowEventParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.serializer.workflow import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.defaults import EndEvent, IntermediateThrowEvent
from SpiffWorkflow.bpmn.specs.event_definitions.message import MessageEventDefinition
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState
from sqlalchemy.orm import Session

from workflows.engine import run as our_run
from workflows.engine.walk import FIRST_DATA

CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"
LOGGERS = ("spiff.workflow", "spiff.task")


class Parser(BpmnParser):  # type: ignore[misc]
    """Rules and services pass by themselves; what they answer is put in from outside."""

    OVERRIDE_PARSER_CLASSES = {
        full_tag("businessRuleTask"): (IntermediateThrowEventParser, IntermediateThrowEvent),
        full_tag("serviceTask"): (IntermediateThrowEventParser, IntermediateThrowEvent),
    }


class NaiveEngine:
    """The same acts as ours on the same rows; ``answer`` gives what rules and services say."""

    def __init__(self, files: Mapping[str, str], answer: Callable[[str], dict[str, Any]]) -> None:
        self.serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())
        self.answer = answer
        self.asked_of: dict[tuple[str, str], str] = {}
        self.specs: dict[str, Any] = {}
        for file, xml in files.items():
            parser = Parser()
            root = etree.fromstring(xml.encode())
            parser.add_bpmn_xml(root, file)
            process_id = file.removesuffix(".bpmn")
            self.specs[process_id] = parser.get_spec(process_id)
            for node in root.iter():
                name = node.get(f"{CAMUNDA}decisionRef") or node.get(f"{CAMUNDA}topic")
                if name:
                    self.asked_of[process_id, node.get("id")] = name

    def begin(self, process_id: str) -> str:
        """A started case as it is saved."""
        workflow = BpmnWorkflow(self.specs[process_id], self._called(process_id))
        workflow.task_tree.data.update(FIRST_DATA)
        self._move(workflow)
        return str(self.serializer.serialize_json(workflow))

    def complete(
        self, session: Session, instance_id: int, node_id: str, routing: dict[str, Any]
    ) -> int:
        """Complete the open task of that node; returns the bytes saved."""
        return self._act(session, instance_id, lambda wf: self._complete(wf, node_id, routing))

    def deliver(
        self, session: Session, instance_id: int, message: str, payload: dict[str, Any]
    ) -> int:
        """Hand over a message; returns the bytes saved."""
        event = BpmnEvent(MessageEventDefinition(message), payload)
        return self._act(session, instance_id, lambda workflow: workflow.send_event(event))

    def open_nodes(self, session: Session, instance_id: int) -> list[str]:
        """The nodes whose tasks are open."""
        row = session.execute(our_run._ROW, {"b_id": instance_id}).one()
        if row.status != "running":
            return []
        workflow = self.serializer.deserialize_json(row.state.decode())
        ready = workflow.get_tasks(state=TaskState.READY, manual=True)
        return sorted(task.task_spec.name for task in ready)

    def _act(self, session: Session, instance_id: int, act: Callable[[Any], None]) -> int:
        row = session.execute(our_run._LOCKED_ROW, {"b_id": instance_id}).one()
        workflow = self.serializer.deserialize_json(row.state.decode())
        act(workflow)
        self._move(workflow)
        state = self.serializer.serialize_json(workflow).encode()
        over = workflow.completed
        values = {
            "b_id": instance_id,
            "b_version": row.version,
            "b_status": "completed" if over else "running",
            "b_result": workflow.last_task.data["result"] if over else None,
            "b_due_at": None,
            "b_state": state,
            "b_ended_at": dt.datetime.now(dt.UTC) if over else None,
            # The naive engine takes nothing back.
            **dict.fromkeys(("b_previous_state", "b_undo_task", "b_undo")),
        }
        session.execute(our_run._SAVE, values)
        return len(state)

    @staticmethod
    def _complete(workflow: Any, node_id: str, routing: dict[str, Any]) -> None:
        tasks = workflow.get_tasks(state=TaskState.READY, manual=True)
        task = next(each for each in tasks if each.task_spec.name == node_id)
        task.data.update(routing)
        if routing["outcome"] in ("return", "reject"):
            task.data["asked_by"] = node_id
        task.run()

    def _move(self, workflow: Any) -> None:
        workflow.do_engine_steps(will_complete_task=self._before)

    def _before(self, task: Task) -> None:
        if isinstance(task.task_spec, EndEvent):
            task.data["result"] = task.task_spec.name
        asked = self.asked_of.get((task.workflow.spec.name, task.task_spec.name))
        if asked is not None:
            task.data.update(self.answer(asked))

    def _called(self, process_id: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        pending = [process_id]
        while pending:
            for task_spec in self.specs[pending.pop()].task_specs.values():
                called = getattr(task_spec, "spec", None)
                if called and called not in found:
                    found[called] = self.specs[called]
                    pending.append(called)
        return found


@contextmanager
def library_logging() -> Iterator[None]:
    """The library's loggers at the level they have by themselves, which ours changes."""
    levels = {name: logging.getLogger(name).level for name in LOGGERS}
    for name in LOGGERS:
        logging.getLogger(name).setLevel(logging.NOTSET)
    try:
        yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
