"""工程: the list, one project, and its facts."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from forms.fields.paper import PaperField
from forms.projects.facts import ProjectForm
from models.account import Account
from models.programme import Programme
from models.project import ACCEPTED, BUILDING, FINISHED, PLANNED, STATES, Project
from models.region import Region
from models.role import Role
from webapp import transactions
from webapp.acts.page import is_done, typed
from webapp.keys import key_in, region_code_in
from webapp.projects.act_page import act_page, keep_papers, writable
from webapp.projects.query import (
    PAGE,
    ProjectContents,
    ProjectFilters,
    contents_of,
    projects_page,
)
from webapp.projects.sentences import tell
from webapp.readings import SUPERVISION, log_reading
from webapp.user import user
from workflows import rights
from workflows.errors import Forbidden, Invalid
from workflows.projects import building
from workflows.projects.acceptance import ACCEPTORS, NAMES, next_level
from workflows.projects.access import INSPECTORS, WRITERS, project_of
from workflows.rights import PROJECT_READERS

bp = Blueprint("projects", __name__)
CHANGED = "这个工程刚被同事改过,下面是您填写的内容。请核对后再次保存。"


@bp.get("/projects")
def show() -> ResponseReturnValue:
    """The projects of the reader's area, newest first."""
    actor, session = user().actor, transactions.session()
    if not actor.holds(*PROJECT_READERS):
        raise Forbidden("工程由乡镇、危改办、财政和审计查看。")
    before, filters = key_in(request.args.get("before", "")), _filters()
    rows = projects_page(session, actor, filters, before or 0)
    return render_template(
        "projects/index.html",
        rows=rows[:PAGE],
        following=rows[PAGE - 1].project.id if len(rows) > PAGE else None,
        filters=filters,
        states=STATES,
        townships=_regions(9, *PROJECT_READERS),
        programmes=_programmes(),
        may_open=actor.holds(*WRITERS),
    )


@bp.get("/projects/<int:project_id>")
def show_one(project_id: int) -> ResponseReturnValue:
    """One project: facts, households, works, acceptance, papers, record."""
    view, session = user(), transactions.session()
    project = project_of(session, view.actor, project_id)
    if view.holds(Role.AUDITOR):
        log_reading(f"工程:{project.number}", SUPERVISION)
    contents = contents_of(session, project)
    level = next_level(project)
    return render_template(
        "projects/one.html",
        contents=contents,
        project=project,
        states=STATES,
        events=[(entry, tell(entry)) for entry in contents.entries],
        names=NAMES,
        people=_people(contents),
        level=level if level and _covers(project, ACCEPTORS[level]) else None,
        may_write=_covers(project, *WRITERS) and project.state != ACCEPTED,
        may_inspect=_covers(project, *INSPECTORS) and project.state in (BUILDING, FINISHED),
        planned=PLANNED,
        building=BUILDING,
    )


@bp.route("/projects/new", methods=["GET", "POST"])
def add() -> ResponseReturnValue:
    """Open a project."""
    if not user().actor.holds(*WRITERS):
        raise Forbidden("工程由乡镇经办、危改办经办登记。")
    form, status = _form(), 200
    opened: list[int] = []
    if request.method == "POST":
        if is_done(form, lambda papers: opened.append(_opened(form, papers))):
            flash("工程已登记。请加入农户;开工以前补全合同和施工单位。")
            return redirect(url_for("projects.show_one", project_id=opened[0]), 303)
        status = 422
    return render_template("projects/new.html", form=form), status


@bp.route("/projects/<int:project_id>/facts", methods=["GET", "POST"])
def change(project_id: int) -> ResponseReturnValue:
    """Complete or correct what is told of it."""
    project = writable(project_id, *WRITERS)
    form = _form(project)

    def act(session: Session, papers: dict[str, int]) -> None:
        kept = project_of(session, user().actor, project_id)
        # A paper kept just now is on the record already.
        if form.seen.data != str(kept.history_length - len(papers)):
            form.seen.data = str(kept.history_length - len(papers))
            raise Invalid(CHANGED)
        building.change(session, user().actor, project_id, form.facts(kept))

    return act_page(
        project,
        form,
        act,
        *WRITERS,
        title="工程内容",
        lead="补全或更正工程的内容;改了什么记入工程记录。",
        button="保存",
        done="已保存。",
    )


def _opened(form: ProjectForm, papers: list[PaperField]) -> int:
    session, actor = transactions.session(), user().actor
    project = building.open_project(
        session,
        actor,
        form.facts(),
        kind=str(form.kind.data),
        programme_id=int(form.programme_id.data),
        township_code=str(form.township_code.data),
    )
    keep_papers(session, project.id, papers, *WRITERS)
    return project.id


def _form(project: Project | None = None) -> ProjectForm:
    townships = _regions(9, *WRITERS)
    inside = {project.township_code} if project else {code for code, _ in townships}
    villages = [each for each in _regions(12, *WRITERS) if each[0][:9] in inside]
    return ProjectForm(
        typed(),
        programmes=_programmes(),
        townships=townships,
        villages=villages,
        project=project,
    )


def _regions(length: int, *roles: Role) -> list[tuple[str, str]]:
    """(code, name) of the townships or villages where the reader holds one of ``roles``."""
    areas = {each.area_code for each in user().actor.authorities if each.role in roles}
    inside = [rights.within(Region.code, area) for area in areas]
    rows = transactions.reading().execute(
        select(Region.code, Region.name).where(or_(*inside)).order_by(Region.code)
    )
    return [(code, name) for code, name in rows if len(code) == length]


def _programmes() -> list[tuple[str, str]]:
    counties = {each.area_code[:6] for each in user().actor.authorities}
    rows = transactions.reading().scalars(
        select(Programme)
        .where(Programme.county_code.in_(counties))
        .order_by(Programme.year.desc(), Programme.plan)
    )
    return [(str(each.id), f"{each.year} 方案{each.plan}") for each in rows]


def _people(contents: ProjectContents) -> dict[int, str]:
    """Who recorded each acceptance."""
    ids = {row.recorded_by_id for row in contents.acceptances}
    found = transactions.session().execute(
        select(Account.id, Account.display_name).where(Account.id.in_(ids))
    )
    return dict(found.all())


def _covers(project: Project, *roles: Role) -> bool:
    return rights.covers_village(user().actor, project.township_code, *roles) is not None


def _filters() -> ProjectFilters:
    programme, state = request.args.get("programme", ""), request.args.get("state", "")
    return ProjectFilters(
        township=region_code_in(request.args.get("township", "")),
        programme=programme if key_in(programme) is not None else "",
        state=state if state in STATES else "",
    )
