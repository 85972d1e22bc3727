"""取回: whoever completed a step takes it back while nobody has acted on what it opened.

Only a step that did nothing but open the next ones can be taken back: no process was started, no
notice, no message, no service ran. A late entry (补录) can be until the office has looked at it.
The engine keeps the state before such a step until the process moves again, written in the same
statement, and with it the facts as they stood.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Date, inspect, select
from sqlalchemy.orm import Session

from models.account import Account
from models.application import Application
from models.draft import Draft
from models.late_entry import LateEntryQuestion
from models.task import Task
from workflows import case_lists, clock, engine
from workflows.case_loading import done_step
from workflows.consequences import settle
from workflows.engine import Advance
from workflows.errors import AlreadyDone, Forbidden, Invalid
from workflows.rights import Actor
from workflows.runtime import Runtime
from workflows.step import NOT_TOLD, Step, facts_now, milestones_now

# The act itself, and what only says how it was judged.
QUIET_KINDS = frozenset({"task_completed", "decision_made", "duty_exception_used"})
TOO_LATE = "下一步已经有人办理,不能取回。"


def undo_of(step: Step, advance: Advance) -> Mapping[str, Any] | None:
    """What to put back should the step be taken back; None for a step that caused more."""
    is_quiet = (
        advance.status == "running"
        and advance.opened
        and not advance.cancelled
        and not step.started
        and not step.has_served
        and all(entry.kind in QUIET_KINDS for entry in step.entries)
    )
    if not is_quiet:
        return None
    before = step.before | step.milestones_before
    after = _facts_and_milestones(step.application)
    changed = {name: value for name, value in before.items() if value != after[name]}
    return {
        "stage": step.application.stage,
        "facts": {name: [_plain(value), _plain(after[name])] for name, value in changed.items()},
        "opened": [task.id for task in advance.opened],
    }


def seems_possible(
    actor: Actor, application: Application, task: Task, undo_task: str | None
) -> bool:
    """Whether ``actor`` did ``task`` and nothing has moved since, as far as a page can see.

    ``undo_task`` is what its process keeps for taking back.
    """
    return (
        application.state == "open"
        and task.status == "done"
        and task.engine_id == undo_task
        and task.done_by_id == actor.account_id
    )


def begin(session: Session, runtime: Runtime, actor: Actor, task_id: int) -> Step:
    """Lock the case of a step that ``actor`` completed and may still take back.

    Raises NotFound, AlreadyDone when it is too late, Forbidden when facts have changed since.
    """
    step = done_step(session, runtime, actor, task_id)
    kept = _kept_of(step)
    _refuse_looked_at(step)
    _refuse_acted(step, kept)
    present = _facts_and_milestones(step.application)
    if any(_plain(present[name]) != after for name, (_, after) in kept["facts"].items()):
        raise Forbidden("这一步写下的内容后来又有变动,不能取回。")
    return step


def take_back(step: Step, reason: str, *, record_id: int) -> None:
    """Put process, facts and task back to where they stood; what was written is ``record_id``.

    Raises Invalid without a reason.
    """
    task = step.task
    assert task is not None
    if not reason.strip():
        raise Invalid("请写明取回的原因。", "reason")
    label = next((each.label for each in step.outcomes if each.id == task.outcome), "")
    try:
        advance, kept = step.run.take_back(task.engine_id, clock.now())
    except engine.TaskNotOpen as error:
        raise AlreadyDone(TOO_LATE) from error
    application = step.application
    for name, (before, _) in kept["facts"].items():
        setattr(application, name, _restored(name, before))
    application.stage = kept["stage"]
    task.status, task.outcome = "open", None
    task.done_at = task.done_by_id = task.done_for_id = None
    task.is_typed_for = task.lacks_paper = False
    task.late_reason = ""
    case_lists.mark_taken_back(step.session, task.id)
    payload: dict[str, Any] = {
        "task": task.node_id,
        "process": task.process_id,
        "name": task.name,
        "label": label,
        "comment": reason.strip(),
        "record": record_id,
    }
    changes = {
        name: [now, before] for name, (before, now) in kept["facts"].items() if name not in NOT_TOLD
    }
    if changes:
        payload["changes"] = changes
    step.note("step_taken_back", payload, by_machine=False)
    # The task is there already; only what it had opened goes.
    settle(step, replace(advance, opened=()), came_from="")


def _kept_of(step: Step) -> dict[str, Any]:
    assert step.task is not None
    instances = engine.process_instances
    row = step.session.execute(
        select(instances.c.undo_task, instances.c.undo).where(instances.c.id == step.run.id)
    ).one()
    if step.application.state != "open" or row.undo_task != step.task.engine_id:
        raise AlreadyDone("这一步之后已有进展,不能取回;需要更正的,请联系下一步办理人退回。")
    kept: dict[str, Any] = row.undo
    return kept


def _refuse_looked_at(step: Step) -> None:
    """What the office has confirmed, or asked about, is not the village's alone any more."""
    task = step.task
    assert task is not None
    if not task.late_reason:
        return
    if task.late_confirmed_at is not None:
        raise AlreadyDone("这条补录危改办已经确认,不能取回。")
    asked = select(LateEntryQuestion.id).where(LateEntryQuestion.task_id == task.id).limit(1)
    if step.session.scalar(asked) is not None:
        raise AlreadyDone("这条补录危改办已经询问,不能取回;请在待办里答复。")


def _refuse_acted(step: Step, kept: Mapping[str, Any]) -> None:
    """Whoever keeps a draft of the next step has begun with it."""
    following = step.session.scalars(
        select(Task.id)
        .where(Task.instance_id == step.run.id, Task.engine_id.in_(kept["opened"]))
        .with_for_update()
    ).all()
    name = step.session.scalar(
        select(Account.display_name)
        .join(Draft, Draft.account_id == Account.id)
        .where(Draft.task_id.in_(following), Draft.account_id != step.actor.account_id)
        .limit(1)
    )
    if name is not None:
        raise AlreadyDone(f"下一步已由{name}开始填写,不能取回。")


def _facts_and_milestones(application: Application) -> dict[str, Any]:
    return facts_now(application) | milestones_now(application)


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | list | None) else str(value)


def _restored(name: str, value: Any) -> Any:
    """A fact as its column holds it; numbers with decimals are read by the column itself."""
    column = inspect(Application).columns[name]
    if isinstance(column.type, Date) and value is not None:
        return dt.date.fromisoformat(value)
    if isinstance(value, str) and column.type.python_type not in (str, list):
        return column.type.python_type(value)
    return value
