"""结转: the cases of a finished year that were not approved go on under the next year's plan."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.application import Application
from models.programme import Programme
from webapp import transactions
from webapp.parts import parts
from webapp.user import user
from workflows.carry_over import CARRIERS, carry_over, target_of, to_be_carried
from workflows.errors import Forbidden, Invalid, NotFound
from workflows.rights import label

bp = Blueprint("carry_over", __name__, url_prefix="/carry-over")


@bp.get("")
def show() -> ResponseReturnValue:
    """What would be carried, by programme and stage; nothing is changed."""
    session = transactions.session()
    rows = [_preview(session, programme) for programme in _programmes(session)]
    return render_template("carry_over.html", rows=rows)


@bp.post("/<int:programme_id>")
def carry(programme_id: int) -> ResponseReturnValue:
    """Carry the next cases of a programme."""
    session = transactions.session()
    programme = next((each for each in _programmes(session) if each.id == programme_id), None)
    if programme is None:
        raise NotFound
    count, is_more = carry_over(session, parts().runtime, user().actor, programme)
    said = f"已结转 {count} 件到 {programme.year + 1} 年。" if count else "没有要结转的了。"
    flash(said + ("还有没结转的,请再按一次。" if is_more else ""))
    return redirect(url_for("carry_over.show"), 303)


def _programmes(session: Session) -> list[Programme]:
    """Those of the reader's own county. Raises Forbidden for other roles."""
    actor = user().actor
    counties = {each.area_code for each in actor.authorities if each.role in CARRIERS}
    if not counties:
        raise Forbidden(f"结转由{label(CARRIERS)}办理。")
    return list(
        session.scalars(
            select(Programme)
            .where(Programme.county_code.in_(counties))
            .order_by(Programme.year.desc(), Programme.plan)
        )
    )


def _preview(session: Session, programme: Programme) -> dict[str, object]:
    """The programme, its cases by stage, and why nothing can be carried, if so."""
    drawn = parts().runtime.library.current
    counted = session.execute(
        select(Application.stage, func.count())
        .where(to_be_carried(programme))
        .group_by(Application.stage)
    ).all()
    stages = Counter({drawn.name(stage): count for stage, count in counted})
    try:
        target_of(session, user().actor, programme)
        problem = ""
    except Invalid as error:
        problem = error.sentence
    return {"programme": programme, "stages": stages, "total": stages.total(), "problem": problem}
