"""SpiffWorkflow's BPMN parser, told to build the specs of ``workflows.engine.specs``."""

from __future__ import annotations

from typing import Any

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.event_parsers import (
    BoundaryEventParser,
    EndEventParser,
    IntermediateCatchEventParser,
)
from SpiffWorkflow.bpmn.parser.task_parsers import CallActivityParser, GatewayParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin
from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent, IntermediateCatchEvent

from workflows.engine.drawing import BPMN, CAMUNDA, Drawing
from workflows.engine.specs import (
    Call,
    Choice,
    Decision,
    DueTime,
    Fork,
    Interruption,
    ResultEnd,
    ServiceCall,
)


def parse(drawing: Drawing) -> BpmnProcessSpec:
    """The spec of a drawing that broke no rule."""
    # A parser for each file: the library keys lanes and positions by the address of the XML root.
    parser = _Parser()
    parser.drawing = drawing
    parser.add_bpmn_xml(drawing.root, drawing.file)
    spec = parser.get_spec(drawing.process_id)
    for each in spec.task_specs.values():
        # The library makes these itself and asks no parser for their class.
        if type(each) is BoundaryEventJoin:
            each.__class__ = Interruption
    return spec


class _DecisionParser(TaskParser):  # type: ignore[misc]
    def create_task(self) -> Any:
        reference = self.node.get(f"{CAMUNDA}decisionRef")
        return self.spec_class(self.spec, self.bpmn_id, reference, **self.bpmn_attributes)


class _ServiceParser(TaskParser):  # type: ignore[misc]
    def create_task(self) -> Any:
        topic = self.node.get(f"{CAMUNDA}topic")
        return self.spec_class(self.spec, self.bpmn_id, topic, **self.bpmn_attributes)


class _ChoiceParser(GatewayParser):  # type: ignore[misc]
    def connect_outgoing(self, target: Any, flow: Any, is_default: bool) -> None:
        drawn = self.process_parser.parser.drawing.flows[flow.get("id")]
        self.task.connect_way(drawn.id, drawn.condition, target)


class _DueTimeParser:
    """Mixed into the event parsers: a timer is a variable that says when."""

    node: Any

    def parse_timer_event(self, event: Any) -> DueTime:
        variable = event.find(f"{BPMN}timeDate").text.strip()
        return DueTime(self.node.get("id"), variable)


class _CatchParser(_DueTimeParser, IntermediateCatchEventParser):  # type: ignore[misc]
    pass


class _BoundaryParser(_DueTimeParser, BoundaryEventParser):  # type: ignore[misc]
    pass


class _Parser(BpmnParser):  # type: ignore[misc]
    drawing: Drawing

    OVERRIDE_PARSER_CLASSES = {
        full_tag("exclusiveGateway"): (_ChoiceParser, Choice),
        full_tag("parallelGateway"): (GatewayParser, Fork),
        full_tag("businessRuleTask"): (_DecisionParser, Decision),
        full_tag("serviceTask"): (_ServiceParser, ServiceCall),
        full_tag("callActivity"): (CallActivityParser, Call),
        full_tag("endEvent"): (EndEventParser, ResultEnd),
        full_tag("intermediateCatchEvent"): (_CatchParser, IntermediateCatchEvent),
        full_tag("boundaryEvent"): (_BoundaryParser, BoundaryEvent),
    }

    def get_document_lanes(self, root: Any) -> dict[str, str]:
        """A lane is its id, the role; the library would take its name."""
        return {each.id: each.lane for each in self.drawing.elements.values() if each.lane}
