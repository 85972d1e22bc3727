"""One BPMN file, read into plain records; whatever we do not run is reported, never ignored."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from lxml import etree

from workflows.engine.conditions import Condition, compile_condition
from workflows.engine.errors import Problem

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"
SNAKE_CASE = re.compile(r"[a-z][a-z0-9_]*")

NODES = frozenset(
    {
        "startEvent",
        "endEvent",
        "userTask",
        "serviceTask",
        "businessRuleTask",
        "callActivity",
        "exclusiveGateway",
        "parallelGateway",
        "intermediateCatchEvent",
        "boundaryEvent",
    }
)
EVENT_DEFINITIONS = frozenset(
    {"messageEventDefinition", "timerEventDefinition", "terminateEventDefinition"}
)
OTHERS = frozenset(
    {
        "definitions",
        "collaboration",
        "participant",
        "process",
        "laneSet",
        "lane",
        "flowNodeRef",
        "sequenceFlow",
        "conditionExpression",
        "incoming",
        "outgoing",
        "message",
        "timeDate",
        "extensionElements",
        "documentation",
        "textAnnotation",
        "text",
        "association",
    }
)
# Attributes of Camunda that mean something to us, by node; others would silently do nothing.
CAMUNDA_ATTRIBUTES = {
    "userTask": frozenset({"formKey"}),
    "serviceTask": frozenset({"type", "topic"}),
    "businessRuleTask": frozenset(
        {"decisionRef", "decisionRefBinding", "resultVariable", "mapDecisionResult"}
    ),
}


@dataclass(frozen=True)
class Flow:
    """A sequence flow; ``label`` is its name."""

    id: str
    label: str
    source: str
    target: str
    condition: Condition | None
    needs_reason: bool


@dataclass(frozen=True)
class Element:
    """A flow node. Fields that its ``kind`` does not have are empty."""

    id: str
    kind: str
    name: str
    lane: str = ""
    form_key: str = ""
    topic: str = ""
    decision_ref: str = ""
    called: str = ""
    message: str = ""
    due_variable: str = ""
    attached_to: str = ""
    default_flow: str = ""
    event: str = ""


@dataclass
class Drawing:
    """A process as drawn. ``lanes`` maps a lane's id to its name; ``problems`` fills on reading."""

    file: str
    xml: str
    root: etree._Element
    process_id: str = ""
    name: str = ""
    lanes: dict[str, str] = field(default_factory=dict)
    elements: dict[str, Element] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def report(self, element_id: str, reason: str) -> None:
        """Note a mistake and go on reading."""
        self.problems.append(Problem(self.file, element_id, reason))

    def outgoing(self, element_id: str) -> list[Flow]:
        """The flows that leave a node, in the order of the file."""
        return [flow for flow in self.flows.values() if flow.source == element_id]

    def incoming(self, element_id: str) -> list[Flow]:
        """The flows that reach a node, in the order of the file."""
        return [flow for flow in self.flows.values() if flow.target == element_id]


def read_drawing(file: str, xml: str) -> Drawing:
    """Read the BPMN text of ``file``; mistakes are in the ``problems`` of what it returns."""
    # Drawings also come from the database: no entities, no network.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(xml.encode(), parser)
    except etree.XMLSyntaxError as error:
        drawing = Drawing(file, xml, etree.Element("empty"))
        drawing.report("", f"is not XML: {error}")
        return drawing
    drawing = Drawing(file, xml, root)
    _refuse_unsupported(drawing)
    processes = root.findall(f"{BPMN}process")
    if len(processes) != 1:
        drawing.report("", f"holds {len(processes)} processes instead of one")
        return drawing
    _read_process(drawing, processes[0])
    return drawing


def _refuse_unsupported(drawing: Drawing) -> None:
    for element in drawing.root.iter(etree.Element):
        if any(ancestor.tag.startswith(BPMNDI) for ancestor in _lineage(element)):
            continue
        tag, name = element.tag, etree.QName(element).localname
        if tag.startswith(BPMN):
            if name not in NODES | EVENT_DEFINITIONS | OTHERS:
                drawing.report(_nearest_id(element), f"<{name}> is not supported")
        elif tag not in {f"{CAMUNDA}properties", f"{CAMUNDA}property"}:
            drawing.report(_nearest_id(element), f"extension <{name}> is not supported")


def _lineage(element: etree._Element) -> list[etree._Element]:
    return [element, *element.iterancestors()]


def _nearest_id(element: etree._Element) -> str:
    return next((each.get("id", "") for each in _lineage(element) if each.get("id")), "")


def _read_process(drawing: Drawing, process: etree._Element) -> None:
    drawing.process_id, drawing.name = process.get("id", ""), process.get("name", "")
    if drawing.process_id != PurePosixPath(drawing.file).stem:
        drawing.report(drawing.process_id, "process id is not the name of its file")
    if process.get("isExecutable") != "true":
        drawing.report(drawing.process_id, "process is not executable")
    if not drawing.name.strip():
        drawing.report(drawing.process_id, "process has no name")
    lane_of = _read_lanes(drawing, process)
    messages = {
        each.get("id"): each.get("name", "") for each in drawing.root.iter(f"{BPMN}message")
    }
    for child in process.iterchildren(etree.Element):
        kind = etree.QName(child).localname
        if kind in NODES:
            _read_node(drawing, child, kind, lane_of, messages)
        elif kind == "sequenceFlow":
            _read_flow(drawing, child)
    for node_id in lane_of:
        if node_id not in drawing.elements:
            drawing.report(node_id, "a lane refers to a node that is not there")


