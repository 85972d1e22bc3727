"""Numbers of persons shown in clear: once, for a purpose, to whom the county lets see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.application import Application
from models.history import FileRead
from models.household import Person
from models.role import Role
from webapp import transactions
from webapp.cases.frame import CaseFrame, load_frame
from webapp.parts import parts
from webapp.user import user
from workflows import clock, rights
from workflows.errors import Forbidden, NotFound, TooMany
from workflows.parameters import parameters_of
from workflows.personal_data import without_numbers

bp = Blueprint("shown_numbers", __name__)
OTHER = "其他"
PURPOSES = (
    "核对证件",
    "填写审批表",
    "与系统名单比对",
    "联系农户",
    "联系银行核户",
    "督查核实",
    OTHER,
)
LONGEST_NOTE = 100
WINDOW = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Number:
    """One sort of number: who may see it is a parameter, ``rows`` reads it in clear."""

    key: str
    label: str
    readers: str
    rows: Callable[[Session, CaseFrame], list[tuple[str, str]]]


def _id_numbers(session: Session, frame: CaseFrame) -> list[tuple[str, str]]:
    persons = session.scalars(
        select(Person)
        .where(Person.household_id == frame.application.household_id, Person.left_on.is_(None))
        .order_by(Person.is_head.desc(), Person.id)
    )
    return [(f"{each.name}({each.relation})", each.id_number) for each in persons]


def _account(_session: Session, frame: CaseFrame) -> list[tuple[str, str]]:
    case = frame.application
    return [(f"{case.card_holder} {case.card_bank}", case.card_number)] if case.card_number else []


def _telephone(_session: Session, frame: CaseFrame) -> list[tuple[str, str]]:
    household = frame.application.household
    number = household.telephone if household is not None else ""
    return [("联系电话", number)] if number else []


NUMBERS = (
    Number("id_number", "身份证号", "id_number_readers", _id_numbers),
    Number("account", "一卡通账号", "account_readers", _account),
    Number("telephone", "联系电话", "telephone_readers", _telephone),
)


@bp.get("/cases/<int:application_id>/numbers")
def ask(application_id: int) -> ResponseReturnValue:
    """Ask which, and what for."""
    session = transactions.session()
    frame = load_frame(session, parts().runtime, user().actor, application_id)
    return _form(frame, _may_see(session, frame))


@bp.post("/cases/<int:application_id>/numbers")
def show(application_id: int) -> ResponseReturnValue:
    """Show the numbers asked for; who looked at which, when and why is kept."""
    session = transactions.session()
    frame = load_frame(session, parts().runtime, user().actor, application_id)
    offered = _may_see(session, frame)
    wanted = request.form.getlist("what")
    chosen = [each for each in offered if each.key in wanted]
    purpose, note = request.form.get("purpose", "").strip(), request.form.get("note", "").strip()
    if set(wanted) - {each.key for each in offered}:
        raise Forbidden("您的岗位不查看这一项号码。")
    errors = _errors(chosen, purpose, note)
    if errors:
        return _form(frame, offered, errors=errors), 422
    require_measure(session, frame.application)
    session.add(
        FileRead(
            application_id=application_id,
            account_id=user().id,
            at=clock.now(),
            what="、".join(each.label for each in chosen),
            purpose=without_numbers(f"{purpose}:{note}" if note else purpose),
            address=(request.remote_addr or "")[:45],
            is_in_clear=True,
        )
    )
    shown = [(each.label, each.rows(session, frame)) for each in chosen]
    return render_template("cases/numbers_shown.html", case=frame, shown=shown, purpose=purpose)


def _may_see(session: Session, frame: CaseFrame) -> list[Number]:
    """The sorts of numbers that the reader's posts may see of this case. Raises Forbidden."""
    application = frame.application
    if application.household_id is None:
        raise NotFound
    parameters = parameters_of(session, application.programme, clock.today())
    found = [
        each
        for each in NUMBERS
        if rights.covers_village(
            user().actor,
            application.village_code,
            *(Role(role) for role in parameters[each.readers]),
        )
    ]
    if not found:
        raise Forbidden("您的岗位不查看农户的完整号码。")
    return found


def _errors(chosen: Sequence[Number], purpose: str, note: str) -> dict[str, str]:
    errors = {}
    if not chosen:
        errors["what"] = "请选择要看的号码。"
    if purpose not in PURPOSES:
        errors["purpose"] = "请选择查看的用途。"
    if purpose == OTHER and not note:
        errors["note"] = "请写明用途。"
    if len(note) > LONGEST_NOTE:
        errors["note"] = f"说明最多 {LONGEST_NOTE} 个字。"
    return errors


def require_measure(session: Session, application: Application) -> None:
    """Nobody reads a whole county off: so many looks an hour, by parameter. Raises TooMany."""
    parameters = parameters_of(session, application.programme, clock.today())
    most = int(parameters["numbers_shown_per_hour"])
    looks = session.scalar(
        select(func.count()).where(
            FileRead.account_id == user().id,
            FileRead.at > clock.now() - WINDOW,
            FileRead.is_in_clear,
        )
    )
    if (looks or 0) >= most:
        raise TooMany(f"一小时内最多查看 {most} 次完整号码,请过一会儿再看。")


def _form(frame: CaseFrame, offered: Sequence[Number], errors: dict[str, str] | None = None) -> str:
    return render_template(
        "cases/numbers.html",
        case=frame,
        offered=offered,
        purposes=PURPOSES,
        sent=request.form,
        errors=errors or {},
        longest=LONGEST_NOTE,
    )
