"""Loading the case behind a task or a process, locked, for somebody who may act on it.

Lock order is always the application row, then a process instance, so that two steps of one case at
the same moment wait for each other and both succeed.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import Session, aliased, contains_eager

from models.account import Account
from models.application import Application
from models.document import Document
from models.task import Task
from workflows import engine, rights, working_days
from workflows.duties import check_duties
from workflows.errors import AlreadyDone, Forbidden, NotFound
from workflows.rights import Actor, Authority
from workflows.runtime import Runtime
from workflows.step import Step, facts_now, milestones_now

BETWEEN = "\n"
UNKNOWN_STEP = "没有这一步,或者不在您的办理范围内。"


def step_of_task(
    session: Session,
    runtime: Runtime,
    actor: Actor,
    task_id: int,
    *,
    lock: bool,
    statement: Document | None = None,
) -> Step:
    """The step of an open task. Raises NotFound, Forbidden and AlreadyDone.

    With a ``statement`` the office types it for the post that did it on paper: typing bars nobody.
    """
    found = _load_case_of_task(session, task_id, lock=lock)
    # A foreign task and an unknown one read the same: the number tells a stranger nothing.
    if found is None:
        raise NotFound(UNKNOWN_STEP)
    application, task = found.Application, found.Task
    authority = _authority_for(session, actor, task, is_from_sheet=statement is not None)
    if task.status != "open":
        raise _already_done(session, actor, task)
    run = engine.run_of_row(session, runtime.library, found)
    exceptions = check_duties(session, actor, task, application, authority)
    step = Step(session, runtime, actor, application, run, task, authority)
    step.statement = statement
    step.papers_given = set(filter(None, (found.papers_given or "").split(BETWEEN)))
    for exception in exceptions:
        payload = {"exception": exception.id, "rule": exception.rule, "name": task.name}
        step.note("duty_exception_used", payload, by_machine=False)
    step.before = facts_now(application)
    step.milestones_before = milestones_now(application)
    step.calendar = working_days.exceptions_of_version(session, found.calendar_version)
    step.has_unconfirmed_entries = bool(found.has_unconfirmed_entries)
    return step


def done_step(session: Session, runtime: Runtime, actor: Actor, task_id: int) -> Step:
    """The locked step of a task that ``actor`` has done and whose post is still theirs.

    Raises NotFound, and AlreadyDone when it is open again.
    """
    found = _load_case_of_task(session, task_id, lock=True)
    authority = rights.holds_post(actor, found.Task) if found is not None else None
    if authority is None and found is not None:
        authority = rights.may_type(actor, found.Task)
    if found is None or authority is None or found.Task.done_by_id not in (None, actor.account_id):
        raise NotFound(UNKNOWN_STEP)
    if found.Task.status != "done":
        raise AlreadyDone("这一步没有办结,不用取回,请刷新待办。")
    run = engine.run_of_row(session, runtime.library, found)
    step = Step(session, runtime, actor, found.Application, run, found.Task, authority)
    step.handled_by = actor.name
    return step


def _authority_for(session: Session, actor: Actor, task: Task, *, is_from_sheet: bool) -> Authority:
    if is_from_sheet:
        authority = rights.may_type_from_sheet(actor, task)
    else:
        authority = rights.may_do(actor, task) or rights.may_type(actor, task)
    if authority is not None:
        return authority
    if task.status == "open" and rights.holds_post(actor, task):
        name = _name_of(session, task.assigned_to_id)
        raise Forbidden(f"这一步已转给{name}办理;要改由您办,请先收回或改派。")
    raise NotFound(UNKNOWN_STEP)


def _name_of(session: Session, account_id: int | None) -> str:
    return session.scalar(select(Account.display_name).where(Account.id == account_id)) or ""


def _already_done(session: Session, actor: Actor, task: Task) -> Exception:
    if task.status == "cancelled":
        return AlreadyDone("这一步已不需要办理,请刷新待办。")
    if task.status == "suspended":
        return AlreadyDone("这一件已中止,恢复办理以后才能办这一步。")
    same = task.done_by_id == actor.account_id
    name = _name_of(session, task.done_by_id)
    return AlreadyDone(f"这一步已由{name}办结,请刷新。", by_same_person=same)


def step_of_instance(session: Session, runtime: Runtime, instance_id: int, actor: Actor) -> Step:
    """A step on a process instance, which is no task. Raises NotFound."""
    application_id = session.scalar(
        select(engine.process_instances.c.application_id).where(
            engine.process_instances.c.id == instance_id
        )
    )
    if application_id is None:
        raise NotFound
    application = _load_application(session, application_id, lock=True)
    run = engine.open_instance(session, runtime.library, instance_id)
    return Step(session, runtime, actor, application, run, handled_by=actor.name)


def _load_application(session: Session, application_id: int, *, lock: bool) -> Application:
    query = _CASE.where(Application.id == application_id)
    if lock:
        query = query.with_for_update(of=Application)
    return session.execute(query).scalar_one()


def _load_case_of_task(session: Session, task_id: int, *, lock: bool) -> Row[Any] | None:
    """Case, task, process, calendar version and late entries in one statement, for every step."""
    statement = _LOCKED_CASE_OF_TASK if lock else _CASE_OF_TASK
    return session.execute(statement, {"b_task": task_id}).one_or_none()


# Built once: putting these together costs as much as sending them.
_CASE = (
    select(Application)
    .join(Application.programme)
    .outerjoin(Application.household)
    .options(contains_eager(Application.programme), contains_eager(Application.household))
    .execution_options(populate_existing=True)
)
_PAPERS_GIVEN = (
    select(func.aggregate_strings(Document.kind, BETWEEN))
    .where(Document.task_id == Task.id, Document.replaced_by_id.is_(None))
    .scalar_subquery()
)
_late = aliased(Task)
_HAS_UNCONFIRMED_ENTRIES = (
    select(_late.id)
    .where(
        _late.application_id == Application.id,
        _late.late_reason != "",
        _late.late_confirmed_at.is_(None),
    )
    .exists()
)
_CASE_OF_TASK = (
    _CASE.join(Task, Task.application_id == Application.id)
    .join(engine.process_instances, engine.process_instances.c.id == Task.instance_id)
    .add_columns(
        Task,
        *engine.INSTANCE_COLUMNS,
        working_days.version_query().label("calendar_version"),
        _PAPERS_GIVEN.label("papers_given"),
        _HAS_UNCONFIRMED_ENTRIES.label("has_unconfirmed_entries"),
    )
    .where(Task.id == bindparam("b_task"))
)
# The case first, then the others too: of a row that it does not lock PostgreSQL shows the version
# from before the wait, and what counts is how the task stands after it.
_LOCKED_CASE_OF_TASK = _CASE_OF_TASK.with_for_update(
    of=(Application, Task, engine.process_instances)
)
