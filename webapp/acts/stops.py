"""中止, 恢复 and 终止 of a case, and the list of the cases that stand still."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, literal_column, select

from forms.stopping import GroundsForm, ResumptionForm
from models.application import Application
from models.programme import Programme
from models.region import Region
from models.stop import CaseStop
from webapp import transactions
from webapp.acts.page import act_page, case_of, told_in, typed
from webapp.done_query import CaseRow
from webapp.keys import key_in
from webapp.user import user
from workflows import rights, suspensions, terminations
from workflows.errors import AlreadyDone
from workflows.steps import Step, require_role
from workflows.suspensions import SUSPENDERS, Grounds
from workflows.terminations import ASKERS

bp = Blueprint("stops", __name__)
PAGE = 20
# Written out, not bound: only so does SQLite see that the partial index serves.
IS_SUSPENDED: ColumnElement[bool] = literal_column("applications.state = 'suspended'")


@bp.get("/suspended")
def show() -> ResponseReturnValue:
    """已中止: the cases of the reader that stand still, newest first."""
    before = key_in(request.args.get("before", ""))
    conditions = [IS_SUSPENDED, rights.visible_applications(user().actor)]
    if before is not None:
        conditions.append(Application.id < before)
    lines = transactions.session().execute(
        select(Application, Programme, Region.name, CaseStop)
        .join(Programme, Programme.id == Application.programme_id)
        .join(Region, Region.code == Application.village_code)
        .join(CaseStop, CaseStop.application_id == Application.id)
        .where(CaseStop.ended_on.is_(None), *conditions)
        .order_by(Application.id.desc())
        .limit(PAGE + 1)
    )
    found = [(CaseRow(*line[:3]), line[3]) for line in lines]
    rows = found[:PAGE]
    following = rows[-1][0].application.id if len(found) > PAGE else None
    return render_template("suspended.html", rows=rows, following=following)


@bp.route("/cases/<int:application_id>/suspension", methods=["GET", "POST"])
def suspend(application_id: int) -> ResponseReturnValue:
    """Let the case stand still."""
    frame = case_of(application_id)
    require_role(frame.actor, frame.application, *SUSPENDERS)
    if frame.application.state == "suspended":
        raise AlreadyDone("这一件已经中止,请刷新页面。")
    form = GroundsForm(typed(), handled_by=user().name)
    return act_page(
        frame,
        form,
        lambda step, paper: suspensions.suspend(step, _grounds(form, paper)),
        title="中止办理",
        lead="中止后,这一件的各步都暂停办理,期限停止计算;恢复以后接着办,期限相应顺延。"
        "已经张贴的公示照常计算天数。",
        button="确认中止",
        done="已中止。恢复以前,这一件列在“已中止”里。",
    )


@bp.route("/cases/<int:application_id>/resumption", methods=["GET", "POST"])
def resume(application_id: int) -> ResponseReturnValue:
    """Let a suspended case go on."""
    frame = case_of(application_id)
    require_role(frame.actor, frame.application, *SUSPENDERS)
    if frame.application.state != "suspended":
        raise AlreadyDone("这一件现在没有中止,请刷新页面。")
    form = ResumptionForm(typed(), handled_by=user().name)

    def go_on(step: Step) -> None:
        suspensions.resume(step, **form.data)

    return act_page(
        frame,
        form,
        go_on,
        title="恢复办理",
        lead="恢复后,这一件回到各自的待办里接着办,期限按中止的工作日顺延。",
        button="恢复办理",
        done="已恢复,各步回到待办。",
    )


@bp.route("/cases/<int:application_id>/terminations/new", methods=["GET", "POST"])
def terminate(application_id: int) -> ResponseReturnValue:
    """Ask the renovation office to end the case for good."""
    frame = case_of(application_id)
    require_role(frame.actor, frame.application, *ASKERS)
    form = GroundsForm(typed(), handled_by=user().name)
    return act_page(
        frame,
        form,
        lambda step, paper: terminations.ask(step, _grounds(form, paper)),
        title="申请终止",
        lead="申请后由危改办决定:批准以前由危改办经办,批准以后由危改办审批。"
        "同意终止的,这一件立即结束,不能恢复。决定以前,原来的办理照常进行。",
        button="提交终止申请",
        done="已提交终止申请,等危改办决定。",
    )


def _grounds(form: GroundsForm, document_id: int) -> Grounds:
    return Grounds(**told_in(form), document_id=document_id)
