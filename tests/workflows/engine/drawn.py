"""Small drawings for the engine's tests, written as BPMN without the diagram part."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="definitions_1"'
    ' targetNamespace="http://anju.example/bpmn">'
)


def drawing(
    process_id: str,
    *parts: str,
    lanes: Mapping[str, Iterable[str]] | None = None,
    messages: Iterable[str] = (),
) -> dict[str, str]:
    """A file with one process; ``lanes`` maps a role to the ids of its nodes."""
    drawn_lanes = "".join(
        f'<lane id="{role}" name="{role} name">'
        + "".join(f"<flowNodeRef>{node}</flowNodeRef>" for node in nodes)
        + "</lane>"
        for role, nodes in (lanes or {}).items()
    )
    lane_set = f'<laneSet id="lanes_1">{drawn_lanes}</laneSet>' if drawn_lanes else ""
    drawn_messages = "".join(f'<message id="message_{name}" name="{name}"/>' for name in messages)
    xml = (
        f'{HEAD}{drawn_messages}<process id="{process_id}" name="{process_id} name"'
        f' isExecutable="true">{lane_set}{"".join(parts)}</process></definitions>'
    )
    return {f"{process_id}.bpmn": xml}


def start(node_id: str = "started") -> str:
    return f'<startEvent id="{node_id}"/>'


def end(node_id: str, *, terminate: bool = False) -> str:
    inside = "<terminateEventDefinition/>" if terminate else ""
    return f'<endEvent id="{node_id}" name="{node_id} name">{inside}</endEvent>'


def user(node_id: str, form_key: str = "form") -> str:
    return f'<userTask id="{node_id}" name="{node_id} name" camunda:formKey="{form_key}"/>'


def rule(node_id: str, decision: str) -> str:
    return f'<businessRuleTask id="{node_id}" name="{node_id}" camunda:decisionRef="{decision}"/>'


def service(node_id: str, topic: str) -> str:
    return (
        f'<serviceTask id="{node_id}" name="{node_id}" camunda:type="external"'
        f' camunda:topic="{topic}"/>'
    )


def call(node_id: str, called: str) -> str:
    return f'<callActivity id="{node_id}" name="{node_id} name" calledElement="{called}"/>'


def choice(node_id: str, default: str = "") -> str:
    chosen = f' default="{default}"' if default else ""
    return f'<exclusiveGateway id="{node_id}"{chosen}/>'


def fork(node_id: str) -> str:
    return f'<parallelGateway id="{node_id}"/>'


def flow(source: str, target: str, when: str = "", *, name: str = "", reason: bool = False) -> str:
    """A flow with the id ``source_to_target``, or ``source_to_target_name`` when named."""
    flow_id = f"{source}_to_{target}" + (f"_{name}" if name else "")
    condition = (
        f'<conditionExpression xsi:type="tFormalExpression">{when}</conditionExpression>'
        if when
        else ""
    )
    needed = (
        '<extensionElements><camunda:properties><camunda:property name="reason"'
        ' value="required"/></camunda:properties></extensionElements>'
        if reason
        else ""
    )
    return (
        f'<sequenceFlow id="{flow_id}" name="{name}" sourceRef="{source}" targetRef="{target}">'
        f"{needed}{condition}</sequenceFlow>"
    )


def outcome(source: str, target: str, chosen: str, *, reason: bool = False) -> str:
    """A flow for an outcome, labelled with the outcome's name."""
    return flow(source, target, f'outcome == "{chosen}"', name=chosen, reason=reason)


def path(*nodes: str) -> str:
    """Flows that join the nodes in a row."""
    return "".join(flow(source, target) for source, target in itertools.pairwise(nodes))


def catch_message(node_id: str, message: str) -> str:
    definition = f'<messageEventDefinition messageRef="message_{message}"/>'
    return f'<intermediateCatchEvent id="{node_id}">{definition}</intermediateCatchEvent>'


def timer(variable: str) -> str:
    return (
        '<timerEventDefinition><timeDate xsi:type="tFormalExpression">'
        f"{variable}</timeDate></timerEventDefinition>"
    )


def catch_timer(node_id: str, variable: str) -> str:
    return f'<intermediateCatchEvent id="{node_id}">{timer(variable)}</intermediateCatchEvent>'


def boundary_message(node_id: str, host: str, message: str) -> str:
    return (
        f'<boundaryEvent id="{node_id}" attachedToRef="{host}">'
        f'<messageEventDefinition messageRef="message_{message}"/></boundaryEvent>'
    )


def boundary_timer(node_id: str, host: str, variable: str) -> str:
    return f'<boundaryEvent id="{node_id}" attachedToRef="{host}">{timer(variable)}</boundaryEvent>'
