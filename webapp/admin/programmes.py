"""Programme parameters: each change is a new dated row with its source; the old one stays."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account
from models.programme import Programme, ProgrammeParameter
from models.role import Role
from webapp import transactions
from webapp.admin.parameter_lines import day_of, lines_of
from webapp.admin.parameter_values import MAX_TEXT, choices_of, typed_words, value_of
from webapp.admin.permission import administrators_only, own_areas
from webapp.user import user
from workflows import clock
from workflows.errors import NotFound
from workflows.parameter_groups import parameter_groups
from workflows.parameters import parameters_of, set_parameter
from workflows.programme_years import make_next_year, next_year
from workflows.rule_sources import sources_of
from workflows.system_history import record_system

MAX_SEARCH = 40
bp = Blueprint("admin_programmes", __name__, url_prefix="/admin/programmes")
administrators_only(bp)


@bp.get("")
def show() -> ResponseReturnValue:
    """The programmes of the county."""
    programmes = transactions.session().scalars(
        select(Programme)
        .where(Programme.county_code.in_({area[:6] for area in own_areas()}))
        .order_by(Programme.year.desc(), Programme.plan)
    )
    return render_template("admin/programmes.html", programmes=programmes.all())


@bp.get("/<int:programme_id>")
def show_one(programme_id: int) -> ResponseReturnValue:
    """The groups of parameters; one of them, or what holds the words looked for."""
    session = transactions.session()
    programme = _programme(session, programme_id)
    lines = lines_of(programme, _rows(session, programme_id))
    wanted = request.args.get("q", "").strip()[:MAX_SEARCH]
    group = next((g for g in parameter_groups() if g.key == request.args.get("group")), None)
    if wanted:
        lines = [line for line in lines if line.holds(wanted)]
    elif group:
        lines = [line for line in lines if line.group is group]
    return render_template(
        "admin/programme.html",
        programme=programme,
        lines=lines,
        groups=parameter_groups(),
        group=group,
        wanted=wanted,
        day=day_of(programme),
        has_next=next_year(session, programme) is not None,
    )


@bp.post("/<int:programme_id>/next-year")
def make_next(programme_id: int) -> ResponseReturnValue:
    """Make the following year's programme as a copy, its parameters to be confirmed."""
    session, view = transactions.session(), user()
    present = _programme(session, programme_id)
    made = make_next_year(session, present, made_by_id=view.id)
    record_system(
        session,
        view.actor,
        "programme_copied",
        {"before": present.code, "after": made.code},
        role=Role.ADMINISTRATOR.value,
    )
    flash(f"已建立{made.year}年方案{made.plan},请逐项确认参数,补上文件号。")
    return redirect(url_for("admin_programmes.show_one", programme_id=made.id), 303)


@bp.get("/<int:programme_id>/<name>")
def show_parameter(programme_id: int, name: str) -> ResponseReturnValue:
    """One parameter with all it has been."""
    return _parameter_page(programme_id, name, errors={}, typed={})


@bp.post("/<int:programme_id>/<name>")
def change(programme_id: int, name: str) -> ResponseReturnValue:
    """Set a new value from a day on, with the document that says so."""
    typed = {
        key: "、".join(each.strip() for each in request.form.getlist(key))
        for key in ("value", "valid_from", "source", "note")
    }
    reading = transactions.reading()
    programme = _programme(reading, programme_id)
    present = parameters_of(reading, programme, day_of(programme))
    if name not in present:
        raise NotFound
    errors: dict[str, str] = {}
    value = value_of(name, typed["value"], present[name], errors)
    day = _day(typed["valid_from"], errors)
    if not typed["source"] or len(typed["source"]) > 40:
        errors["source"] = "请填写依据(文件号或条款),最多 40 个字。"
    if not typed["note"] or len(typed["note"]) > MAX_TEXT:
        errors["note"] = f"请写明更改的原因,最多 {MAX_TEXT} 个字。"
    if errors:
        return _parameter_page(programme_id, name, errors, typed), 422
    assert day is not None
    session, view = transactions.session(), user()
    programme = _programme(session, programme_id)
    set_parameter(
        session,
        programme,
        name=name,
        value=value,
        valid_from=day,
        kind="document",
        source=typed["source"],
        note=typed["note"],
        set_by_id=view.id,
    )
    session.flush()
    payload = {
        "programme": programme.code,
        "name": name,
        "before": present[name],
        "after": value,
        "valid_from": day.isoformat(),
        "source": typed["source"],
    }
    record_system(session, view.actor, "parameter_set", payload, role=Role.ADMINISTRATOR.value)
    flash("参数已更改,新值从生效日期起使用。")
    return redirect(
        url_for("admin_programmes.show_parameter", programme_id=programme_id, name=name), 303
    )


def _programme(session: Session, programme_id: int) -> Programme:
    programme = session.get(Programme, programme_id)
    if programme is None or programme.county_code not in {area[:6] for area in own_areas()}:
        raise NotFound
    return programme


def _rows(session: Session, programme_id: int) -> list[ProgrammeParameter]:
    return list(
        session.scalars(
            select(ProgrammeParameter)
            .where(ProgrammeParameter.programme_id == programme_id)
            .order_by(ProgrammeParameter.valid_from, ProgrammeParameter.set_at)
        )
    )


def _parameter_page(
    programme_id: int, name: str, errors: dict[str, str], typed: dict[str, str]
) -> str:
    session = transactions.session()
    programme = _programme(session, programme_id)
    rows = session.execute(
        select(ProgrammeParameter, Account.display_name)
        .outerjoin(Account, Account.id == ProgrammeParameter.set_by_id)
        .where(ProgrammeParameter.programme_id == programme_id, ProgrammeParameter.name == name)
        .order_by(ProgrammeParameter.valid_from, ProgrammeParameter.set_at)
    ).all()
    lines = lines_of(programme, [row for row, _ in rows])
    if not lines:
        raise NotFound
    present = lines[0].row.value
    return render_template(
        "admin/parameter.html",
        programme=programme,
        line=lines[0],
        rows=reversed(rows),
        choices=choices_of(name, present),
        errors=errors,
        typed=typed or {"value": typed_words(present), "valid_from": day_of(programme).isoformat()},
        sources_of=sources_of,
    )


def _day(text: str, errors: dict[str, str]) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        errors["valid_from"] = "生效日期应写成 2019-06-04 这样。"
        return None
    if day < clock.today():
        errors["valid_from"] = "生效日期不能早于今天:已办的事不能改变依据。"
    return day
