"""Households of a project: joining by list, leaving one by one."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.fields.text import visible
from forms.projects.works import LeavingForm
from models.application import Application
from models.method import MUTUAL_AID_HOME
from models.project import ProjectHousehold
from models.region import Region
from webapp import transactions
from webapp.acts.page import typed
from webapp.keys import key_in
from webapp.projects.act_page import act_page, writable
from webapp.user import user
from workflows import clock
from workflows.errors import AlreadyDone, Invalid, NotFound
from workflows.projects import membership
from workflows.projects.access import WRITERS
from workflows.projects.membership import CLOSED, OPEN_TO_JOIN, candidates, targets

bp = Blueprint("project_members", __name__)
MOST = 200
LONGEST = 20
DWELLING = "dwelling-"


@dataclass(frozen=True)
class Candidate:
    """A case that may join; ``typed`` is the dwelling written beside it."""

    application: Application
    village: str
    typed: str = ""


@bp.route("/projects/<int:project_id>/households/new", methods=["GET", "POST"])
def join(project_id: int) -> ResponseReturnValue:
    """Those that may join, with a place for the number of the dwelling beside each."""
    project = writable(project_id, *WRITERS)
    if project.state not in OPEN_TO_JOIN:
        raise AlreadyDone(CLOSED)
    dwellings, day = _dwellings(), request.form.get("joined_on", clock.today().isoformat())
    error: Invalid | None = None
    if request.method == "POST":
        try:
            _check_numbers(dwellings)
            joined = membership.join(
                transactions.session(),
                user().actor,
                project_id,
                dwellings,
                joined_on=_day(day),
            )
        except Invalid as refused:
            transactions.abandon()
            error = refused
        else:
            flash(f"已加入 {len(joined)} 户。请村里与各户签订建房协议。")
            return redirect(url_for("projects.show_one", project_id=project_id), 303)
    # A transaction that was rolled back has taken its rows along.
    project = writable(project_id, *WRITERS)
    rows = transactions.reading().execute(
        candidates(project)
        .add_columns(Region.name)
        .join(Region, Region.code == Application.village_code)
        .limit(MOST)
    )
    page = render_template(
        "projects/join.html",
        project=project,
        rows=[Candidate(case, village, dwellings.get(case.id, "")) for case, village in rows],
        day=day,
        error=error,
    )
    return page, 422 if error else 200


@bp.route("/projects/<int:project_id>/households/<int:member_id>/leave", methods=["GET", "POST"])
def leave(project_id: int, member_id: int) -> ResponseReturnValue:
    """One household leaves, for another project or for works of its own."""
    project = writable(project_id, *WRITERS)
    reading = transactions.reading()
    name = reading.scalar(
        select(Application.head_name)
        .join(ProjectHousehold, ProjectHousehold.application_id == Application.id)
        .where(ProjectHousehold.id == member_id, ProjectHousehold.project_id == project_id)
    )
    if name is None:
        raise NotFound("这个工程里没有这一户。")
    offered = [
        (str(each.id), f"{each.title}({each.number})") for each in reading.scalars(targets(project))
    ]
    must_move = project.kind == MUTUAL_AID_HOME
    form = LeavingForm(typed(), targets=offered, must_move=must_move)

    def act(session: Session, _papers: dict[str, int]) -> None:
        told = dict(form.data)
        target = told.pop("to_project_id")
        to_id = int(target) if target else None
        membership.leave(session, user().actor, project_id, member_id, to_project_id=to_id, **told)

    return act_page(
        project,
        form,
        act,
        *WRITERS,
        title=f"{name}退出工程",
        lead="退出以后,空出的房屋可以由别的农户入住。",
        button="确认退出",
        done=f"{name}已退出这个工程。",
    )


def _dwellings() -> dict[int, str]:
    """case -> number of the dwelling, of the lines that were filled in."""
    told = {}
    for name, value in request.form.items():
        if not name.startswith(DWELLING):
            continue
        text = visible(unicodedata.normalize("NFKC", value)).strip()
        number = key_in(name.removeprefix(DWELLING))
        if number is not None and text:
            told[number] = text
    return told


def _check_numbers(dwellings: Mapping[int, str]) -> None:
    if not dwellings:
        raise Invalid("请在要加入的农户后面填写房号。", "dwelling_number")
    if any(len(each) > LONGEST or not each.isprintable() for each in dwellings.values()):
        raise Invalid(f"房号最多 {LONGEST} 个字。", "dwelling_number")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Invalid("日期应写成 2019-06-04 这样。", "joined_on") from None
