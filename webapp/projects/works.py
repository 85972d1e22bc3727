"""Start, inspections, findings, completion and acceptance of a project."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from forms.projects.acceptance import acceptance_form
from forms.projects.works import FinishForm, InspectionForm, SettlementForm, StartForm
from models.role import Level
from webapp import transactions
from webapp.acts.page import told_in, typed
from webapp.parts import parts
from webapp.projects.act_page import act_page, writable
from webapp.user import user
from workflows.errors import AlreadyDone, NotFound
from workflows.projects import building
from workflows.projects.acceptance import (
    ACCEPTORS,
    BEFORE,
    NAMES,
    NOT_NOW,
    Findings,
    accept,
    checklist,
)
from workflows.projects.access import INSPECTORS, WRITERS, live_members
from workflows.projects.building import Look

bp = Blueprint("project_works", __name__)
LEADS = {
    Level.TOWNSHIP: "乡镇对工程里的所有房屋一并初步验收,逐项查看;合格后由危改办竣工验收。",
    Level.COUNTY: "组织相关部门和专业技术人员,对所有房屋一并竣工验收,逐户实测面积。"
    "合格后,各户随工程转入交付。",
}


@bp.route("/projects/<int:project_id>/start", methods=["GET", "POST"])
def start(project_id: int) -> ResponseReturnValue:
    """登记开工."""
    project = writable(project_id, *WRITERS)
    form = StartForm(typed(), handled_by=user().name)

    def act(session: Session, _papers: dict[str, int]) -> None:
        building.start(session, user().actor, project_id, **told_in(form))

    return act_page(
        project,
        form,
        act,
        *WRITERS,
        title="登记开工",
        lead="合同、施工单位和接受过培训的监督人员齐全以后开工。",
        button="登记开工",
        done="已登记开工。",
    )


@bp.route("/projects/<int:project_id>/completion", methods=["GET", "POST"])
def finish(project_id: int) -> ResponseReturnValue:
    """登记完工."""
    project = writable(project_id, *WRITERS)
    form = FinishForm(typed(), handled_by=user().name)

    def act(session: Session, _papers: dict[str, int]) -> None:
        building.finish(session, user().actor, project_id, **told_in(form))

    return act_page(
        project,
        form,
        act,
        *WRITERS,
        title="登记完工",
        lead="登记以后不能再加入农户;各户的开工、完工日期随工程记入各自的档案。",
        button="登记完工",
        done="已登记完工,请乡镇办理初步验收。",
    )


@bp.route("/projects/<int:project_id>/inspections/new", methods=["GET", "POST"])
def inspect(project_id: int) -> ResponseReturnValue:
    """登记巡查."""
    project = writable(project_id, *INSPECTORS)
    form = InspectionForm(typed(), handled_by=user().name)

    def act(session: Session, papers: dict[str, int]) -> None:
        look = Look(**told_in(form))
        building.inspect(session, user().actor, project_id, look, papers.get("photo"))

    return act_page(
        project,
        form,
        act,
        *INSPECTORS,
        title="登记巡查",
        lead="有问题的填写整改期限,复查合格以前不能验收。",
        button="登记巡查",
        done="巡查已登记。",
    )


@bp.route(
    "/projects/<int:project_id>/inspections/<int:inspection_id>/settlement",
    methods=["GET", "POST"],
)
def settle(project_id: int, inspection_id: int) -> ResponseReturnValue:
    """登记整改复查."""
    project = writable(project_id, *INSPECTORS)
    form = SettlementForm(typed())

    def act(session: Session, papers: dict[str, int]) -> None:
        told = told_in(form) | {"photo_id": papers.get("photo")}
        building.settle(session, user().actor, project_id, inspection_id, **told)

    return act_page(
        project,
        form,
        act,
        *INSPECTORS,
        title="整改复查",
        lead="整改合格的登记复查;还不合格的,等整改好了再来登记。",
        button="复查合格",
        done="整改已复查合格。",
    )


@bp.route("/projects/<int:project_id>/acceptances/<level>", methods=["GET", "POST"])
def judge(project_id: int, level: str) -> ResponseReturnValue:
    """工程初验 and 工程竣工验收."""
    at = next((each for each in ACCEPTORS if each.value == level), None)
    if at is None:
        raise NotFound("没有这一页。")
    project = writable(project_id, ACCEPTORS[at])
    if project.state != BEFORE[at]:
        raise AlreadyDone(NOT_NOW[at])
    members = live_members(transactions.reading(), project)
    form = acceptance_form(at, members)(
        typed(), items=checklist(parts().runtime, project), handled_by=user().name
    )

    def act(session: Session, papers: dict[str, int]) -> None:
        told = form.data
        found = Findings(
            outcome=str(told["outcome"]),
            happened_on=told["happened_on"],
            handled_by=told["handled_by"],
            members=form.members.people,
            checklist=told["checklist"],
            areas=form.areas,
            findings=told["findings"],
            rectify_by=told["rectify_by"],
            photo_id=papers["photo"],
            sheet_id=papers["sheet"],
        )
        accept(session, parts().runtime, user().actor, project_id, at, found)

    return act_page(
        project,
        form,
        act,
        ACCEPTORS[at],
        title=NAMES[at],
        lead=LEADS[at],
        button="提交验收",
        done=f"{NAMES[at]}已登记。",
    )
