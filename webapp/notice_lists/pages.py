"""公示名单: households that wait, making a sheet of them, posting it and taking it down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from models.application import Application
from models.notice import MADE, NoticedHousehold, PublicNotice
from models.objection import Objection
from models.region import Region
from models.role import KEEPER_OF_LEVEL, Level
from webapp import transactions
from webapp.keys import key_in, keys_in
from webapp.parts import parts
from webapp.sentences import LEVELS
from webapp.user import user
from workflows import case_lists, clock, notice_sheets, rights
from workflows.errors import Forbidden, Invalid
from workflows.notice_sheets import POST, TAKE_DOWN, Waiting
from workflows.rights import Actor, Authority

bp = Blueprint("notice_lists", __name__)
PAGE = 20
NUMBER = "<string(maxlength=20):number>"
STATES = {"made": "待张贴", "posted": "公示中", "ended": "已结束", "cancelled": "已作废"}
TURNS = {
    "listed": "待张贴",
    "posted": "公示中",
    "closed": "已结束",
    "taken_off": "已撤下",
    "cancelled": "已停止办理",
}


@bp.get("/notice-lists")
def show() -> ResponseReturnValue:
    """Households that wait on my desks, and the sheets of my area, newest first."""
    session, actor = transactions.session(), user().actor
    before = key_in(request.args.get("before", ""))
    objections = (
        select(func.count())
        .where(Objection.notice_id == PublicNotice.id, Objection.state == "open")
        .scalar_subquery()
    )
    query = (
        select(PublicNotice, Region.name, objections)
        .join(Region, Region.code == PublicNotice.area_code)
        .where(rights.visible_notices(actor))
        .order_by(PublicNotice.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        query = query.where(PublicNotice.id < before)
    rows = session.execute(query).all()
    return render_template(
        "notice_lists/index.html",
        rows=rows[:PAGE],
        following=rows[PAGE - 1][0].id if len(rows) > PAGE else None,
        groups=_groups(notice_sheets.waiting(session, actor)) if before is None else [],
        levels=LEVELS,
        states=STATES,
        now=clock.now(),
    )


@bp.get("/notice-lists/new")
def choose() -> ResponseReturnValue:
    """The households that can stand on one sheet with that of a task, all of them ticked."""
    return _choose(_beside(user().actor, key_in(request.args.get("task", ""))))


@bp.post("/notice-lists")
def make() -> ResponseReturnValue:
    """Make the sheet of the ticked households, or of all that wait beside one of them."""
    session, actor = transactions.session(), user().actor
    beside = key_in(request.form.get("beside", ""))
    ticked = keys_in(request.form.getlist("task"))
    if request.form.get("all"):
        ticked = [each.task.id for each in _beside(actor, beside)]
    try:
        planned_on = _day(request.form.get("planned_on", ""))
        notice = notice_sheets.make(session, parts().runtime, actor, ticked, planned_on)
    except Invalid as refused:
        if beside is None:
            raise
        session.rollback()
        return _choose(_beside(actor, beside), ticked, refused), 422
    flash(f"{notice.number} 已编制,共 {notice.household_count} 户。请打印、盖章后张贴。")
    return redirect(url_for("notice_lists.show_one", number=notice.number), 303)


@bp.get(f"/notice-lists/{NUMBER}")
def show_one(number: str) -> ResponseReturnValue:
    """The sheet as frozen, what became of each household, and what is to be done next."""
    session, actor = transactions.session(), user().actor
    notice = notice_sheets.own_sheet(session, actor, number)
    corrected = session.get(PublicNotice, notice.corrects_id) if notice.corrects_id else None
    rows = session.execute(
        select(NoticedHousehold, Application.number)
        .join(Application, Application.id == NoticedHousehold.application_id)
        .where(NoticedHousehold.notice_id == notice.id)
        .order_by(NoticedHousehold.position)
    ).all()
    keeps = _authority(notice) is not None
    return render_template(
        "notice_lists/one.html",
        notice=notice,
        corrected=corrected,
        households=rows,
        to_post=len(notice_sheets.open_tasks(session, notice, POST)) if keeps else 0,
        to_take_down=len(notice_sheets.open_tasks(session, notice, TAKE_DOWN)) if keeps else 0,
        may_discard=keeps and notice.state == MADE,
        levels=LEVELS,
        states=STATES,
        turns=TURNS,
        now=clock.now(),
    )


@bp.post(f"/notice-lists/{NUMBER}/post")
def post(number: str) -> ResponseReturnValue:
    """Go and enter the posting: of one household on its page, of many on a list of tasks."""
    return _work(number, POST)


@bp.post(f"/notice-lists/{NUMBER}/take-down")
def take_down(number: str) -> ResponseReturnValue:
    """Go and enter that the days are full."""
    return _work(number, TAKE_DOWN)


@bp.route(f"/notice-lists/{NUMBER}/discard", methods=["GET", "POST"])
def discard(number: str) -> ResponseReturnValue:
    """Ask once, then put away a sheet that was never posted."""
    session, actor = transactions.session(), user().actor
    notice = notice_sheets.own_sheet(session, actor, number)
    authority = _authority(notice)
    if authority is None:
        raise Forbidden("只有编制公示的岗位可以作废它。")
    notice_sheets.check_discardable(notice)
    if request.method == "GET":
        return render_template("notice_lists/discard.html", notice=notice, levels=LEVELS)
    notice_sheets.discard(session, actor, notice, authority)
    flash(f"{notice.number} 已作废,各户等待重新编制。")
    return redirect(url_for("notice_lists.show"), 303)


def _work(number: str, node_id: str) -> ResponseReturnValue:
    session, actor = transactions.session(), user().actor
    notice = notice_sheets.own_sheet(session, actor, number)
    if _authority(notice) is None:
        raise Forbidden("这份公示由编制它的岗位张贴和核对。")
    tasks = notice_sheets.open_tasks(session, notice, node_id)
    if not tasks:
        raise Invalid("这份公示现在没有要办的这一步,请刷新后再看。")
    if len(tasks) == 1:
        return redirect(url_for("tasks.show", task_id=tasks[0]), 303)
    drafted = case_lists.draft_with(session, actor, tasks[0])
    if drafted is None:
        drafted = case_lists.make_list(session, parts().runtime, actor, tasks).case_list
        drafted.title = f"{notice.number} {drafted.title}"
    return redirect(url_for("lists.show_one", list_id=drafted.id), 303)


def _authority(notice: PublicNotice) -> Authority | None:
    """The authority of the reader to keep the notice, if there is one."""
    keeper = KEEPER_OF_LEVEL[Level(notice.level)]
    return next(
        (
            each
            for each in user().actor.authorities
            if each.role is keeper and each.area_code == notice.area_code
        ),
        None,
    )


def _beside(actor: Actor, task_id: int | None) -> list[Waiting]:
    if task_id is None:
        return []
    return notice_sheets.waiting(transactions.session(), actor, task_id=task_id)


def _choose(
    rows: Sequence[Waiting], ticked: Sequence[int] = (), refused: Invalid | None = None
) -> str:
    if not rows:
        raise Invalid("没有等待公示的农户,请回到公示页看看。") from refused
    return render_template(
        "notice_lists/new.html",
        rows=sorted(rows, key=lambda each: case_lists.place_of(each.application)),
        ticked=set(ticked) or {each.task.id for each in rows},
        first=rows[0],
        place=transactions.session().get_one(Region, rows[0].noticed.area_code).name,
        fault=refused.sentence if refused is not None else "",
        planned_on=request.form.get("planned_on") or clock.today().isoformat(),
        today=clock.today(),
        levels=LEVELS,
    )


def _groups(rows: Sequence[Waiting]) -> list[dict[str, Any]]:
    """Those that can stand on one sheet together, with the first names and one task of them."""
    places = dict(
        transactions.session()
        .execute(
            select(Region.code, Region.name).where(
                Region.code.in_({each.noticed.area_code for each in rows})
            )
        )
        .all()
    )

    def sheet(each: Waiting) -> tuple[str, str, int]:
        return (each.noticed.level, each.noticed.area_code, each.noticed.programme_id)

    groups = []
    for (level, area, _), found in groupby(sorted(rows, key=sheet), sheet):
        members = list(found)
        groups.append(
            {
                "level": level,
                "place": places[area],
                "programme": members[0].application.programme,
                "count": len(members),
                "names": [each.application.head_name for each in members[:4]],
                "task_id": members[0].task.id,
                "due_on": min(
                    (each.task.due_on for each in members if each.task.due_on), default=None
                ),
            }
        )
    return groups


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as error:
        raise Invalid("请填写张贴日期,例如 2019-03-06。", "planned_on") from error
