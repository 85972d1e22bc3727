"""转办: a task is put into the hands of one colleague of the post on whose desk it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, literal, select
from sqlalchemy.orm import Session

from models.account import Account, Grant
from models.application import Application
from models.role import Role
from models.task import Task
from workflows import clock, history, rights
from workflows.errors import AlreadyDone, Forbidden, Invalid, NotFound
from workflows.history import Entry
from workflows.rights import Actor, Authority

# Who may move the work of a post from one hand to another without holding it.
LEADER_OF = {
    Role.VILLAGE_CLERK: Role.VILLAGE_HEAD,
    Role.VILLAGE_HEAD: Role.TOWNSHIP_LEADER,
    Role.TOWNSHIP_OFFICER: Role.TOWNSHIP_LEADER,
    Role.SITE_SUPERVISOR: Role.TOWNSHIP_LEADER,
    Role.OFFICE_HANDLER: Role.OFFICE_APPROVER,
}


def colleagues(session: Session, task: Task) -> Sequence[Row[int, str]]:
    """(id, name) of everybody with an account in use who holds the post of ``task``."""
    post = [
        Grant.role == task.role,
        # A grant for a larger area holds the posts inside it.
        literal(task.area_code).startswith(Grant.area_code),
    ]
    if task.organisation_id is not None:
        post.append(Grant.organisation_id == task.organisation_id)
    return session.execute(
        select(Account.id, Account.display_name)
        .join(Grant, Grant.account_id == Account.id)
        .where(Account.is_active.is_(True), *post)
        .group_by(Account.id, Account.display_name)
        .order_by(Account.display_name, Account.id)
    ).all()


def may_hand_on(actor: Actor, task: Task, village_code: str) -> Authority | None:
    """The authority under which ``actor`` moves ``task`` to another hand, or None.

    Whoever has it in hand, whoever handed it on, and the leader of the post.
    """
    authority = rights.may_do(actor, task)
    if authority is None and task.assigned_by_id == actor.account_id:
        authority = rights.holds_post(actor, task)
    leader = LEADER_OF.get(Role(task.role))
    if authority is None and leader is not None:
        authority = rights.covers_village(actor, village_code, leader)
    return authority


def hand_on(
    session: Session, actor: Actor, task_id: int, *, to_id: int | None, reason: str
) -> Task:
    """Put a task into the hands of ``to_id``, or back on the desk of the post with None.

    Raises NotFound, Forbidden, AlreadyDone, Invalid.
    """
    application, task = _locked(session, task_id)
    authority = may_hand_on(actor, task, application.village_code)
    if authority is None:
        if rights.holds_post(actor, task) is None:
            raise NotFound
        raise Forbidden("这一步已转给别人,由经手人、转出人或分管领导改派。")
    if task.status != "open":
        raise AlreadyDone("这一步已不需要办理,请刷新待办。")
    if not reason.strip():
        raise Invalid("请写明原因。", "reason")
    name = _name_of(session, task, to_id)
    task.assigned_to_id, task.assigned_by_id = to_id, actor.account_id if to_id else None
    payload: dict[str, Any] = {
        "task": task.node_id,
        "process": task.process_id,
        "name": task.name,
        "to": name,
        "comment": reason.strip(),
        **authority.marks,
    }
    entry = Entry("task_reassigned", actor, payload, clock.today(), authority.role.value)
    history.record(session, application, [entry])
    session.flush()
    return task


def _name_of(session: Session, task: Task, to_id: int | None) -> str:
    if to_id == task.assigned_to_id:
        raise Invalid("没有变化,请选择要转给的人。", "to")
    if to_id is None:
        return ""
    name = dict(colleagues(session, task)).get(to_id)
    if name is None:
        raise Invalid("只能转给同一岗位的同事。", "to")
    return name


def _locked(session: Session, task_id: int) -> tuple[Application, Task]:
    """The case first, as everywhere."""
    found = session.execute(
        select(Application, Task)
        .join(Task, Task.application_id == Application.id)
        .where(Task.id == task_id)
        .with_for_update(of=(Application, Task))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found[0], found[1]
