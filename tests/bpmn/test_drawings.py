"""The drawings as data: valid BPMN, clean for bpmnlint, named by the rules of the house."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from models.role import LABELS
from tests.bpmn.drawn_file import BPMN, CAMUNDA, FOLDER, ROOT, DrawnFile, drawn_files

FILES = drawn_files()
EACH_FILE = pytest.mark.parametrize("file", FILES, ids=lambda file: file.process_id)
SCHEMA = ROOT / "node_modules/bpmn-moddle/resources/bpmn/xsd/BPMN20.xsd"
BPMNLINT = ROOT / "node_modules/.bin/bpmnlint"
SNAKE_CASE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[a-z]")
KINDS = {
    "startEvent",
    "endEvent",
    "intermediateCatchEvent",
    "boundaryEvent",
    "userTask",
    "serviceTask",
    "businessRuleTask",
    "callActivity",
    "exclusiveGateway",
    "parallelGateway",
}


def _from_npm(path: Path) -> Path:
    if not path.exists():
        pytest.fail(f"{path.relative_to(ROOT)} is missing: run `make setup-test` first")
    return path


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(_from_npm(SCHEMA))))


def _is_merge(file: DrawnFile, node_id: str) -> bool:
    return len(file.outgoing(node_id)) == 1 and len(file.incoming(node_id)) > 1


@EACH_FILE
def test_a_drawing_is_valid_against_the_schema_of_the_omg(
    file: DrawnFile, schema: etree.XMLSchema
) -> None:
    schema.validate(file.tree)
    assert list(schema.error_log) == []


def test_the_schema_refuses_a_flow_without_a_target(schema: etree.XMLSchema) -> None:
    tree = DrawnFile.read(FOLDER / "entitlement.bpmn").tree
    del tree.find(f".//{BPMN}sequenceFlow").attrib["targetRef"]
    assert not schema.validate(tree)


def test_bpmnlint_finds_nothing_in_the_drawings() -> None:
    paths = [str(path.relative_to(ROOT)) for path in sorted(FOLDER.glob("*.bpmn"))]
    done = subprocess.run(
        [str(_from_npm(BPMNLINT)), *paths], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_bpmnlint_objects_to_a_task_that_leads_nowhere(tmp_path: Path) -> None:
    file = DrawnFile.read(FOLDER / "entitlement.bpmn")
    for flow in file.process.findall(f"{BPMN}sequenceFlow"):
        file.process.remove(flow)
    broken = tmp_path / "entitlement.bpmn"
    broken.write_bytes(etree.tostring(file.tree))
    done = subprocess.run(
        [str(_from_npm(BPMNLINT)), "-c", str(ROOT / ".bpmnlintrc"), str(broken)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0


def test_only_the_rule_against_joins_at_tasks_is_switched_off() -> None:
    """A task that several flows lead to is entered again by each: corrections go straight back."""
    assert (ROOT / ".bpmnlintrc").read_text("utf-8").split() == [
        *("{", '"extends":', '"bpmnlint:recommended",'),
        *('"rules":', "{", '"fake-join":', '"off"', "}", "}"),
    ]


@EACH_FILE
def test_a_file_is_named_like_its_process_and_the_process_runs(file: DrawnFile) -> None:
    assert file.name == f"{file.process_id}.bpmn"
    assert file.process.get("isExecutable") == "true"
    assert CHINESE.search(file.process.get("name"))
    assert file.process.get(f"{CAMUNDA}historyTimeToLive") == "P3650D"


def test_the_top_level_has_six_to_eight_stages() -> None:
    [top] = [file for file in FILES if file.process_id == "renovation"]
    assert 6 <= len(top.of_kind("callActivity")) <= 8


def test_each_called_process_is_drawn() -> None:
    called = {
        node.element.get("calledElement") for file in FILES for node in file.of_kind("callActivity")
    }
    assert called <= {file.process_id for file in FILES}


@EACH_FILE
def test_only_elements_that_the_engine_runs_are_drawn(file: DrawnFile) -> None:
    assert {node.kind for node in file.nodes.values()} <= KINDS
    assert list(file.process.iter(f"{BPMN}script", f"{BPMN}multiInstanceLoopCharacteristics")) == []


@EACH_FILE
def test_ids_are_snake_case_and_unique(file: DrawnFile) -> None:
    ids = [element.get("id") for element in file.tree.iter() if element.get("id")]
    assert [each for each in ids if not SNAKE_CASE.fullmatch(each)] == []
    assert [each for each, count in Counter(ids).items() if count > 1] == []


@EACH_FILE
def test_names_are_chinese_and_only_a_merge_has_none(file: DrawnFile) -> None:
    nameless = {node.id for node in file.nodes.values() if not node.name}
    assert nameless == {
        node.id for node in file.of_kind("exclusiveGateway") if _is_merge(file, node.id)
    }
    names = [each.name for each in (*file.nodes.values(), *file.flows.values()) if each.name]
    assert [name for name in names if not CHINESE.search(name) or LATIN.search(name)] == []


@EACH_FILE
def test_a_gateway_asks_a_question_and_each_flow_out_of_it_answers(file: DrawnFile) -> None:
    for gateway in file.of_kind("exclusiveGateway"):
        flows = file.outgoing(gateway.id)
        if _is_merge(file, gateway.id):
            continue
        assert gateway.name.endswith("？")
        assert len(flows) > 1
        labels = [flow.name for flow in flows]
        assert all(labels)
        assert len(set(labels)) == len(labels), gateway.id


@EACH_FILE
def test_a_gateway_has_one_default_at_most_and_every_other_flow_a_condition(
    file: DrawnFile,
) -> None:
    for gateway in file.of_kind("exclusiveGateway"):
        if not _is_merge(file, gateway.id):
            bare = [flow.id for flow in file.outgoing(gateway.id) if not flow.condition]
            default = gateway.element.get("default")
            assert bare == ([default] if default else [])


@EACH_FILE
def test_a_gateway_of_outcomes_stands_behind_one_task_and_has_no_default(file: DrawnFile) -> None:
    for gateway in file.of_kind("exclusiveGateway"):
        flows = file.outgoing(gateway.id)
        if any(re.match(r"outcome\b", flow.condition) for flow in flows):
            assert all(re.fullmatch(r'outcome == "\w+"', flow.condition) for flow in flows)
            [entry] = file.incoming(gateway.id)
            assert file.nodes[entry.source].kind == "userTask"


@EACH_FILE
def test_a_way_back_and_a_refusal_ask_for_a_reason(file: DrawnFile) -> None:
    for flow in file.flows.values():
        if flow.condition in {'outcome == "return"', 'outcome == "reject"', 'outcome == "fail"'}:
            assert flow.needs_reason, flow.id
        if not flow.condition.startswith("outcome"):
            assert not flow.needs_reason, flow.id


@EACH_FILE
def test_each_end_of_a_process_is_a_different_result(file: DrawnFile) -> None:
    names = [node.name for node in file.of_kind("endEvent")]
    assert names
    assert len(set(names)) == len(names)


@EACH_FILE
def test_each_node_is_reached_from_the_start_and_reaches_an_end(file: DrawnFile) -> None:
    [start] = file.of_kind("startEvent")
    forward = {flow_id: (flow.source, flow.target) for flow_id, flow in file.flows.items()}
    for event in file.of_kind("boundaryEvent"):
        forward[event.id] = (event.element.get("attachedToRef"), event.id)
    pairs = list(forward.values())
    assert _closure({start.id}, pairs) == set(file.nodes)
    ends = {node.id for node in file.of_kind("endEvent")}
    assert _closure(ends, [(target, source) for source, target in pairs]) == set(file.nodes)


def _closure(begin: set[str], pairs: list[tuple[str, str]]) -> set[str]:
    reached: set[str] = set()
    pending = list(begin)
    while pending:
        current = pending.pop()
        if current not in reached:
            reached.add(current)
            pending += [target for source, target in pairs if source == current]
    return reached


@EACH_FILE
def test_each_lane_is_a_role_with_its_label(file: DrawnFile) -> None:
    labels = {str(role): label for role, label in LABELS.items()}
    assert file.lane_names == {lane: labels[lane] for lane in file.lanes}


@EACH_FILE
def test_each_user_task_is_in_the_process_document_with_its_outcomes(file: DrawnFile) -> None:
    document = (ROOT / "docs/process.md").read_text("utf-8")
    section = document.split(f"`{file.name}`\n", 1)[1].split("\n## ", 1)[0]
    lane_of = {node: file.lane_names[lane] for lane, nodes in file.lanes.items() for node in nodes}
    written = [line.split(" | ", 1)[1] for line in section.splitlines() if " | `" in line]
    expected = [
        f"`{task.id}` | {task.name} | {lane_of[task.id]} "
        f"| `{task.element.get(f'{CAMUNDA}formKey')}` | {_outcomes(file, task.id)} |"
        for task in file.of_kind("userTask")
    ]
    assert written == expected


def _outcomes(file: DrawnFile, task_id: str) -> str:
    [way] = file.outgoing(task_id)
    return (
        "; ".join(
            f"`{flow.condition.split(chr(34))[1]}` {flow.name}{'*' if flow.needs_reason else ''}"
            for flow in file.outgoing(way.target)
            if flow.condition.startswith("outcome ")
        )
        or "`done`"
    )
