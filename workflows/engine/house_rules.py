"""What a drawing must keep to before it may run (house.md, sections 4 and 11)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from workflows.engine.drawing import Drawing, Element, Flow

NAMED = frozenset({"userTask", "serviceTask", "businessRuleTask", "callActivity", "endEvent"})
EVENTS_OF = {
    "startEvent": frozenset({""}),
    "endEvent": frozenset({"", "terminate"}),
    "intermediateCatchEvent": frozenset({"message", "timer"}),
    "boundaryEvent": frozenset({"message", "timer"}),
}


def check_drawing(drawing: Drawing) -> None:
    """Report every rule that the drawing breaks on its ``problems``."""
    if not drawing.process_id:
        return
    for flow in drawing.flows.values():
        _check_ends(drawing, flow)
    for element in drawing.elements.values():
        _check_element(drawing, element)
        _check_flows(drawing, element)
    _check_reach(drawing)


def check_calls(drawings: Mapping[str, Drawing]) -> None:
    """Report calls of processes that are not there, and processes that call themselves."""
    for drawing in drawings.values():
        for element in drawing.elements.values():
            if element.kind != "callActivity" or not element.called:
                continue
            if element.called not in drawings:
                drawing.report(element.id, f"calls {element.called!r}, which is not there")
            elif drawing.process_id in _called_by(drawings, element.called):
                drawing.report(element.id, f"{element.called!r} calls this process in turn")


def _called_by(drawings: Mapping[str, Drawing], process_id: str) -> set[str]:
    seen: set[str] = set()
    pending = [process_id]
    while pending:
        current = pending.pop()
        if current not in seen and current in drawings:
            seen.add(current)
            pending += [each.called for each in drawings[current].elements.values() if each.called]
    return seen


def _check_ends(drawing: Drawing, flow: Flow) -> None:
    for end in (flow.source, flow.target):
        if end not in drawing.elements:
            drawing.report(flow.id, f"flow ends at {end!r}, which is not there")
    source = drawing.elements.get(flow.source)
    if flow.condition is None or source is None:
        return
    if source.kind != "exclusiveGateway":
        drawing.report(flow.id, "only flows out of an exclusive gateway may have a condition")


def _check_element(drawing: Drawing, element: Element) -> None:
    if element.kind in NAMED and not element.name:
        drawing.report(element.id, f"<{element.kind}> has no name")
    required = {
        "userTask": ("form_key", "lane"),
        "serviceTask": ("topic",),
        "businessRuleTask": ("decision_ref",),
        "callActivity": ("called",),
    }
    for attribute in required.get(element.kind, ()):
        if not getattr(element, attribute):
            drawing.report(element.id, f"<{element.kind}> has no {attribute.replace('_', ' ')}")
    events = EVENTS_OF.get(element.kind, frozenset({""}))
    if element.event not in events:
        drawing.report(element.id, f"<{element.kind}> cannot be of kind {element.event or 'none'}")
    if element.kind == "boundaryEvent":
        host = drawing.elements.get(element.attached_to)
        if host is None or host.kind not in {"userTask", "callActivity"}:
            drawing.report(element.id, "is attached to neither a user task nor a call activity")


def _check_flows(drawing: Drawing, element: Element) -> None:
    incoming, outgoing = drawing.incoming(element.id), drawing.outgoing(element.id)
    if element.kind in {"startEvent", "boundaryEvent"} and incoming:
        drawing.report(element.id, f"a flow leads into <{element.kind}>")
    if element.kind == "endEvent" and outgoing:
        drawing.report(element.id, "a flow leaves <endEvent>")
    if element.kind == "exclusiveGateway":
        _check_gateway(drawing, element, incoming, outgoing)
    elif element.kind == "parallelGateway":
        # A join in a loop fires too early in SpiffWorkflow 3.2.0.
        if len(incoming) > 1:
            drawing.report(element.id, "a parallel gateway that joins is not supported")
    elif len(outgoing) > 1:
        drawing.report(element.id, f"more than one flow leaves <{element.kind}>")


def _check_gateway(
    drawing: Drawing, gateway: Element, incoming: list[Flow], outgoing: list[Flow]
) -> None:
    if gateway.default_flow and gateway.default_flow not in {flow.id for flow in outgoing}:
        drawing.report(gateway.id, "its default is not one of its flows")
    if any(flow.condition and "outcome" in flow.condition.names for flow in outgoing):
        _check_outcomes(drawing, gateway, incoming, outgoing)
        return
    for flow in outgoing:
        if flow.needs_reason:
            drawing.report(flow.id, "only an outcome of a user task can require a reason")
        if flow.id == gateway.default_flow and flow.condition:
            drawing.report(flow.id, "the default flow has a condition")
        if flow.id != gateway.default_flow and not flow.condition and len(outgoing) > 1:
            drawing.report(flow.id, "flow has no condition and is not the default")
    _check_distinct(drawing, outgoing)


def _check_outcomes(
    drawing: Drawing, gateway: Element, incoming: list[Flow], outgoing: list[Flow]
) -> None:
    """An outcome gateway stands right behind its user task and only reads what was chosen."""
    sources = [drawing.elements.get(flow.source) for flow in incoming]
    if len(sources) != 1 or sources[0] is None or sources[0].kind != "userTask":
        drawing.report(gateway.id, "reads outcome but does not follow one user task directly")
    if gateway.default_flow:
        drawing.report(gateway.id, "an outcome gateway has no default")
    for flow in outgoing:
        equals = flow.condition.equals if flow.condition else None
        if equals is None or equals[0] != "outcome" or not isinstance(equals[1], str):
            drawing.report(flow.id, 'condition of an outcome is not outcome == "..."')
        elif not equals[1].isidentifier():
            drawing.report(flow.id, f"outcome {equals[1]!r} is not an identifier")
        if not flow.label:
            drawing.report(flow.id, "outcome has no name to stand on its button")
    _check_distinct(drawing, outgoing)


def _check_distinct(drawing: Drawing, flows: list[Flow]) -> None:
    seen = set()
    for flow in flows:
        equals = flow.condition.equals if flow.condition else None
        if equals is not None and equals in seen:
            drawing.report(flow.id, f"two flows have the condition {flow.condition.text}")  # type: ignore[union-attr]
        seen.add(equals)


def _check_reach(drawing: Drawing) -> None:
    starts = [each.id for each in drawing.elements.values() if each.kind == "startEvent"]
    ends = [each.id for each in drawing.elements.values() if each.kind == "endEvent"]
    if len(starts) != 1:
        drawing.report(drawing.process_id, f"has {len(starts)} start events instead of one")
    if not ends:
        drawing.report(drawing.process_id, "has no end event")
    forward, backward = defaultdict(list), defaultdict(list)
    steps = [(flow.source, flow.target) for flow in drawing.flows.values()]
    steps += [(each.attached_to, each.id) for each in drawing.elements.values() if each.attached_to]
    for source, target in steps:
        forward[source].append(target)
        backward[target].append(source)
    reached, ending = _closure(forward, starts), _closure(backward, ends)
    for element in drawing.elements.values():
        if element.id not in reached:
            drawing.report(element.id, "cannot be reached from the start")
        elif element.id not in ending:
            drawing.report(element.id, "leads to no end event")


def _closure(steps: Mapping[str, list[str]], first: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    pending = list(first)
    while pending:
        current = pending.pop()
        if current not in seen:
            seen.add(current)
            pending += steps.get(current, [])
    return seen
