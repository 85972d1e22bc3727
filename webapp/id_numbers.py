"""Showing an identity number in clear: for a purpose, and on the record."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from models.history import FileRead
from models.household import Person
from webapp import transactions
from webapp.case_frame import load_frame
from webapp.parts import parts
from webapp.user import user
from workflows import clock
from workflows.errors import NotFound

bp = Blueprint("id_numbers", __name__)
PURPOSES = ("核对证件", "填写审批表", "与系统名单比对", "联系银行核户", "督查核实")


@bp.get("/cases/<int:application_id>/id-numbers")
def ask(application_id: int) -> ResponseReturnValue:
    """Ask what for."""
    frame = load_frame(transactions.session(), parts().runtime, user().actor, application_id)
    return render_template("cases/id_numbers.html", case=frame, purposes=PURPOSES, error="")


@bp.post("/cases/<int:application_id>/id-numbers")
def show(application_id: int) -> ResponseReturnValue:
    """Show the numbers of the household; who looked, when and why is kept."""
    session, view = transactions.session(), user()
    frame = load_frame(session, parts().runtime, view.actor, application_id)
    purpose = request.form.get("purpose", "").strip()
    if purpose not in PURPOSES:
        return (
            render_template(
                "cases/id_numbers.html", case=frame, purposes=PURPOSES, error="请选择查看的用途。"
            ),
            422,
        )
    if frame.application.household_id is None:
        raise NotFound
    session.add(
        FileRead(
            application_id=application_id,
            account_id=view.id,
            at=clock.now(),
            what="身份证号",
            purpose=purpose,
            address=(request.remote_addr or "")[:45],
        )
    )
    persons = session.scalars(
        select(Person)
        .where(Person.household_id == frame.application.household_id, Person.left_on.is_(None))
        .order_by(Person.is_head.desc(), Person.id)
    ).all()
    return render_template(
        "cases/id_numbers_shown.html", case=frame, persons=persons, purpose=purpose
    )
