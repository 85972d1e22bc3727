"""The drawing of a case with the way it went: which nodes, where it is, how long each step took."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from models.history import HistoryEntry
from models.task import Task
from webapp import transactions
from webapp.cases.frame import CaseFrame, load_frame
from webapp.cases.pages import case_page, open_frame
from webapp.cases.stages import days_between
from webapp.parts import parts
from webapp.user import user
from workflows import clock
from workflows.engine import UnknownProcess
from workflows.errors import NotFound
from workflows.runtime import MAIN_PROCESS

bp = Blueprint("diagram", __name__)


@dataclass(frozen=True)
class NodeState:
    """A node as the list shows it; ``state`` is walked, here or ahead."""

    node_id: str
    name: str
    state: str
    note: str
    called: str
    is_boundary: bool = False


@bp.get("/cases/<int:application_id>/diagram")
@bp.get("/cases/<int:application_id>/diagram/<process_id>")
def show(application_id: int, process_id: str = MAIN_PROCESS) -> ResponseReturnValue:
    """The drawing; without script the same as a list."""
    frame = open_frame(application_id, "流程图")
    walked = _walked(application_id)
    processes = _processes(frame, walked)
    if process_id not in processes:
        raise NotFound
    states = node_states(frame, process_id, walked)
    return case_page(
        frame,
        "drawing",
        process_id=process_id,
        processes=processes,
        states=[state for state in states if state.name and not state.is_boundary],
        markers={
            "walked": [each.node_id for each in states if each.state == "walked"],
            "here": [each.node_id for each in states if each.state == "here"],
            "notes": {each.node_id: each.note for each in states if each.note},
            "calls": {each.node_id: each.called for each in states if each.called in processes},
        },
    )


@bp.get("/cases/<int:application_id>/diagram/<process_id>.bpmn")
def xml(application_id: int, process_id: str) -> ResponseReturnValue:
    """The drawing that this case is pinned to, not the newest one."""
    frame = load_frame(transactions.session(), parts().runtime, user().actor, application_id)
    try:
        text = frame.definitions.xml(process_id)
    except UnknownProcess:
        raise NotFound from None
    return Response(text, content_type="application/xml; charset=utf-8")


def node_states(frame: CaseFrame, process_id: str, walked: dict[str, set[str]]) -> list[NodeState]:
    """Every node of a process in the order drawn, with what the case did there."""
    waiting = _waiting(frame)
    states = []
    for node in frame.definitions.nodes(process_id):
        if node.called:
            inside = _inside(frame, node.called)
            tasks = [task for task in frame.tasks if task.process_id in inside]
            is_here = frame.application.state != "ended" and (
                frame.application.stage == node.called
                or any(task.status == "open" for task in tasks)
            )
            note = _span(tasks)
        else:
            tasks = [
                t for t in frame.tasks if (t.process_id, t.node_id) == (process_id, node.node_id)
            ]
            is_here = node.node_id in waiting or any(task.status == "open" for task in tasks)
            note = _note(tasks)
        is_walked = node.node_id in walked.get(process_id, set())
        state = "here" if is_here else "walked" if is_walked else "ahead"
        is_boundary = node.kind == "boundaryEvent"
        states.append(NodeState(node.node_id, node.name, state, note, node.called, is_boundary))
    return states


def _waiting(frame: CaseFrame) -> set[str]:
    """The events at which a case without a task waits: its notices, and their last day."""
    waiting = {f"{notice.level}_notice_closed" for notice in frame.notices}
    at_notice = any(task.process_id == "public_notice" for task in frame.open_tasks)
    if waiting and not at_notice:
        waiting.add("notice_period_ended")
    return waiting


def _walked(application_id: int) -> dict[str, set[str]]:
    payloads = transactions.session().scalars(
        select(HistoryEntry.payload).where(
            HistoryEntry.subject_kind == "application",
            HistoryEntry.subject_id == application_id,
            HistoryEntry.kind != "decision_made",
        )
    )
    walked: dict[str, set[str]] = {}
    for payload in payloads:
        for process_id, node_id in payload.get("walked", ()):
            walked.setdefault(process_id, set()).add(node_id)
    return walked


def _processes(frame: CaseFrame, walked: Iterable[str]) -> dict[str, str]:
    """The processes that this case has met, and those its main line calls; id -> name."""
    definitions = frame.definitions
    met = set(walked) | {task.process_id for task in frame.tasks}
    main = [MAIN_PROCESS, *sorted(_inside(frame, MAIN_PROCESS) - {MAIN_PROCESS})]
    order = [MAIN_PROCESS, *definitions.calls[MAIN_PROCESS]]
    order += [each for each in (*main, *sorted(met)) if each not in order]
    known = set(definitions.process_ids)
    return {each: definitions.name(each) for each in order if each in known}


def _inside(frame: CaseFrame, process_id: str) -> set[str]:
    """``process_id`` and all it calls, at any depth."""
    found, pending = set(), [process_id]
    while pending:
        current = pending.pop()
        if current not in found:
            found.add(current)
            pending.extend(frame.definitions.calls.get(current, ()))
    return found


def _note(tasks: list[Task]) -> str:
    """How long the step took; with several rounds, all of them together."""
    if not tasks:
        return ""
    days = sum(days_between(task.opened_at, task.done_at or clock.now()) for task in tasks)
    rounds = f",{len(tasks)} 次" if len(tasks) > 1 else ""
    return f"{days} 天{rounds}" if days else f"当天{rounds}"


def _span(tasks: list[Task]) -> str:
    """How long a called process took from its first task to its last."""
    if not tasks:
        return ""
    first = min(task.opened_at for task in tasks)
    is_open = any(task.status == "open" for task in tasks)
    last = clock.now() if is_open else max(task.done_at or task.opened_at for task in tasks)
    days = days_between(first, last)
    return f"{days} 天" if days else "当天"
