"""Duty rules (four eyes): who may not act although role and area would allow it.

The rules are named pairs of steps that one person may not both take on the same case, the ban on
acting in two deciding roles, and the ban on one's own household (R78, R139, F14, F15).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Executable, bindparam, false, literal, select, true
from sqlalchemy.orm import Session

from models.application import Application
from models.household import Person
from models.role import Role
from models.task import Task
from workflows.errors import Forbidden
from workflows.rights import Actor

# Steps that exclude each other: whoever took one of the first set takes none of the second.
FILING = frozenset({"file_application", "supplement_application", "hold_appraisal"})
TOWNSHIP_REVIEW = frozenset(
    {"review_file", "visit_household", "decide_case", "hold_meeting", "report_notice_result"}
)
PAIRS: tuple[tuple[frozenset[str], frozenset[str], str], ...] = (
    (FILING, TOWNSHIP_REVIEW, "申请或评议由您经办,审核须由他人办理。"),
    (
        frozenset({"review_archive"}),
        frozenset({"approve_case"}),
        "档案由您审核,审批须由他人办理。",
    ),
    (
        frozenset({"accept_preliminary"}),
        frozenset({"accept_final"}),
        "初步验收由您办理,竣工验收须由他人办理。",
    ),
    (
        frozenset({"review_subsidy", "verify_account"}),
        frozenset({"approve_subsidy", "pay_subsidy"}),
        "补助资金由您审核,拨付须由他人办理。",
    ),
    (
        frozenset({"inspect_site", "recheck_finding"}),
        frozenset({"accept_final"}),
        "施工由您监督,竣工验收须由他人办理。",
    ),
)
# The village's own steps are no review of somebody else's work; the others decide.
DECIDING_ROLES = frozenset(
    {
        Role.TOWNSHIP_OFFICER,
        Role.TOWNSHIP_LEADER,
        Role.POVERTY_ALLEVIATION_OFFICE,
        Role.CIVIL_AFFAIRS_BUREAU,
        Role.DISABLED_PERSONS_FEDERATION,
        Role.OFFICE_HANDLER,
        Role.OFFICE_APPROVER,
        Role.ASSESSOR,
        Role.FINANCE_OFFICER,
    }
)

_OWN_STEPS = (
    select(Task.node_id, Task.role, false().label("is_kin"))
    .where(
        Task.application_id == bindparam("b_application"),
        Task.done_by_id == bindparam("b_account"),
    )
    .distinct()
)
# And a row for each member of the household who is the actor.
_OWN_STEPS_AND_KIN = _OWN_STEPS.union(
    select(literal(""), literal(""), true()).where(
        Person.household_id == bindparam("b_household"),
        Person.id_number_digest == bindparam("b_digest"),
    )
)


OWN_HOUSEHOLD = "这是您本人家庭的申请,须由他人办理。"


def check_kin(session: Session, actor: Actor, application: Application) -> None:
    """Raise :class:`Forbidden` where ``actor`` is of the household; for acts that are no task."""
    if actor.id_number_digest is None or application.household_id is None:
        return
    found = session.scalar(
        select(Person.id).where(
            Person.household_id == application.household_id,
            Person.id_number_digest == actor.id_number_digest,
        )
    )
    if found is not None:
        raise Forbidden(OWN_HOUSEHOLD)


def check_duties(session: Session, actor: Actor, task: Task, application: Application) -> None:
    """Raise :class:`Forbidden` with the reason when a duty rule bars ``actor`` from ``task``."""
    if application.filed_on is None and application.household_id is None:
        # Nobody has reviewed anything yet, and the household is not known.
        return
    # One statement for all rules: this is asked before every step.
    asked: dict[str, Any] = {"b_application": application.id, "b_account": actor.account_id}
    statement: Executable = _OWN_STEPS
    if actor.id_number_digest is not None and application.household_id is not None:
        statement = _OWN_STEPS_AND_KIN
        asked |= {"b_household": application.household_id, "b_digest": actor.id_number_digest}
    rows = session.execute(statement, asked).all()
    if any(row.is_kin for row in rows):
        raise Forbidden(OWN_HOUSEHOLD)
    for node_id, role, _ in rows:
        _check_pairs(node_id, task.node_id)
        if role != task.role and role in DECIDING_ROLES and task.role in DECIDING_ROLES:
            raise Forbidden("您已经以另一职责办理过这一件,同一件不能由一人担任两个审核职责。")


def _check_pairs(done: str, wanted: str) -> None:
    for first, second, sentence in PAIRS:
        if (done in first and wanted in second) or (done in second and wanted in first):
            raise Forbidden(sentence)
