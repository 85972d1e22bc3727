"""交接: somebody leaves, and in one act everything they have goes to successors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from models.account import Account, Grant
from models.application import Application
from models.draft import Draft
from models.duty_exception import DutyException
from models.role import Role
from models.stand_in import StandIn
from models.task import Task
from workflows import clock, history
from workflows.errors import Invalid
from workflows.history import Entry
from workflows.rights import Actor
from workflows.stand_ins import grants_of
from workflows.system_history import record_system


@dataclass(frozen=True)
class Belongings:
    """What would go with somebody: their posts, and how much of everything else."""

    grants: Sequence[Grant]
    tasks: Sequence[Task]
    drafts: int
    stand_ins: Sequence[StandIn]
    exceptions: Sequence[DutyException]


def belongings(session: Session, account_id: int) -> Belongings:
    """Everything that a handover of ``account_id`` would move or end, read now."""
    today = clock.today()
    own = or_(StandIn.account_id == account_id, StandIn.deputy_id == account_id)
    return Belongings(
        grants=grants_of(session, account_id),
        tasks=session.scalars(
            select(Task)
            .where(Task.assigned_to_id == account_id, Task.status == "open")
            .order_by(Task.application_id, Task.id)
        ).all(),
        drafts=session.scalar(
            select(func.count()).select_from(Draft).where(Draft.account_id == account_id)
        )
        or 0,
        stand_ins=session.scalars(
            select(StandIn).where(own, StandIn.ended_at.is_(None), StandIn.last_day >= today)
        ).all(),
        exceptions=session.scalars(
            select(DutyException).where(
                DutyException.account_id == account_id,
                DutyException.ended_at.is_(None),
                DutyException.until >= today,
            )
        ).all(),
    )


def check_successor(session: Session, grant: Grant, successor: Account | None) -> None:
    """Raise Invalid, by the field ``successor-<grant>``, unless the post fits the successor."""
    field = f"successor-{grant.id}"
    if successor is None or not successor.is_active:
        raise Invalid("请选择一位在用账号的接办人。", field)
    if successor.id == grant.account_id:
        raise Invalid("接办人不能是本人。", field)
    held = grants_of(session, successor.id)
    name = successor.display_name
    if held and grant.area_code[:6] not in {each.area_code[:6] for each in held}:
        raise Invalid(f"{name}不是本市的工作人员,不能接办。", field)
    if any(
        (each.role == Role.ADMINISTRATOR) != (grant.role == Role.ADMINISTRATOR) for each in held
    ):
        raise Invalid(f"系统管理员不办理业务,{name}不能接办这个岗位。", field)
    bodies = {each.organisation_id for each in held}
    if bodies and bodies != {grant.organisation_id}:
        raise Invalid(f"{name}不属于这个岗位所在的单位或机构,不能接办。", field)


def hand_over(
    session: Session, actor: Actor, account: Account, successors: Mapping[int, int], reason: str
) -> None:
    """Move posts and tasks to ``successors`` (grant -> account), end the rest, close the account.

    The caller holds the lock on ``account`` and ends its sessions. Raises Invalid when one
    successor does not fit, and then nothing is moved.
    """
    if not reason.strip():
        raise Invalid("请写明交接原因。", "reason")
    if account.id == actor.account_id:
        raise Invalid("不能交接自己的账号,请由另一位管理员办理。")
    moving = belongings(session, account.id)
    to = {}
    for grant in moving.grants:
        successor = session.get(Account, successors.get(grant.id, 0))
        check_successor(session, grant, successor)
        assert successor is not None
        to[grant.id] = successor
    posts = [_told(grant, to[grant.id]) for grant in moving.grants]
    _move_tasks(session, actor, moving, to, reason)
    for grant in moving.grants:
        _move_grant(session, grant, to[grant.id].id)
    _end_rest(session, actor, account, moving)
    account.is_active = False
    session.flush()
    payload: dict[str, Any] = {
        "account": account.username,
        "posts": posts,
        "tasks": len(moving.tasks),
        "drafts": moving.drafts,
        "stand_ins": len(moving.stand_ins),
        "reason": reason.strip(),
    }
    record_system(session, actor, "account_handed_over", payload, role=Role.ADMINISTRATOR.value)


def _told(grant: Grant, successor: Account) -> dict[str, str]:
    return {"role": grant.role, "area": grant.area_code, "to": successor.username}


def _move_tasks(
    session: Session,
    actor: Actor,
    moving: Belongings,
    to: Mapping[int, Account],
    reason: str,
) -> None:
    """What lay in the hands of who leaves goes to whoever takes the post, case by case."""
    for application_id in Counter(task.application_id for task in moving.tasks):
        application = session.execute(
            select(Application).where(Application.id == application_id).with_for_update()
        ).scalar_one()
        entries = []
        for task in moving.tasks:
            if task.application_id != application_id:
                continue
            successor = next((to[grant.id] for grant in moving.grants if _holds(grant, task)), None)
            task.assigned_to_id = successor.id if successor else None
            task.assigned_by_id = actor.account_id if successor else None
            payload = {
                "task": task.node_id,
                "process": task.process_id,
                "name": task.name,
                "to": successor.display_name if successor else "",
                "comment": f"交接:{reason.strip()}",
            }
            entries.append(
                Entry(
                    "task_reassigned",
                    actor,
                    payload,
                    clock.today(),
                    Role.ADMINISTRATOR.value,
                )
            )
        history.record(session, application, entries)


def _holds(grant: Grant, task: Task) -> bool:
    return (
        grant.role == task.role
        and task.area_code.startswith(grant.area_code)
        and task.organisation_id in (None, grant.organisation_id)
    )


def _move_grant(session: Session, grant: Grant, successor_id: int) -> None:
    present = session.scalar(
        select(Grant.id).where(
            Grant.account_id == successor_id,
            Grant.role == grant.role,
            Grant.area_code == grant.area_code,
        )
    )
    if present is None:
        grant.account_id = successor_id
    else:
        session.delete(grant)
    session.flush()


def _end_rest(session: Session, actor: Actor, account: Account, moving: Belongings) -> None:
    now = clock.now()
    session.execute(delete(Draft).where(Draft.account_id == account.id))
    for stand_in in moving.stand_ins:
        stand_in.ended_at, stand_in.ended_by_id = now, actor.account_id
    for exception in moving.exceptions:
        exception.ended_at = now
