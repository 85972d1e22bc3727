"""What the renovation office has done of the late entries by the opening day: some, not all."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.role import Role
from models.task import Task
from webapp.demo.driver import Driver
from workflows import late_entries

QUESTION = "会议签到表只有第一页,请补上第二页的扫描件。"


def review_late_entries(session: Session, driver: Driver) -> None:
    """The oldest is confirmed, the next is asked back; the others wait on the list."""
    waiting = session.scalars(
        select(Task).where(late_entries.IS_UNCONFIRMED).order_by(Task.done_at, Task.id).limit(2)
    ).all()
    if len(waiting) < 2:
        return
    confirmed, asked = waiting
    handler = driver.holder(Role.OFFICE_HANDLER, confirmed.area_code)
    late_entries.confirm(session, handler, [confirmed.id], "与纸质档案核对一致。")
    late_entries.ask_back(session, handler, asked.id, QUESTION)
