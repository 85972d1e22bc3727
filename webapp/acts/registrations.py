"""Acts that are no task: an objection, a withdrawal, a refusal file."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from forms.objection_registration import ObjectionRegistrationForm
from forms.refusal_opening import RefusalOpeningForm
from forms.withdrawal import WithdrawalForm
from models.notice import NoticedHousehold
from webapp import transactions
from webapp.acts.page import act_page, case_of, typed
from webapp.objections.tokens import receipt_token
from webapp.user import user
from workflows.errors import Forbidden
from workflows.objections import REGISTRARS as OBJECTION_REGISTRARS
from workflows.objections import register_objection
from workflows.refusals import OPENERS, open_refusal
from workflows.steps import Step, require_role
from workflows.stops import REGISTRARS, withdraw

bp = Blueprint("acts", __name__)


@bp.route("/cases/<int:application_id>/objections/new", methods=["GET", "POST"])
def objection(application_id: int) -> ResponseReturnValue:
    """Take down what somebody says about a notice of the case, also of one that has ended."""
    frame = case_of(application_id)
    require_role(frame.actor, frame.application, *OBJECTION_REGISTRARS)
    turns = _turns_on_sheets(application_id)
    if not turns:
        raise Forbidden("这一件还没有编入公示,不能登记异议。")
    form = ObjectionRegistrationForm(typed(), notices=turns)
    taken: list[int] = []

    def register(step: Step) -> None:
        notice_id = int(form.notice_id.data)
        taken.append(register_objection(step, notice_id=notice_id, filed=form.filed).id)

    return act_page(
        frame,
        form,
        register,
        title="登记异议",
        lead="有人对公示有意见,上门、来电、来信的,都照登。登记后打印回执交给他,凭查询码可以看答复。",
        button="登记异议",
        done="异议已登记。请把回执上的查询码告诉提出的人。",
        leads_to=lambda: url_for("public_objections.receipt", token=receipt_token(taken[-1])),
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


def _turns_on_sheets(application_id: int) -> Sequence[NoticedHousehold]:
    """Where the household stands or stood on a sheet, the newest first."""
    return (
        transactions.reading()
        .scalars(
            select(NoticedHousehold)
            .where(
                NoticedHousehold.application_id == application_id,
                NoticedHousehold.notice_id.is_not(None),
            )
            .order_by(NoticedHousehold.id.desc())
        )
        .all()
    )
