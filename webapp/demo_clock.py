"""The demo's control that moves the clock on; registered in the demo only."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import event
from sqlalchemy.orm import Session

from models.setting import Setting
from webapp import transactions
from webapp.local_paths import path_or_none
from webapp.user import user
from workflows import clock
from workflows.errors import Invalid
from workflows.system_history import record_system

bp = Blueprint("demo_clock", __name__)
SETTING = "clock_offset_seconds"
STEPS = (1, 5, 30)


@bp.post("/demo/clock")
def move() -> ResponseReturnValue:
    """Move the clock on by 1, 5 or 30 days; never back."""
    view = user()
    days = request.form.get("days", "")
    if days not in {str(step) for step in STEPS}:
        raise Invalid("只能拨快 1 天、5 天或 30 天。", "days")
    session = transactions.session()
    before = clock.today()
    offset = clock.offset() + dt.timedelta(days=int(days))
    store_offset(session, offset)
    record_system(session, view.actor, "clock_moved", {"days": int(days), "from": str(before)})
    # The clock itself moves only when the database has taken it.
    event.listen(session, "after_commit", lambda _session: clock.set_offset(offset), once=True)
    after = before + dt.timedelta(days=int(days))
    flash(f"演示日期已拨到 {after.isoformat()},到期的公示和期限正在由系统办理。")
    return redirect(path_or_none(request.form.get("next")) or url_for("inbox.show"), 303)


def store_offset(session: Session, offset: dt.timedelta) -> None:
    """Keep how far the demo's clock stands ahead; the caller commits."""
    setting = session.get(Setting, SETTING, with_for_update=True)
    seconds = int(offset.total_seconds())
    if setting is None:
        session.add(Setting(name=SETTING, value=seconds))
    else:
        setting.value = seconds
    session.flush()


def restore_offset(session: Session) -> None:
    """Set the clock as the demo's database says, at start-up."""
    setting = session.get(Setting, SETTING)
    clock.set_offset(dt.timedelta(seconds=setting.value if setting else 0))
