"""A drawing with a mistake does not load, and says where the mistake is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflows.engine.drawn import (
    boundary_message,
    boundary_timer,
    call,
    catch_message,
    catch_timer,
    choice,
    drawing,
    end,
    flow,
    fork,
    outcome,
    path,
    rule,
    service,
    start,
    user,
)
from workflows.engine import DefinitionSet, DrawingError, Library, Problem, UnknownProcess

LANES = {"clerk": ["look"]}


def problems_of(*files: dict[str, str]) -> list[tuple[str, str, str]]:
    """Every mistake as (file, element id, reason)."""
    with pytest.raises(DrawingError) as refusal:
        DefinitionSet({name: xml for each in files for name, xml in each.items()})
    return [(each.file, each.element_id, each.reason) for each in refusal.value.problems]


def plain(*extra: str, row: tuple[str, ...] = ("started", "look", "over")) -> dict[str, str]:
    """start, a user task, an end, and whatever else is given."""
    return drawing(
        "plain", start(), user("look"), end("over"), path(*row), *extra, lanes=LANES, messages=["m"]
    )


def test_a_plain_drawing_loads():
    definitions = DefinitionSet(plain())
    assert definitions.process_ids == ("plain",)
    assert definitions.name("plain") == "plain name"
    assert [node.kind for node in definitions.nodes("plain")] == [
        "startEvent",
        "userTask",
        "endEvent",
    ]
    assert definitions.node("plain", "look").name == "look name"
    assert definitions.xml("plain").startswith("<definitions")


@pytest.mark.parametrize(
    "element",
    [
        "task",
        "scriptTask",
        "manualTask",
        "sendTask",
        "receiveTask",
        "subProcess",
        "adHocSubProcess",
        "transaction",
        "inclusiveGateway",
        "eventBasedGateway",
        "complexGateway",
        "intermediateThrowEvent",
        "dataObject",
        "dataStoreReference",
        "ioSpecification",
        "callChoreography",
        "no_such_thing",
    ],
)
def test_an_element_that_we_do_not_run_is_refused(element):
    found = problems_of(plain(f'<{element} id="strange"/>'))
    assert ("plain.bpmn", "strange", f"<{element}> is not supported") in found


@pytest.mark.parametrize(
    "inside", ["multiInstanceLoopCharacteristics", "standardLoopCharacteristics", "loopCondition"]
)
def test_a_task_that_loops_by_itself_is_refused_under_the_id_of_the_task(inside):
    files = plain()
    xml = files["plain.bpmn"].replace(
        'camunda:formKey="form"/>', f'camunda:formKey="form"><{inside}/></userTask>'
    )
    assert problems_of({"plain.bpmn": xml}) == [
        ("plain.bpmn", "look", f"<{inside}> is not supported")
    ]


@pytest.mark.parametrize(
    "definition", ["signal", "error", "escalation", "conditional", "link", "compensate", "cancel"]
)
def test_an_event_of_another_kind_is_refused(definition):
    inside = f"<{definition}EventDefinition/>"
    event = f'<intermediateCatchEvent id="waits">{inside}</intermediateCatchEvent>'
    found = problems_of(plain(event, row=("started", "look", "waits", "over")))
    assert ("plain.bpmn", "waits", f"<{definition}EventDefinition> is not supported") in found


@pytest.mark.parametrize("attribute", ["assignee", "candidateGroups", "asyncBefore", "class"])
def test_a_camunda_attribute_that_would_do_nothing_is_refused(attribute):
    xml = plain()["plain.bpmn"].replace(
        "camunda:formKey", f'camunda:{attribute}="x" camunda:formKey'
    )
    assert problems_of({"plain.bpmn": xml}) == [
        ("plain.bpmn", "look", f"camunda:{attribute} is not supported on <userTask>")
    ]


def test_an_extension_that_would_do_nothing_is_refused():
    xml = plain()["plain.bpmn"].replace(
        'camunda:formKey="form"/>',
        'camunda:formKey="form"><extensionElements><camunda:taskListener/>'
        "</extensionElements></userTask>",
    )
    assert problems_of({"plain.bpmn": xml}) == [
        ("plain.bpmn", "look", "extension <taskListener> is not supported")
    ]


def test_what_is_not_xml_is_refused():
    ((file, element_id, reason),) = problems_of({"broken.bpmn": "<definitions"})
    assert (file, element_id) == ("broken.bpmn", "")
    assert "is not XML" in reason


def test_a_file_of_the_machine_cannot_be_drawn_into_a_drawing(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("readable")
    files = with_node(catch_timer("act", "&x;"), "act")
    with_entity = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>{files["plain.bpmn"]}'
    assert problems_of({"plain.bpmn": with_entity}) == [
        ("plain.bpmn", "act", "timer is not a <timeDate> that names one variable")
    ]


def swap(old: str, new: str) -> dict[str, str]:
    xml = plain()["plain.bpmn"]
    assert old in xml
    return {"plain.bpmn": xml.replace(old, new)}


@pytest.mark.parametrize(
    ("files", "element_id", "reason"),
    [
        ({"other.bpmn": plain()["plain.bpmn"]}, "plain", "process id is not the name of its file"),
        (swap(' isExecutable="true"', ""), "plain", "process is not executable"),
        (swap('isExecutable="true"', 'isExecutable="false"'), "plain", "process is not executable"),
        (swap(' name="plain name"', ""), "plain", "process has no name"),
        (swap(' name="look name"', ""), "look", "<userTask> has no name"),
        (swap(' name="over name"', ""), "over", "<endEvent> has no name"),
        (swap(' camunda:formKey="form"', ""), "look", "<userTask> has no form key"),
        (swap("<flowNodeRef>look</flowNodeRef>", ""), "look", "<userTask> has no lane"),
        (swap(' name="clerk name"', ""), "clerk", "lane has no name"),
        (swap('<lane id="clerk"', '<lane id="Lane_1"'), "Lane_1", "lane id is not a role"),
        (
            swap("<flowNodeRef>look</flowNodeRef>", "<flowNodeRef>gone</flowNodeRef>"),
            "gone",
            "a lane refers to a node that is not there",
        ),
        (
            swap(
                "</lane>", '</lane><lane id="head" name="h"><flowNodeRef>look</flowNodeRef></lane>'
            ),
            "look",
            "is in two lanes",
        ),
        (
            swap('<startEvent id="started"/>', '<startEvent id="StartEvent_1"/>'),
            "StartEvent_1",
            "id",
        ),
        (swap('<startEvent id="started"/>', "<startEvent/>"), "", "id of <startEvent>"),
        (
            swap(
                '<startEvent id="started"/>', '<startEvent id="started"/><startEvent id="again"/>'
            ),
            "plain",
            "has 2 start events instead of one",
        ),
        (swap('<startEvent id="started"/>', ""), "plain", "has 0 start events instead of one"),
        (swap('targetRef="over"', 'targetRef="gone"'), "look_to_over", "flow ends at 'gone'"),
        (plain(user("look")), "look", "id is used twice"),
        (plain(path("look", "over")), "look_to_over", "flow has no id of its own"),
        (plain(flow("look", "started")), "started", "a flow leads into <startEvent>"),
        (plain(flow("over", "look")), "over", "a flow leaves <endEvent>"),
        (plain(flow("look", "over", name="x")), "look", "more than one flow leaves <userTask>"),
        (plain(end("lonely")), "lonely", "cannot be reached from the start"),
        (plain(end("m", terminate=True), fork("f")), "f", "cannot be reached from the start"),
    ],
)
def test_a_mistake_is_reported_with_file_element_and_reason(files, element_id, reason):
    (file,) = files
    found = problems_of(files)
    assert any(each[:2] == (file, element_id) and each[2].startswith(reason) for each in found), (
        found
    )


def with_node(node: str, node_id: str, *extra: str) -> dict[str, str]:
    """The plain drawing with one more node between the task and the end."""
    return plain(node, *extra, row=("started", "look", node_id, "over"))


@pytest.mark.parametrize(
    ("files", "element_id", "reason"),
    [
        (with_node('<serviceTask id="act" name="a"/>', "act"), "act", "<serviceTask> has no topic"),
        (
            with_node('<serviceTask id="act" name="a" camunda:topic="t"/>', "act"),
            "act",
            'service task is not of camunda:type="external"',
        ),
        (
            with_node('<businessRuleTask id="act" name="a"/>', "act"),
            "act",
            "<businessRuleTask> has no decision ref",
        ),
        (
            with_node('<callActivity id="act" name="a"/>', "act"),
            "act",
            "<callActivity> has no called",
        ),
        (with_node(call("act", "gone"), "act"), "act", "calls 'gone', which is not there"),
        (with_node(call("act", "plain"), "act"), "act", "'plain' calls this process in turn"),
        (
            with_node('<intermediateCatchEvent id="act"/>', "act"),
            "act",
            "<intermediateCatchEvent> cannot be of kind none",
        ),
        (with_node(catch_message("act", "x"), "act"), "act", "refers to no message with a name"),
        (
            with_node(
                '<intermediateCatchEvent id="act" name="m"><messageEventDefinition/>'
                "</intermediateCatchEvent>",
                "act",
            ),
            "act",
            "refers to no message with a name",
        ),
        (with_node(catch_timer("act", '"2026"'), "act"), "act", "timer is not a <timeDate>"),
        (with_node(catch_timer("act", "today()"), "act"), "act", "timer is not a <timeDate>"),
        (
            with_node(catch_timer("act", "due").replace("timeDate", "timeDuration"), "act"),
            "act",
            "timer is not a <timeDate>",
        ),
        (
            plain(boundary_timer("act", "over", "due"), path("act", "over")),
            "act",
            "is attached to neither",
        ),
        (
            plain(
                boundary_message("act", "look", "m").replace(
                    "attachedToRef", 'cancelActivity="false" attachedToRef'
                ),
                path("act", "over"),
            ),
            "act",
            "a boundary event that does not interrupt is not supported",
        ),
        (
            with_node(
                fork("split") + fork("join") + path("split", "join") + path("join", "over"),
                "split",
                flow("split", "join", name="twice"),
            ),
            "join",
            "a parallel gateway that joins is not supported",
        ),
    ],
)
def test_a_node_that_could_not_work_is_refused(files, element_id, reason):
    found = problems_of(files)
    assert any(each[1] == element_id and each[2].startswith(reason) for each in found), found


def gate(*ways: str, default: str = "", before: str = "look") -> dict[str, str]:
    """A gateway behind the task, with the flows given, to the ends one, two and three."""
    return drawing(
        "gated",
        start(),
        user("look"),
        rule("judge", "judge"),
        choice("gate", default),
        end("one"),
        end("two"),
        path("started", "look", "gate")
        if before == "look"
        else path("started", "look", before, "gate"),
        *ways,
        lanes=LANES,
    )


@pytest.mark.parametrize(
    ("files", "element_id", "reason"),
    [
        (
            gate(outcome("gate", "one", "yes"), flow("gate", "two"), default="gate_to_two"),
            "gate",
            "an outcome gateway has no default",
        ),
        (
            gate(outcome("gate", "one", "yes"), flow("gate", "two", 'result == "x"', name="n")),
            "gate_to_two_n",
            "condition of an outcome is not outcome ==",
        ),
        (
            gate(outcome("gate", "one", "yes"), flow("gate", "two", name="n")),
            "gate_to_two_n",
            "condition of an outcome is not outcome ==",
        ),
        (
            gate(outcome("gate", "one", "yes"), flow("gate", "two", 'outcome != "yes"', name="n")),
            "gate_to_two_n",
            "condition of an outcome is not outcome ==",
        ),
        (
            gate(outcome("gate", "one", "yes"), flow("gate", "two", 'outcome == "no"')),
            "gate_to_two",
            "outcome has no name to stand on its button",
        ),
        (
            gate(outcome("gate", "one", "yes"), outcome("gate", "two", "yes")),
            "gate_to_two_yes",
            "two flows have the condition",
        ),
        (
            gate(outcome("gate", "one", "yes"), outcome("gate", "two", "no way")),
            "gate_to_two_no way",
            "outcome 'no way' is not an identifier",
        ),
        (
            gate(outcome("gate", "one", "yes"), outcome("gate", "two", "no"), before="judge"),
            "gate",
            "reads outcome but does not follow one user task directly",
        ),
        (
            gate(
                outcome("gate", "one", "yes"),
                outcome("gate", "two", "no"),
                path("judge", "gate"),
            ),
            "gate",
            "reads outcome but does not follow one user task directly",
        ),
        (
            gate(flow("gate", "one", "x == 1"), flow("gate", "two"), before="judge"),
            "gate_to_two",
            "flow has no condition and is not the default",
        ),
        (
            gate(
                flow("gate", "one", "x == 1"),
                flow("gate", "two", "x == 2"),
                default="gate_to_two",
                before="judge",
            ),
            "gate_to_two",
            "the default flow has a condition",
        ),
        (
            gate(flow("gate", "one", "x == 1"), flow("gate", "two", "x == 2"), default="elsewhere"),
            "gate",
            "its default is not one of its flows",
        ),
        (
            gate(flow("gate", "one", "x == 1"), flow("gate", "two", "x == 1"), before="judge"),
            "gate_to_two",
            "two flows have the condition x == 1",
        ),
        (
            gate(
                flow("gate", "one", "x == 1", reason=True),
                flow("gate", "two", "x == 2"),
                before="judge",
            ),
            "gate_to_one",
            "only an outcome of a user task can require a reason",
        ),
        (
            gate(flow("gate", "one", "open('x')"), flow("gate", "two", "x == 2")),
            "gate_to_one",
            "\"open('x')\" is not a comparison",
        ),
        (
            plain(user("more"), flow("look", "more", "x == 1", name="n"), path("more", "over")),
            "look_to_more_n",
            "only flows out of an exclusive gateway may have a condition",
        ),
    ],
)
def test_a_gateway_that_could_mislead_is_refused(files, element_id, reason):
    found = problems_of(files)
    assert any(each[1] == element_id and each[2].startswith(reason) for each in found), found


def test_a_node_that_leads_to_no_end_is_refused():
    trap = drawing(
        "trap",
        start(),
        user("look"),
        choice("gate"),
        user("again"),
        end("over"),
        path("started", "look", "gate"),
        outcome("gate", "over", "yes"),
        outcome("gate", "again", "no"),
        flow("again", "again"),
        lanes={"clerk": ["look", "again"]},
    )
    assert ("trap.bpmn", "again", "leads to no end event") in problems_of(trap)


def test_processes_that_call_each_other_are_refused():
    one = drawing(
        "one", start(), call("go_two", "two"), end("over"), path("started", "go_two", "over")
    )
    two = drawing(
        "two", start(), call("go_one", "one"), end("over"), path("started", "go_one", "over")
    )
    assert problems_of(one, two) == [
        ("one.bpmn", "go_two", "'two' calls this process in turn"),
        ("two.bpmn", "go_one", "'one' calls this process in turn"),
    ]


def test_every_mistake_of_every_file_is_told_at_once():
    first = plain('<scriptTask id="script"/>')
    second = drawing("second", start(), end("over"))
    with pytest.raises(DrawingError) as refusal:
        DefinitionSet({**first, **second})
    assert (
        Problem("plain.bpmn", "script", "<scriptTask> is not supported") in refusal.value.problems
    )
    assert "second.bpmn: over: cannot be reached from the start" in str(refusal.value)


def test_two_processes_in_a_file_are_refused():
    xml = plain()["plain.bpmn"].replace(
        "</definitions>", '<process id="second" isExecutable="true"/></definitions>'
    )
    assert problems_of({"plain.bpmn": xml}) == [
        ("plain.bpmn", "", "holds 2 processes instead of one")
    ]


def test_an_unknown_process_is_named():
    definitions = DefinitionSet(plain())
    for ask in (definitions.spec, definitions.xml, definitions.nodes, definitions.user_tasks):
        with pytest.raises(UnknownProcess, match="elsewhere"):
            ask("elsewhere")


def test_the_hash_changes_with_any_text_and_with_any_name_only():
    first = DefinitionSet(plain())
    assert DefinitionSet(plain()).hash == first.hash
    assert DefinitionSet(swap("look name", "look names")).hash != first.hash


def test_a_directory_is_read_whole(tmp_path: Path):
    for name, xml in plain().items():
        (tmp_path / name).write_text(xml, "utf-8")
    (tmp_path / "table.dmn").write_text("not ours", "utf-8")
    library = Library.from_directory(tmp_path)
    assert library.current.process_ids == ("plain",)
    assert library.current.hash == DefinitionSet(plain()).hash


def test_a_directory_without_drawings_is_refused(tmp_path: Path):
    with pytest.raises(DrawingError):
        Library.from_directory(tmp_path)


def test_calls_are_listed_in_the_order_drawn():
    caller = drawing(
        "caller",
        start(),
        call("second", "plain"),
        service("act", "topic"),
        call("again", "plain"),
        end("over"),
        path("started", "second", "act", "again", "over"),
    )
    assert DefinitionSet({**caller, **plain()}).calls == {"caller": ("plain",), "plain": ()}
