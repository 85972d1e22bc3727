"""Public notices of my area that are open: where, until when, and whose."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from models.application import Application
from models.notice import NoticedHousehold, Objection, PublicNotice
from models.region import Region
from webapp import transactions
from webapp.keys import key_in
from webapp.sentences import LEVELS
from webapp.user import user
from workflows import clock, rights

bp = Blueprint("notices", __name__)
PAGE = 20


@bp.get("/notices")
def show() -> ResponseReturnValue:
    """Open notices on which a case stands that I may read, newest first."""
    before = key_in(request.args.get("before", ""))
    objections = (
        select(func.count())
        .where(Objection.notice_id == PublicNotice.id, Objection.state == "open")
        .scalar_subquery()
    )
    query = (
        select(PublicNotice, Application, Region.name, objections)
        .join(NoticedHousehold, NoticedHousehold.notice_id == PublicNotice.id)
        .join(Application, Application.id == NoticedHousehold.application_id)
        .join(Region, Region.code == Application.village_code)
        .where(PublicNotice.state == "open", rights.visible_applications(user().actor))
        .order_by(PublicNotice.id.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        query = query.where(PublicNotice.id < before)
    rows = transactions.session().execute(query).all()
    return render_template(
        "notices.html",
        rows=rows[:PAGE],
        following=rows[PAGE - 1][0].id if len(rows) > PAGE else None,
        levels=LEVELS,
        now=clock.now(),
    )
