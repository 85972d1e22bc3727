"""A set of drawings that belong together, parsed; a process instance is pinned to one set."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec

from workflows.engine.drawing import Drawing, Element, read_drawing
from workflows.engine.errors import DrawingError, UnknownProcess
from workflows.engine.house_rules import check_calls, check_drawing
from workflows.engine.parser import parse


@dataclass(frozen=True)
class Node:
    """A node of a drawing; ``kind`` is its BPMN element, such as ``userTask``.

    ``called`` is the process that a call activity calls, empty for every other kind.
    """

    process_id: str
    node_id: str
    name: str
    kind: str
    called: str = ""


@dataclass(frozen=True)
class Outcome:
    """A way out of a user task: ``label`` stands on its button."""

    id: str
    label: str
    needs_reason: bool


# A task without an outcome gateway behind it can only be done.
DONE = Outcome("done", "", False)


@dataclass(frozen=True)
class UserTaskDef:
    """A user task as drawn; ``role`` is the id of its lane."""

    process_id: str
    node_id: str
    name: str
    form_key: str
    role: str
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True)
class Reference:
    """A name in a drawing that Python must know.

    ``kind`` is role, form, topic, decision or message; a role's ``label`` is its lane's name.
    """

    kind: str
    name: str
    label: str
    file: str
    element_id: str


class DefinitionSet:
    """Parsed drawings. Raises DrawingError with every mistake of every file.

    ``files`` maps a file name to its XML text; ``hash`` is the SHA-256 of names and texts.
    """

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = dict(sorted(files.items()))
        self.hash = hash_of(self.files)
        drawings = [read_drawing(file, xml) for file, xml in self.files.items()]
        self._drawings = {drawing.process_id: drawing for drawing in drawings}
        for drawing in drawings:
            check_drawing(drawing)
        check_calls(self._drawings)
        if problems := [problem for drawing in drawings for problem in drawing.problems]:
            raise DrawingError(problems)
        self.specs = {drawing.process_id: parse(drawing) for drawing in drawings}
        # The place of every spec in its process, for an order that no restore changes.
        self.rank = {
            process_id: {name: place for place, name in enumerate(spec.task_specs)}
            for process_id, spec in self.specs.items()
        }
        self._tasks = {
            (drawing.process_id, element.id): _user_task(drawing, element)
            for drawing in drawings
            for element in drawing.elements.values()
            if element.kind == "userTask"
        }

    @property
    def process_ids(self) -> tuple[str, ...]:
        """Every process of the set."""
        return tuple(self._drawings)

    @cached_property
    def calls(self) -> dict[str, tuple[str, ...]]:
        """For each process the processes that it calls, in the order drawn."""
        return {
            process_id: tuple(
                dict.fromkeys(each.called for each in drawing.elements.values() if each.called)
            )
            for process_id, drawing in self._drawings.items()
        }

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every name that Python must know, with the place where it is used."""
        return tuple(
            reference for drawing in self._drawings.values() for reference in _references(drawing)
        )

    def spec(self, process_id: str) -> BpmnProcessSpec:
        """The spec of a process. Raises UnknownProcess."""
        self._drawing(process_id)
        return self.specs[process_id]

    def xml(self, process_id: str) -> str:
        """The BPMN text of a process, for the viewer. Raises UnknownProcess."""
        return self._drawing(process_id).xml

    def name(self, process_id: str) -> str:
        """What a process is called. Raises UnknownProcess."""
        return self._drawing(process_id).name

    def nodes(self, process_id: str) -> tuple[Node, ...]:
        """Every node of a process. Raises UnknownProcess."""
        return tuple(
            Node(process_id, each.id, each.name, each.kind, each.called)
            for each in self._drawing(process_id).elements.values()
        )

    def node(self, process_id: str, node_id: str) -> Node:
        """One node. Raises UnknownProcess or KeyError."""
        element = self._drawing(process_id).elements[node_id]
        return Node(process_id, element.id, element.name, element.kind, element.called)

    def user_tasks(self, process_id: str | None = None) -> tuple[UserTaskDef, ...]:
        """The user tasks of one process or of all. Raises UnknownProcess."""
        if process_id is not None:
            self._drawing(process_id)
        return tuple(task for task in self._tasks.values() if process_id in (None, task.process_id))

    def user_task(self, process_id: str, node_id: str) -> UserTaskDef:
        """One user task. Raises KeyError."""
        return self._tasks[process_id, node_id]

    def outcomes(self, process_id: str, node_id: str) -> tuple[Outcome, ...]:
        """The ways out of a user task, in the order of the drawing. Raises KeyError."""
        return self._tasks[process_id, node_id].outcomes

    def flows_out(self, process_id: str, node_id: str) -> tuple[str, ...]:
        """The ids of the flows that leave a node. Raises UnknownProcess."""
        return self._flows_out[self._drawing(process_id).process_id].get(node_id, ())

    @cached_property
    def _flows_out(self) -> dict[str, dict[str, tuple[str, ...]]]:
        return {
            process_id: {
                node_id: tuple(flow.id for flow in drawing.outgoing(node_id))
                for node_id in drawing.elements
            }
            for process_id, drawing in self._drawings.items()
        }

    def _drawing(self, process_id: str) -> Drawing:
        try:
            return self._drawings[process_id]
        except KeyError:
            raise UnknownProcess(process_id) from None


def hash_of(files: Mapping[str, str]) -> str:
    """SHA-256 over file names and texts, in hexadecimal."""
    digest = hashlib.sha256()
    for file, xml in sorted(files.items()):
        for part in (file.encode(), xml.encode()):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _user_task(drawing: Drawing, element: Element) -> UserTaskDef:
    return UserTaskDef(
        process_id=drawing.process_id,
        node_id=element.id,
        name=element.name,
        form_key=element.form_key,
        role=element.lane,
        outcomes=_outcomes(drawing, element),
    )


def _outcomes(drawing: Drawing, element: Element) -> tuple[Outcome, ...]:
    behind = drawing.outgoing(element.id)[0].target
    ways = [flow for flow in drawing.outgoing(behind) if flow.condition is not None]
    outcomes = tuple(
        Outcome(str(flow.condition.equals[1]), flow.label, flow.needs_reason)
        for flow in ways
        if flow.condition and flow.condition.equals and flow.condition.equals[0] == "outcome"
    )
    return outcomes or (DONE,)


def _references(drawing: Drawing) -> Iterator[Reference]:
    for lane_id, name in drawing.lanes.items():
        yield Reference("role", lane_id, name, drawing.file, lane_id)
    for each in drawing.elements.values():
        names = (
            ("form", each.form_key),
            ("topic", each.topic),
            ("decision", each.decision_ref),
            ("message", each.message),
        )
        for kind, name in names:
            if name:
                yield Reference(kind, name, "", drawing.file, each.id)
