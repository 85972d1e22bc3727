"""变更户主 and 转方案: what of a case changes while it goes on."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from forms.head_change import HeadChangeForm
from forms.transfer import TransferForm
from models.household import Person
from webapp import transactions
from webapp.acts.page import act_page, case_of, told_in, typed
from webapp.user import user
from workflows.errors import Forbidden
from workflows.head_changes import ALONE, REGISTRARS, NewHead, change_head
from workflows.steps import Step, require_role
from workflows.transfers import MOVERS, Move, transfer_case

bp = Blueprint("moves", __name__)


@bp.route("/cases/<int:application_id>/head", methods=["GET", "POST"], endpoint="change_head")
def show_head_change(application_id: int) -> ResponseReturnValue:
    """Register another head of the household."""
    frame = case_of(application_id)
    require_role(frame.actor, frame.application, *REGISTRARS)
    members = transactions.reading().scalars(
        select(Person)
        .where(Person.household_id == frame.application.household_id, Person.left_on.is_(None))
        .order_by(Person.id)
    )
    persons = members.all()
    if len(persons) < 2:
        raise Forbidden(ALONE)
    form = HeadChangeForm(
        typed(),
        members=persons,
        handled_by=user().name,
        certificate_number=frame.application.certificate_number,
    )

    def register(step: Step, paper: int) -> None:
        answers = told_in(form)
        answers["new_head_id"] = int(answers["new_head_id"])
        answers["old_relation"] = answers["old_relation"] or ""
        change_head(step, NewHead(**answers, document_id=paper))

    return act_page(
        frame,
        form,
        register,
        title="变更户主",
        lead="户主去世、迁出或家庭推举新户主时登记。身份审核开始以后、批准以前变更的,"
        "各部门重新审核身份;验收以后、发放以前变更的,收款人须经危改办和财政审批。",
        button="登记变更户主",
        done="已登记变更户主。",
    )


@bp.route("/cases/<int:application_id>/transfer", methods=["GET", "POST"])
def transfer(application_id: int) -> ResponseReturnValue:
    """Move the case to the other plan."""
    frame = case_of(application_id)
    require_role(frame.actor, frame.application, *MOVERS)
    form = TransferForm(
        typed(),
        handled_by=user().name,
        certificate_number=frame.application.certificate_number,
    )
    return act_page(
        frame,
        form,
        lambda step, paper: transfer_case(step, Move(**told_in(form), document_id=paper)),
        title="转方案",
        lead="批准以前,身份变了、应属另一个方案的,转入那个方案接着办:编号、情况和材料都保留,"
        "以后按新方案的标准和期限办理;身份已经审核过的,各部门重新审核。",
        button="确认转方案",
        done="已转方案,编号不变。",
    )