def _read_lanes(drawing: Drawing, process: etree._Element) -> dict[str, str]:
    lane_of: dict[str, str] = {}
    for lane in process.iter(f"{BPMN}lane"):
        lane_id, name = lane.get("id", ""), lane.get("name", "")
        if not SNAKE_CASE.fullmatch(lane_id):
            drawing.report(lane_id, "lane id is not a role (snake_case)")
        if not name.strip():
            drawing.report(lane_id, "lane has no name")
        drawing.lanes[lane_id] = name
        for reference in lane.findall(f"{BPMN}flowNodeRef"):
            node_id = (reference.text or "").strip()
            if lane_of.setdefault(node_id, lane_id) != lane_id:
                drawing.report(node_id, "is in two lanes")
    return lane_of


def _read_node(
    drawing: Drawing,
    node: etree._Element,
    kind: str,
    lane_of: dict[str, str],
    messages: dict[str | None, str],
) -> None:
    node_id = node.get("id", "")
    if not SNAKE_CASE.fullmatch(node_id):
        drawing.report(node_id, f"id of <{kind}> is not snake_case")
    if node_id in drawing.elements:
        drawing.report(node_id, "id is used twice")
    for attribute in map(str, node.attrib):
        local = attribute.removeprefix(CAMUNDA)
        if local != attribute and local not in CAMUNDA_ATTRIBUTES.get(kind, ()):
            drawing.report(node_id, f"camunda:{local} is not supported on <{kind}>")
    event, message, due_variable = _read_event(drawing, node, node_id, messages)
    if kind == "serviceTask" and node.get(f"{CAMUNDA}type") != "external":
        drawing.report(node_id, 'service task is not of camunda:type="external"')
    if node.get("cancelActivity", "true") != "true":
        drawing.report(node_id, "a boundary event that does not interrupt is not supported")
    drawing.elements[node_id] = Element(
        id=node_id,
        kind=kind,
        name=" ".join(node.get("name", "").split()),
        lane=lane_of.get(node_id, ""),
        form_key=node.get(f"{CAMUNDA}formKey", ""),
        topic=node.get(f"{CAMUNDA}topic", ""),
        decision_ref=node.get(f"{CAMUNDA}decisionRef", ""),
        called=node.get("calledElement", ""),
        message=message,
        due_variable=due_variable,
        attached_to=node.get("attachedToRef", ""),
        default_flow=node.get("default", ""),
        event=event,
    )


def _read_event(
    drawing: Drawing, node: etree._Element, node_id: str, messages: dict[str | None, str]
) -> tuple[str, str, str]:
    definitions = [
        child
        for child in node.iterchildren(etree.Element)
        if etree.QName(child).localname.endswith("EventDefinition")
    ]
    if len(definitions) > 1:
        drawing.report(node_id, "has more than one event definition")
    if not definitions:
        return "", "", ""
    event = etree.QName(definitions[0]).localname.removesuffix("EventDefinition")
    message = due_variable = ""
    if event == "message":
        # SpiffWorkflow would take the event's own name when the reference is missing.
        message = messages.get(definitions[0].get("messageRef"), "")
        if not message:
            drawing.report(node_id, "refers to no message with a name")
    elif event == "timer":
        due_variable = _due_variable(drawing, definitions[0], node_id)
    return event, message, due_variable


def _due_variable(drawing: Drawing, definition: etree._Element, node_id: str) -> str:
    children = list(definition.iterchildren(etree.Element))
    variable = (children[0].text or "").strip() if len(children) == 1 else ""
    if len(children) != 1 or children[0].tag != f"{BPMN}timeDate" or not variable.isidentifier():
        drawing.report(node_id, "timer is not a <timeDate> that names one variable")
    return variable


def _read_flow(drawing: Drawing, flow: etree._Element) -> None:
    flow_id = flow.get("id", "")
    if not flow_id or flow_id in drawing.flows:
        drawing.report(flow_id, "flow has no id of its own")
    condition = None
    expression = flow.find(f"{BPMN}conditionExpression")
    if expression is not None:
        try:
            condition = compile_condition(expression.text or "")
        except ValueError as error:
            drawing.report(flow_id, str(error))
    properties = {each.get("name"): each.get("value") for each in flow.iter(f"{CAMUNDA}property")}
    if properties not in ({}, {"reason": "required"}):
        drawing.report(flow_id, 'the only property of a flow is reason="required"')
    drawing.flows[flow_id] = Flow(
        id=flow_id,
        label=" ".join(flow.get("name", "").split()),
        source=flow.get("sourceRef", ""),
        target=flow.get("targetRef", ""),
        condition=condition,
        needs_reason=bool(properties),
    )
