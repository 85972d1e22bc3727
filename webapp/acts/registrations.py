"""Acts that are no task: an objection, a withdrawal, a refusal file."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from forms.objection_registration import ObjectionRegistrationForm
from forms.refusal_opening import RefusalOpeningForm
from forms.withdrawal import WithdrawalForm
from webapp.acts.offered import may_register_objection
from webapp.acts.page import act_page, case_of, typed
from webapp.user import user
from workflows.errors import Forbidden
from workflows.objections import register_objection
from workflows.refusals import OPENERS, open_refusal
from workflows.steps import Step, require_role
from workflows.stops import REGISTRARS, withdraw

bp = Blueprint("acts", __name__)


@bp.route("/cases/<int:application_id>/objections/new", methods=["GET", "POST"])
def objection(application_id: int) -> ResponseReturnValue:
    """Register an objection against an open notice of the case."""
    frame = case_of(application_id)
    notices = [
        each
        for each in frame.notices
        if each.notice_id is not None and may_register_objection(frame, each.level)
    ]
    if not notices:
        raise Forbidden("这一件现在没有由您负责的公示,不能登记异议。")
    form = ObjectionRegistrationForm(typed(), notices=notices)

    def register(step: Step) -> None:
        answers = {**form.data, "notice_id": int(form.notice_id.data)}
        register_objection(step, **answers)

    return act_page(
        frame,
        form,
        register,
        title="登记异议",
        lead="有人对公示提出异议时登记。登记后由本级复核,书面答复;复核期间公示不能结束。",
        button="登记异议",
        done="异议已登记,请在待办里办理复核。",
    )


@bp.route("/cases/<int:application_id>/withdrawal", methods=["GET", "POST"])
def withdrawal(application_id: int) -> ResponseReturnValue:
    """Register the head's written withdrawal."""
    frame = case_of(application_id)
    require_role(frame.actor, frame.application, *REGISTRARS)
    form = WithdrawalForm(typed(), handled_by=user().name)
    return act_page(
        frame,
        form,
        lambda step: withdraw(step, **form.data),
        title="登记撤回申请",
        lead="户主书面提出撤回时登记。登记后这一件立即结束,不能恢复;农户以后可以重新申请。",
        button="确认撤回,结束这一件",
        done="已登记撤回,这一件已结束。",
        is_final=True,
    )


@bp.route("/cases/<int:application_id>/refusals/new", methods=["GET", "POST"])
def refusal(application_id: int) -> ResponseReturnValue:
    """Open a refusal file beside the case."""
    frame = case_of(application_id)
    require_role(frame.actor, frame.application, *OPENERS)
    form = RefusalOpeningForm(typed())

    def open_it(step: Step) -> None:
        open_refusal(step, **form.data)

    return act_page(
        frame,
        form,
        open_it,
        title="登记拒绝改造",
        lead="农户不愿改造时登记。登记后要多次入户做工作并留下佐证;在认定之前,原来的办理照常进行。",
        button="登记拒绝改造",
        done="已登记,请在待办里记录入户工作。",
    )
