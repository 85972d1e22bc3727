"""A drawing as its file has it: elements, flows and where each of them lies on the page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "bpmn"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"
CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle of the page; x runs to the right and y down, in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def shrunk(self, by: float) -> Box:
        return Box(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)

    def overlaps(self, other: Box) -> bool:
        """True when the two share more than a border."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )

    def contains(self, other: Box) -> bool:
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.right <= self.right
            and other.bottom <= self.bottom
        )

    def has_on_border(self, point: Point, tolerance: float = 1) -> bool:
        x, y = point
        grown = self.shrunk(-tolerance)
        inner = self.shrunk(tolerance)
        inside = grown.x <= x <= grown.right and grown.y <= y <= grown.bottom
        return inside and not (inner.x < x < inner.right and inner.y < y < inner.bottom)


@dataclass(frozen=True)
class Node:
    """An activity, event or gateway; ``kind`` is its BPMN tag."""

    id: str
    kind: str
    name: str
    element: etree._Element


@dataclass(frozen=True)
class Flow:
    """A sequence flow; ``condition`` is empty when it has none."""

    id: str
    name: str
    source: str
    target: str
    condition: str
    needs_reason: bool


class DrawnFile:
    """One ``bpmn/*.bpmn``, or the same text changed by a test."""

    def __init__(self, name: str, text: bytes) -> None:
        self.name = name
        self.tree = etree.fromstring(text)
        self.process = self.tree.find(f"{BPMN}process")
        not_nodes = {"sequenceFlow", "laneSet"}
        self.nodes: dict[str, Node] = {}
        for element in self.process:
            kind = etree.QName(element).localname
            if kind not in not_nodes:
                node_id = element.get("id")
                self.nodes[node_id] = Node(node_id, kind, element.get("name", ""), element)
        self.flows = {
            element.get("id"): Flow(
                element.get("id"),
                element.get("name", ""),
                element.get("sourceRef"),
                element.get("targetRef"),
                (element.findtext(f"{BPMN}conditionExpression") or "").strip(),
                element.find(f".//{CAMUNDA}property[@name='reason']") is not None,
            )
            for element in self.process.findall(f"{BPMN}sequenceFlow")
        }
        self.lanes = {
            lane.get("id"): [ref.text for ref in lane.findall(f"{BPMN}flowNodeRef")]
            for lane in self.process.iter(f"{BPMN}lane")
        }
        self.lane_names = {
            lane.get("id"): lane.get("name") for lane in self.process.iter(f"{BPMN}lane")
        }
        self.boxes: dict[str, Box] = {}
        self.labels: dict[str, Box] = {}
        self.lines: dict[str, list[Point]] = {}
        for shape in self.tree.iter(f"{BPMNDI}BPMNShape"):
            self.boxes[shape.get("bpmnElement")] = _box(shape.find(f"{DC}Bounds"))
        for edge in self.tree.iter(f"{BPMNDI}BPMNEdge"):
            self.lines[edge.get("bpmnElement")] = [
                (float(point.get("x")), float(point.get("y")))
                for point in edge.findall(f"{DI}waypoint")
            ]
        for label in self.tree.iter(f"{BPMNDI}BPMNLabel"):
            owner = label.getparent().get("bpmnElement")
            self.labels[owner] = _box(label.find(f"{DC}Bounds"))

    @classmethod
    def read(cls, path: Path) -> DrawnFile:
        return cls(path.name, path.read_bytes())

    @property
    def process_id(self) -> str:
        return self.process.get("id")

    def outgoing(self, node_id: str) -> list[Flow]:
        return [flow for flow in self.flows.values() if flow.source == node_id]

    def incoming(self, node_id: str) -> list[Flow]:
        return [flow for flow in self.flows.values() if flow.target == node_id]

    def of_kind(self, *kinds: str) -> list[Node]:
        return [node for node in self.nodes.values() if node.kind in kinds]


def _box(bounds: etree._Element) -> Box:
    return Box(*(float(bounds.get(side)) for side in ("x", "y", "width", "height")))


def drawn_files() -> list[DrawnFile]:
    """All drawings, by file name."""
    return [DrawnFile.read(path) for path in sorted(FOLDER.glob("*.bpmn"))]
