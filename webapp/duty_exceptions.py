"""职责例外: the approver lets somebody off a duty rule where nobody else is there."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from forms.people import DutyExceptionForm
from models.account import Account
from models.application import Application
from models.duty_exception import DutyException
from models.region import Region
from webapp import transactions
from webapp.colleagues import colleagues_of
from webapp.complaints import complain
from webapp.user import user
from workflows import clock, duty_exceptions, rights
from workflows.duties import EXEMPTIBLE
from workflows.errors import Invalid

bp = Blueprint("duty_exceptions", __name__, url_prefix="/duty-exceptions")
MOST = 100


@bp.before_request
def check() -> None:
    """Only the county's approver, before anything is read."""
    duty_exceptions.county_of(user().actor)


@bp.get("")
def show() -> ResponseReturnValue:
    """Every exception of the county, the newest first."""
    return _page(_form(with_answers=False))


@bp.post("")
def add() -> ResponseReturnValue:
    """Grant one; it is on the record, and so is each use of it."""
    form = _form(with_answers=True)
    if not form.validate():
        return _page(form), 422
    try:
        duty_exceptions.grant(
            transactions.session(),
            user().actor,
            rule=form.rule.data,
            account_id=int(form.account_id.data),
            area_code=form.area_code.data,
            number=form.number.data or "",
            until=form.until.data,
            reason=form.reason.data or "",
        )
    except Invalid as error:
        transactions.abandon()
        complain(form, error, otherwise="reason")
        return _page(form), 422
    flash("例外已批准并记录在案;每用一次,都会写进那一件的记录。")
    return redirect(url_for("duty_exceptions.show"), 303)


@bp.post("/<int:exception_id>/end")
def end(exception_id: int) -> ResponseReturnValue:
    """End one before its day."""
    duty_exceptions.end(transactions.session(), user().actor, exception_id)
    flash("例外已结束。")
    return redirect(url_for("duty_exceptions.show"), 303)


def _form(*, with_answers: bool) -> DutyExceptionForm:
    view, reading = user(), transactions.reading()
    county = duty_exceptions.county_of(view.actor)
    areas = reading.execute(
        select(Region.code, Region.name)
        .where(rights.within(Region.code, county), Region.code != county)
        .order_by(Region.code)
    ).all()
    return DutyExceptionForm(
        request.form if with_answers else None,
        people=colleagues_of(reading, {county}, Account.id != view.id),
        areas=[(code, name if len(code) < 12 else f" {name}") for code, name in areas],
    )


def _page(form: DutyExceptionForm) -> str:
    rows = transactions.session().execute(
        select(DutyException, Account.display_name, Region.name, Application.number)
        .join(Account, Account.id == DutyException.account_id)
        .outerjoin(Region, Region.code == DutyException.area_code)
        .outerjoin(Application, Application.id == DutyException.application_id)
        .where(DutyException.county_code == duty_exceptions.county_of(user().actor))
        .order_by(DutyException.id.desc())
        .limit(MOST)
    )
    return render_template(
        "duty_exceptions.html",
        rows=rows.all(),
        form=form,
        rules=EXEMPTIBLE,
        day_now=clock.today(),
    )
