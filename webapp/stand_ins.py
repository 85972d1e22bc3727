"""代班: who works for whom and until when; made and ended by the person or the administrator."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from forms.people import StandInForm
from models.account import Account
from models.role import Role
from models.stand_in import StandIn
from webapp import transactions
from webapp.colleagues import colleagues_of
from webapp.complaints import complain
from webapp.user import user
from workflows import stand_ins
from workflows.errors import Invalid

bp = Blueprint("stand_ins", __name__, url_prefix="/stand-ins")
MOST = 100


@bp.get("")
def show() -> ResponseReturnValue:
    """Those that concern the reader; for an administrator those of the county."""
    return _page(_form(with_answers=False))


@bp.post("")
def add() -> ResponseReturnValue:
    """Appoint a deputy for oneself, or as administrator for somebody of the county."""
    view, form = user(), _form(with_answers=True)
    if not form.validate():
        return _page(form), 422
    account_id = form["account_id"].data if "account_id" in form else view.id
    session = transactions.session()
    try:
        stand_ins.appoint(
            session,
            view.actor,
            account_id=int(account_id),
            deputy_id=int(form.deputy_id.data),
            first_day=form.first_day.data,
            last_day=form.last_day.data,
            reason=form.reason.data or "",
        )
    except Invalid as error:
        transactions.abandon()
        complain(form, error, otherwise="reason")
        return _page(form), 422
    flash("代班已安排;到期自动结束,也可以提前结束。")
    return redirect(url_for("stand_ins.show"), 303)


@bp.post("/<int:stand_in_id>/end")
def end(stand_in_id: int) -> ResponseReturnValue:
    """End one before its last day."""
    stand_ins.end(transactions.session(), user().actor, stand_in_id)
    flash("代班已结束。")
    return redirect(url_for("stand_ins.show"), 303)


def _form(*, with_answers: bool) -> StandInForm:
    view = user()
    counties = {authority.area_code[:6] for authority in view.actor.authorities}
    others = Account.id != view.id
    return StandInForm(
        request.form if with_answers else None,
        people=colleagues_of(transactions.reading(), counties, others),
        for_others=view.holds(Role.ADMINISTRATOR),
    )


def _page(form: StandInForm) -> str:
    session, actor = transactions.session(), user().actor
    account, deputy = aliased(Account), aliased(Account)
    own = or_(StandIn.account_id == actor.account_id, StandIn.deputy_id == actor.account_id)
    kept = select(Account.id).where(stand_ins.kept_by(actor))
    rows = session.execute(
        select(StandIn, account.display_name, deputy.display_name)
        .join(account, account.id == StandIn.account_id)
        .join(deputy, deputy.id == StandIn.deputy_id)
        .where(or_(own, StandIn.account_id.in_(kept)))
        .order_by(StandIn.last_day.desc(), StandIn.id.desc())
        .limit(MOST)
    ).all()
    return render_template("stand_ins.html", rows=rows, form=form, is_current=stand_ins.is_current)
