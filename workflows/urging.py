"""催办: somebody upstream, or a superior, asks the desk of an open task to get on with it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, contains_eager

from models.application import Application
from models.role import ROLE_LEVEL, Level, Role
from models.task import Task
from models.urge import Urge
from workflows import clock, history, rights, working_days
from workflows.errors import AlreadyDone, Forbidden, Invalid, NotFound
from workflows.history import Entry
from workflows.parameters import parameters_of
from workflows.rights import Actor, Authority

LIMIT = "urges_per_working_day"
COUNTY_OFFICE = (Role.OFFICE_HANDLER, Role.OFFICE_APPROVER)
SUPERIORS = {
    Level.VILLAGE: (Role.TOWNSHIP_OFFICER, Role.TOWNSHIP_LEADER, *COUNTY_OFFICE),
    Level.TOWNSHIP: (Role.TOWNSHIP_LEADER, *COUNTY_OFFICE),
    Level.COUNTY: COUNTY_OFFICE,
}


def superior(actor: Actor, task: Task, village_code: str) -> Authority | None:
    """The authority that stands above the desk of ``task``, or None; the desk is not its own."""
    if rights.holds_post(actor, task):
        return None
    return rights.covers_village(actor, village_code, *SUPERIORS[ROLE_LEVEL[Role(task.role)]])


def urge(session: Session, actor: Actor, task_id: int, note: str = "") -> Task:
    """Urge an open task and put it on the record.

    Raises NotFound, Forbidden, AlreadyDone, and Invalid beyond the programme's limit.
    """
    application, task = _locked(session, actor, task_id)
    if task.status != "open":
        raise AlreadyDone("这一步已经办结,不用再催。")
    if rights.holds_post(actor, task):
        raise Forbidden("这一步就在您手里,不用催办。")
    authority = superior(actor, task, application.village_code)
    if authority is None:
        authority = _upstream(session, actor, application)
    if authority is None:
        raise Forbidden("催办由前面步骤的经办人或上级办理。")
    _refuse_too_many(session, actor, application, task)
    assert actor.account_id is not None
    text = note.strip()[:200]
    session.add(
        Urge(task_id=task.id, account_id=actor.account_id, urged_on=clock.today(), note=text)
    )
    task.urged_at, task.urged_by = clock.now(), actor.name
    payload = {
        "task": task.node_id,
        "process": task.process_id,
        "name": task.name,
        "role": task.role,
        "comment": text,
        **authority.marks,
    }
    entry = Entry("task_urged", actor, payload, clock.today(), authority.role.value)
    history.record(session, application, [entry])
    session.flush()
    return task


def _upstream(session: Session, actor: Actor, application: Application) -> Authority | None:
    """The authority of somebody who took an earlier step of the case."""
    role = session.scalar(
        select(Task.role)
        .where(Task.application_id == application.id, Task.done_by_id == actor.account_id)
        .order_by(Task.id.desc())
        .limit(1)
    )
    return next((each for each in actor.authorities if each.role == role), None)


def _refuse_too_many(session: Session, actor: Actor, application: Application, task: Task) -> None:
    limit = parameters_of(session, application.programme, clock.today()).get(LIMIT)
    if limit is None:
        return
    calendar = working_days.exceptions(session)
    since = clock.today()
    # A weekend belongs to the working day before it.
    while not working_days.is_working(since, calendar):
        since -= dt.timedelta(days=1)
    count = session.scalar(
        select(func.count(Urge.id)).where(
            Urge.task_id == task.id, Urge.account_id == actor.account_id, Urge.urged_on >= since
        )
    )
    if count is not None and count >= int(limit):
        raise Invalid(f"您已经催办过这一步,每个工作日最多{limit}次,请下一个工作日再催。")


def _locked(session: Session, actor: Actor, task_id: int) -> tuple[Application, Task]:
    of_task = exists().where(Task.application_id == Application.id, Task.id == task_id)
    application = session.execute(
        select(Application)
        .join(Application.programme)
        .options(contains_eager(Application.programme))
        .where(of_task, rights.visible_applications(actor))
        .with_for_update(of=Application)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if application is None:
        raise NotFound
    task = session.get_one(Task, task_id, with_for_update=True, populate_existing=True)
    return application, task
