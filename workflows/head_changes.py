"""Another head of the household (户主变更, X3): from its roster, on paper, never a dead payee.

Before the identity is asked the head changes at once; while it is asked and until approval the
departments are asked anew; afterwards the case is kept (G27).  Where money is due already, the
office and the finance bureau approve the new payee first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from models.application import Application
from models.head_change import CHOSEN, HeadChange
from models.household import Person
from models.role import Role
from workflows import clock, notices
from workflows.checks.duplicates import ask_again
from workflows.duties import check_kin
from workflows.engine import Subject
from workflows.errors import Invalid
from workflows.identity_anew import ask_anew, has_been_asked
from workflows.payee_account import drop_account, keep_account
from workflows.personal_names import compared
from workflows.rosters import HEAD
from workflows.steps import Step, record_act, require_role, start_process
from workflows.suspensions import check_day

# Who registers it with the household's papers.
REGISTRARS = (Role.VILLAGE_CLERK, Role.TOWNSHIP_OFFICER)
PAYEE_PENDING = "户主变更正在审批,审批以前不能审核、拨付补助。"
ALONE = "这一户只有户主一人,不能变更户主;户主去世的,请申请终止。"


@dataclass(frozen=True)
class NewHead:
    """Who becomes head and why; ``reason_class`` is one of models.head_change.HEAD_REASONS.

    ``identities`` and ``certificate_number`` are those of the household from now on.
    """

    new_head_id: int
    reason_class: str
    reason: str
    old_relation: str
    identities: Sequence[str]
    certificate_number: str
    happened_on: dt.date
    handled_by: str
    document_id: int


def change_head(step: Step, told: NewHead) -> HeadChange:
    """Register another head; returns the row, open where the payee must be approved first.

    Raises Forbidden for other roles and the household's own kin; Invalid for an ended or suspended
    case, a household of one, somebody who is not of the household, and while one is pending.
    """
    application = step.application
    step.authority = require_role(step.actor, application, *REGISTRARS)
    check_kin(step.session, step.actor, application)
    _check_state(application)
    check_day(step, told.happened_on)
    old, new = _heads(step, told.new_head_id)
    if told.reason_class == CHOSEN and not told.old_relation:
        raise Invalid("原户主还在这一户里,请选择与新户主的关系。", "old_relation")
    if not told.identities:
        raise Invalid("请选择变更以后的身份类别。", "identities")
    assert step.actor.account_id is not None
    row = HeadChange(
        application_id=application.id,
        old_head_id=old.id,
        **{**vars(told), "identities": list(told.identities)},
        recorded_by_id=step.actor.account_id,
        recorded_at=clock.now(),
    )
    step.session.add(row)
    step.session.flush()
    step.happened_on, step.handled_by = told.happened_on, told.handled_by
    if _is_money_due(application):
        _ask_for_approval(step, row, old, new)
    else:
        _establish(step, row, by_machine=False)
        record_act(step)
        if has_been_asked(application):
            ask_anew(step)
    return row


def request_of(step: Step) -> HeadChange:
    """The change that the process of ``step`` is about, with both persons, read in one go."""
    known = next((each for each in step.made if isinstance(each, HeadChange)), None)
    if known is not None:
        return known
    rows = step.session.execute(
        select(HeadChange, Person)
        .join(Person, Person.id.in_((HeadChange.old_head_id, HeadChange.new_head_id)))
        .where(HeadChange.id == step.subject.id)
    ).all()
    # Kept: a session forgets what nobody holds, and would read it again.
    step.made += [rows[0][0], *(person for _, person in rows)]
    row: HeadChange = rows[0][0]
    return row


def names_of(step: Step, row: HeadChange) -> tuple[str, str]:
    """Names of the old and the new head."""
    old, new = _persons_of(step, row)
    return old.name, new.name


def _persons_of(step: Step, row: HeadChange) -> tuple[Person, Person]:
    old, new = (step.session.get_one(Person, each) for each in (row.old_head_id, row.new_head_id))
    return old, new


def change_payee(step: Step) -> None:
    """Both have approved: the new head is the payee from now on."""
    _establish(step, request_of(step), by_machine=True)
    step.application.is_payee_pending = False


def refuse_payee(step: Step) -> None:
    """One of both has not approved: the head stays, and a new request is needed."""
    request_of(step).state = "refused"
    step.application.is_payee_pending = False


def _check_state(application: Application) -> None:
    if application.state == "ended":
        raise Invalid("这一件已经结束,不能变更户主。")
    if application.state == "suspended":
        raise Invalid("这一件已中止,请先恢复办理,再变更户主。")
    if application.is_payee_pending:
        raise Invalid("这一件的户主变更正在审批。")


def _heads(step: Step, new_head_id: int) -> tuple[Person, Person]:
    """The head as it is, and the member who becomes head."""
    persons = step.session.scalars(
        select(Person)
        .where(Person.household_id == step.application.household_id, Person.left_on.is_(None))
        .order_by(Person.id)
    ).all()
    old = next((each for each in persons if each.is_head), None)
    if old is None:
        raise Invalid("申请还没有填报,不用变更户主。")
    if len(persons) == 1:
        raise Invalid(ALONE)
    new = next((each for each in persons if each.id == new_head_id and each is not old), None)
    if new is None:
        raise Invalid("新户主须是这一户的家庭成员。", "new_head_id")
    return old, new


def _is_money_due(application: Application) -> bool:
    return application.accepted_on is not None and application.paid_on is None


def _ask_for_approval(step: Step, row: HeadChange, old: Person, new: Person) -> None:
    step.application.is_payee_pending = True
    payload = {
        "reason_class": row.reason_class,
        "comment": row.reason,
        "document": row.document_id,
        "before": old.name,
        "after": new.name,
    }
    step.note("payee_change_asked", payload, by_machine=False)
    subject = Subject("head_change", row.id, step.application.id)
    start_process(step, "payee_change", subject, {})
    record_act(step)


def _establish(step: Step, row: HeadChange, *, by_machine: bool) -> None:
    application, session = step.application, step.session
    old, new = _persons_of(step, row)
    old.is_head, new.is_head, new.relation = False, True, HEAD
    if row.reason_class == CHOSEN:
        old.relation = row.old_relation
    else:
        # Stays in the roster as somebody who was of the household until that day.
        old.left_on, old.left_reason = row.happened_on, row.reason_class
    session.flush()
    before = application.identities
    application.household_size = session.scalar(
        select(func.count())
        .select_from(Person)
        .where(Person.household_id == application.household_id, Person.left_on.is_(None))
    )
    ask_again(application)
    application.head_name = new.name
    application.identities = list(row.identities)
    application.certificate_number = row.certificate_number or None
    _leave_the_card(step, row, old.name)
    row.state = "established"
    payload = {
        "reason_class": row.reason_class,
        "comment": row.reason,
        "document": row.document_id,
        "before": old.name,
        "after": new.name,
        "identities": [before, application.identities],
    }
    step.note("head_changed", payload, by_machine=by_machine)
    notices.correct_if_changed(step)


def _leave_the_card(step: Step, row: HeadChange, old_name: str) -> None:
    """Nobody is paid on the account of somebody who is no longer the head (X3)."""
    application = step.application
    if row.card_number:
        keep_account(
            application,
            step.runtime.digest_key,
            number=row.card_number,
            holder=row.card_holder,
            bank=row.card_bank,
        )
    elif compared(application.card_holder or old_name) == compared(old_name):
        drop_account(application)
