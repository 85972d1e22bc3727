"""The drawings as pictures: complete, and readable without a line or label in the way."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from tests.bpmn.drawn_file import Box, DrawnFile, Point, drawn_files

FILES = drawn_files()
EACH_FILE = pytest.mark.parametrize("file", FILES, ids=lambda file: file.process_id)
# What bpmn-js writes beside its shape; an activity is written inside.
LABELLED_OUTSIDE = {
    "startEvent",
    "endEvent",
    "intermediateCatchEvent",
    "boundaryEvent",
    "exclusiveGateway",
    "parallelGateway",
}
FONT_SIZE = 11


def _segment_box(start: Point, end: Point) -> Box:
    """A line runs along the page: as a box of no width, it overlaps what it cuts through."""
    (x1, y1), (x2, y2) = sorted((start, end))
    return Box(x1, min(y1, y2), x2 - x1, abs(y2 - y1))


def _cuts(line: list[Point], box: Box) -> bool:
    return any(_segment_box(start, end).overlaps(box) for start, end in pairwise(line))


def _body(file: DrawnFile, node_id: str) -> Box:
    """The shape without the corners of a diamond or circle, which are empty paper."""
    box = file.boxes[node_id]
    return box.shrunk(6) if file.nodes[node_id].kind in LABELLED_OUTSIDE else box


@EACH_FILE
def test_each_node_has_a_shape_and_each_flow_a_line(file: DrawnFile) -> None:
    assert set(file.nodes) | set(file.lanes) <= set(file.boxes)
    assert set(file.lines) == set(file.flows)


@EACH_FILE
def test_a_line_runs_from_the_border_of_its_source_to_the_border_of_its_target(
    file: DrawnFile,
) -> None:
    for flow in file.flows.values():
        line = file.lines[flow.id]
        assert file.boxes[flow.source].has_on_border(line[0]), flow.id
        assert file.boxes[flow.target].has_on_border(line[-1]), flow.id


@EACH_FILE
def test_lines_are_horizontal_or_vertical(file: DrawnFile) -> None:
    for flow_id, line in file.lines.items():
        for start, end in pairwise(line):
            assert start[0] == end[0] or start[1] == end[1], flow_id


@EACH_FILE
def test_no_line_cuts_through_a_shape(file: DrawnFile) -> None:
    cut = [
        (flow_id, node_id)
        for flow_id, line in file.lines.items()
        for node_id in file.nodes
        if _cuts(line, file.boxes[node_id].shrunk(1))
    ]
    assert cut == []


@EACH_FILE
def test_no_two_shapes_overlap_but_an_event_on_the_border_of_its_activity(
    file: DrawnFile,
) -> None:
    hosts = {(node.element.get("attachedToRef"), node.id) for node in file.of_kind("boundaryEvent")}
    overlapping = {
        (one, other)
        for one, other in combinations(sorted(file.nodes), 2)
        if file.boxes[one].overlaps(file.boxes[other]) and not {(one, other), (other, one)} & hosts
    }
    assert overlapping == set()


@EACH_FILE
def test_an_event_on_a_border_lies_on_the_border_of_its_activity(file: DrawnFile) -> None:
    for event in file.of_kind("boundaryEvent"):
        box = file.boxes[event.id]
        centre = (box.x + box.width / 2, box.y + box.height / 2)
        assert file.boxes[event.element.get("attachedToRef")].has_on_border(centre)


@EACH_FILE
def test_each_node_lies_in_its_one_lane(file: DrawnFile) -> None:
    if file.lanes:
        assert sorted(node for nodes in file.lanes.values() for node in nodes) == sorted(file.nodes)
    for lane, nodes in file.lanes.items():
        assert [node for node in nodes if not file.boxes[lane].contains(file.boxes[node])] == []


@pytest.mark.parametrize(
    "file", [file for file in FILES if file.lanes], ids=lambda file: file.process_id
)
def test_lanes_stand_on_each_other_and_fill_the_pool(file: DrawnFile) -> None:
    pool = file.boxes[f"{file.process_id}_participant"]
    lanes = sorted((file.boxes[lane] for lane in file.lanes), key=lambda box: box.y)
    edges = [pool.y, *(lane.bottom for lane in lanes)]
    assert [lane.y for lane in lanes] == edges[:-1]
    assert edges[-1] == pool.bottom
    assert {lane.right for lane in lanes} == {pool.right}


@EACH_FILE
def test_each_name_outside_a_shape_has_its_place(file: DrawnFile) -> None:
    named = {node.id for node in file.of_kind(*LABELLED_OUTSIDE) if node.name}
    named |= {flow.id for flow in file.flows.values() if flow.name}
    assert set(file.labels) == named


@EACH_FILE
def test_labels_leave_room_for_their_text(file: DrawnFile) -> None:
    names = {each.id: each.name for each in (*file.nodes.values(), *file.flows.values())}
    for owner, box in file.labels.items():
        lines = box.height // (FONT_SIZE * 1.2)
        assert len(names[owner]) * FONT_SIZE <= box.width * lines, owner


@EACH_FILE
def test_no_label_covers_a_shape_or_another_label(file: DrawnFile) -> None:
    covered = [
        (owner, node_id)
        for owner, label in file.labels.items()
        for node_id in file.nodes
        if label.overlaps(_body(file, node_id))
    ]
    covered += [
        (one, other)
        for one, other in combinations(sorted(file.labels), 2)
        if file.labels[one].overlaps(file.labels[other])
    ]
    assert covered == []


@EACH_FILE
def test_no_line_cuts_through_a_label(file: DrawnFile) -> None:
    cut = [
        (flow_id, owner)
        for flow_id, line in file.lines.items()
        for owner, label in file.labels.items()
        if _cuts(line, label)
    ]
    assert cut == []


@EACH_FILE
def test_nothing_is_drawn_to_the_left_of_the_start(file: DrawnFile) -> None:
    [start] = file.of_kind("startEvent")
    assert all(file.boxes[start.id].x <= file.boxes[node].x for node in file.nodes)


def test_a_line_through_a_box_is_noticed() -> None:
    box = Box(100, 100, 100, 80)
    assert _cuts([(0, 140), (300, 140)], box)
    assert not _cuts([(0, 90), (300, 90)], box)
    assert not _cuts([(0, 140), (100, 140)], box)
