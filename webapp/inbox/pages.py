"""待办, 已办 and 我经办的: what waits for me, what I did, and the cases I had a hand in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from forms.list_rows import is_listable
from models.programme import Programme
from models.region import Region
from models.role import Role
from webapp import transactions
from webapp.counters import Counters, counters
from webapp.done_query import done_page, mine_page
from webapp.inbox.query import Cursor, Filters, Row, inbox_page
from webapp.keys import key_in, region_code_in
from webapp.parts import parts
from webapp.reports.choices import programmes_of
from webapp.user import user
from webapp.wording import deadline_badge
from workflows import clock, rights, working_days
from workflows.calendar_upkeep import missing_year
from workflows.engine import DefinitionSet
from workflows.parameters import near_days
from workflows.rights import Actor
from workflows.runtime import MAIN_PROCESS

bp = Blueprint("inbox", __name__)


@bp.get("/")
def show() -> ResponseReturnValue:
    """Open tasks that I may do, soonest due first."""
    view = user()
    if elsewhere := _home_of_others():
        return redirect(elsewhere)
    session, actor = transactions.session(), view.actor
    filters = Filters(
        step=request.args.get("step", "")[:60],
        area=region_code_in(request.args.get("area", "")),
        programme=key_in(request.args.get("programme", "")),
        hand=_hand(actor),
    )
    calendar, programmes = working_days.exceptions(session), programmes_of(session, actor)
    near = near_days(session, programmes)
    is_office = actor.holds(Role.OFFICE_HANDLER, Role.OFFICE_APPROVER)
    after = Cursor.parse(request.args.get("after", ""))
    rows, following = inbox_page(session, actor, filters, after)
    return render_template(
        "inbox.html",
        rows=[
            (row, deadline_badge(row.task.due_on, calendar, near), _mark(actor, row))
            for row in rows
        ],
        near=near,
        missing_year=missing_year(session, programmes, calendar) if is_office else None,
        following=following,
        is_first=after is None,
        filters=filters,
        may_list=bool(
            filters.step and not filters.hand and rows and is_listable(rows[0].task.form_key)
        ),
        steps=steps_of(actor, typing=filters.hand == "typing"),
        may_type=actor.holds(Role.TOWNSHIP_OFFICER),
        areas=_areas(session, actor),
        programmes=[(each.id, f"{each.year} 方案{each.plan}") for each in programmes],
        counters=counters_of(session, actor, programmes),
    )


@bp.get("/done")
def done() -> ResponseReturnValue:
    """Tasks that I completed, newest first."""
    session, actor = transactions.session(), user().actor
    rows, following = done_page(session, actor, request.args.get("before", ""))
    return render_template(
        "done.html",
        rows=rows,
        following=following,
        counters=counters_of(session, actor),
        label_of=_label_of_outcome,
    )


@bp.get("/mine")
def mine() -> ResponseReturnValue:
    """Cases in which I did something, last touched first."""
    session, actor = transactions.session(), user().actor
    rows, following = mine_page(session, actor, request.args.get("before", ""))
    return render_template(
        "mine.html", rows=rows, following=following, counters=counters_of(session, actor)
    )


def _hand(actor: Actor) -> str:
    wanted = request.args.get("hand", "")
    is_known = wanted == "mine" or (wanted == "typing" and actor.holds(Role.TOWNSHIP_OFFICER))
    return wanted if is_known else ""


def _mark(actor: Actor, row: Row) -> str:
    """Whose work it is when it is not simply mine; words beside the step."""
    authority = rights.may_do(actor, row.task)
    if authority is None:
        return f"已转给{row.assigned_to}" if row.assigned_to else "代录"
    if authority.holder is not None:
        return f"代 {authority.holder.name}"
    return "转给我的" if row.assigned_to else ""


def steps_of(actor: Actor, *, typing: bool = False) -> list[tuple[str, str]]:
    """(node, name) of the steps that my roles take, as drawn now; namesakes with their process."""
    own = {authority.role.value for authority in actor.authorities}
    if typing:
        own = {role.value for role in rights.VILLAGE_ROLES}
    if own & {"village_clerk", "township_officer", "office_handler"}:
        own.add(Role.NOTICE_KEEPER.value)
    drawn = parts().runtime.library.current
    tasks = [
        task
        for process_id in dict.fromkeys([*_called_from(drawn, MAIN_PROCESS), *drawn.process_ids])
        for task in drawn.user_tasks(process_id)
        if task.role in own
    ]
    times = Counter(task.name for task in tasks)
    return [
        (
            task.node_id,
            task.name if times[task.name] == 1 else f"{task.name}({drawn.name(task.process_id)})",
        )
        for task in tasks
    ]


def _called_from(drawn: DefinitionSet, process_id: str) -> Iterator[str]:
    """The process and those it calls, as a case walks them."""
    yield process_id
    for called in drawn.calls[process_id]:
        yield from _called_from(drawn, called)


def _home_of_others() -> str | None:
    """Who has no tasks begins elsewhere: the auditor with the cases, the administrator here."""
    roles = {post.role for post in user().posts}
    if roles and roles <= {Role.AUDITOR, Role.ADMINISTRATOR}:
        return url_for("search.show" if Role.AUDITOR in roles else "admin_accounts.show")
    return None


def counters_of(
    session: Session, actor: Actor, programmes: Sequence[Programme] | None = None
) -> Counters:
    """The numbers beside the menu, as of now."""
    if programmes is None:
        programmes = programmes_of(session, actor)
    today, days = clock.today(), near_days(session, programmes)
    near = working_days.add_working_days(today, days, working_days.exceptions(session))
    return counters(session, actor, today, near)


def _areas(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """Places to filter by: the villages of a township, the townships of a county."""
    codes = {authority.area_code for authority in actor.authorities}
    rows = session.execute(
        select(Region.code, Region.name)
        .where(
            or_(Region.parent_code.in_(codes), Region.code.in_(c for c in codes if len(c) == 12))
        )
        .order_by(Region.code)
    )
    return [(code, name) for code, name in rows]


def _label_of_outcome(process_id: str, node_id: str, outcome: str) -> str:
    try:
        outcomes = parts().runtime.library.current.outcomes(process_id, node_id)
    except KeyError:
        return ""
    return next((each.label for each in outcomes if each.id == outcome), "")
