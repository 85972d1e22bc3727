"""What lies about in an office on an ordinary morning: phrases, a colleague away, a call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account, Grant
from models.phrase import Phrase
from models.role import Role
from models.task import Task
from workflows import clock, stand_ins
from workflows.actors import actor_of
from workflows.handing_on import hand_on
from workflows.rights import may_do
from workflows.urging import urge

OFFICIAL = (
    ("", "材料齐全,情况属实,同意。"),
    ("", "经核对,与档案记载一致。"),
    ("file_review", "缺件,请按清单一次补齐后再报。"),
    ("household_visit", "经入户核实,住房和家庭情况属实。"),
    ("county_decision", "符合方案规定的对象、方式和标准,同意批准。"),
)
AWAY_FOR = dt.timedelta(days=4)


def seed_daily_office(session: Session) -> None:
    """Write it as the people of the county would, on the demo's last morning."""
    _phrases(session)
    away, colleague = _two_officers(session)
    stand_ins.appoint(
        session,
        actor_of(session, away),
        account_id=away,
        deputy_id=colleague,
        first_day=clock.today(),
        last_day=clock.today() + AWAY_FOR,
        reason="参加业务培训",
    )
    _call_and_hand_on(session)


def _phrases(session: Session) -> None:
    handler, area = _holders(session, Role.OFFICE_HANDLER)[0]
    session.add_all(
        Phrase(
            county_code=area[:6],
            form_key=form_key,
            text=text,
            written_by_id=handler,
            written_at=clock.now(),
        )
        for form_key, text in OFFICIAL
    )
    session.flush()


def _two_officers(session: Session) -> tuple[int, int]:
    """Somebody of a township and somebody of another one."""
    found = _holders(session, Role.TOWNSHIP_OFFICER)
    last = found[-1]
    other = next(account for account, area in found if area != last[1])
    return last[0], other


def _call_and_hand_on(session: Session) -> None:
    """The longest due of the townships is urged; the next one is in one colleague's hands."""
    tasks = session.scalars(
        select(Task)
        .where(Task.role == Role.TOWNSHIP_OFFICER, Task.status == "open")
        .order_by(Task.due_on, Task.id)
    ).all()
    superior = actor_of(session, _holders(session, Role.OFFICE_HANDLER)[0][0])
    for task in tasks[:2]:
        urge(session, superior, task.id, "请抓紧办理,农户在等。")
    officers = _holders(session, Role.TOWNSHIP_OFFICER)
    for task in tasks[2:]:
        post = [account for account, area in officers if area == task.area_code]
        if len(post) > 1 and may_do(actor_of(session, post[0]), task):
            hand_on(
                session,
                actor_of(session, post[0]),
                task.id,
                to_id=post[1],
                reason="下村,请代为办理",
            )
            return


def _holders(session: Session, role: Role) -> Sequence[tuple[int, str]]:
    rows = session.execute(
        select(Account.id, Grant.area_code)
        .join(Grant, Grant.account_id == Account.id)
        .where(Grant.role == role)
        .order_by(Account.id)
    )
    return [(account_id, area_code) for account_id, area_code in rows]
