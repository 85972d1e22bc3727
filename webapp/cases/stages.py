"""The stages of the top level as one line: which are behind, where it is, how long each took."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.application import Application
from models.task import Task
from webapp.parts import parts
from webapp.wording import short_day
from workflows import clock
from workflows.engine import DefinitionSet
from workflows.runtime import MAIN_PROCESS


@dataclass(frozen=True)
class Stage:
    """One stop of the line; ``state`` is done, here or ahead."""

    process_id: str
    name: str
    state: str
    note: str


def stages_of(
    application: Application,
    definitions: DefinitionSet,
    stage_of_process: Mapping[str, str],
    tasks: Sequence[Task],
) -> list[Stage]:
    """The stages in the order drawn; the first says when it began, the others how long."""
    calls = definitions.calls[MAIN_PROCESS]
    names = {
        node.node_id: node.name
        for node in definitions.nodes(MAIN_PROCESS)
        if node.kind == "callActivity"
    }
    spans = _spans(stage_of_process, tasks)
    is_open = application.state != "ended"
    here = calls.index(application.stage) if application.stage in calls else 0
    stages = []
    for place, process_id in enumerate(calls):
        began, ended = spans.get(process_id, (None, None))
        if place == here and is_open:
            state = "here"
        else:
            # A case that ended may have stopped half way: what it never reached stays ahead.
            state = "done" if place <= here and began is not None else "ahead"
        note = _note(state, began, ended)
        stages.append(Stage(process_id, names.get(process_id, process_id), state, note))
    return stages


def _spans(
    stage_of_process: Mapping[str, str], tasks: Sequence[Task]
) -> dict[str, tuple[dt.datetime, dt.datetime | None]]:
    spans: dict[str, tuple[dt.datetime, dt.datetime | None]] = {}
    for task in tasks:
        stage = stage_of_process.get(task.process_id)
        if stage is None:
            continue
        began, ended = spans.get(stage, (task.opened_at, None))
        ended = max(filter(None, (ended, task.done_at)), default=None)
        spans[stage] = (min(began, task.opened_at), ended)
    return spans


def _note(state: str, began: dt.datetime | None, ended: dt.datetime | None) -> str:
    if began is None or state == "ahead":
        return ""
    if state == "here":
        return f"第 {days_between(began, clock.now()) + 1} 天"
    if ended is None:
        return short_day(began)
    days = days_between(began, ended)
    return f"{days} 天" if days else "当天"


def state_of(application: Application) -> str:
    """The present stage, or the end in the words of the present drawings."""
    definitions = parts().runtime.library.current
    if application.state != "ended":
        stage = definitions.name(application.stage)
        return f"{stage}(已中止)" if application.state == "suspended" else stage
    try:
        return definitions.node(MAIN_PROCESS, application.result or "").name
    except KeyError:
        return "已结束"


def days_between(first: dt.datetime, last: dt.datetime) -> int:
    """Calendar days in China from one moment to another."""
    return (clock.local(last).date() - clock.local(first).date()).days
