"""Duty rules (four eyes): who may not act although role and area would allow it.

The rules are named pairs of steps that one person may not both take on the same case, the ban on
acting in two deciding roles, and the ban on one's own household (R78, R139, F14, F15).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Executable, bindparam, false, literal, or_, select, true
from sqlalchemy.orm import Session

from models.application import Application
from models.duty_exception import DutyException
from models.household import Person
from models.role import Role
from models.task import Task
from workflows import clock
from workflows.errors import Forbidden
from workflows.rights import Actor, Authority, persons_behind


class Pair(NamedTuple):
    """Steps that exclude each other: whoever took one of ``first`` takes none of ``second``.

    ``label`` names the rule on pages; what ``guards_money`` has no exception.
    """

    key: str
    label: str
    first: frozenset[str]
    second: frozenset[str]
    sentence: str
    guards_money: bool = False


FILING = frozenset({"file_application", "supplement_application", "hold_appraisal"})
TOWNSHIP_REVIEW = frozenset(
    {
        "state_appraisal",
        "review_file",
        "visit_household",
        "decide_case",
        "hold_meeting",
        "report_notice_result",
    }
)
PAIRS = (
    Pair(
        "filing_and_review",
        "申请、评议与乡镇审核",
        FILING,
        TOWNSHIP_REVIEW,
        "申请或评议由您经办,审核须由他人办理。",
    ),
    Pair(
        "archive_and_approval",
        "档案审核与审批",
        frozenset({"review_archive"}),
        frozenset({"approve_case"}),
        "档案由您审核,审批须由他人办理。",
    ),
    Pair(
        "preliminary_and_final",
        "初步验收与竣工验收",
        frozenset({"accept_preliminary"}),
        frozenset({"accept_final"}),
        "初步验收由您办理,竣工验收须由他人办理。",
    ),
    Pair(
        "review_and_payment",
        "资金审核与拨付",
        frozenset({"review_subsidy", "verify_account"}),
        frozenset({"approve_subsidy", "pay_subsidy"}),
        "补助资金由您审核,拨付须由他人办理。",
        guards_money=True,
    ),
    Pair(
        "inspection_and_final",
        "施工监督与竣工验收",
        frozenset({"inspect_site", "recheck_finding"}),
        frozenset({"accept_final"}),
        "施工由您监督,竣工验收须由他人办理。",
    ),
)
TWO_ROLES = "two_roles"
TWO_ROLES_SENTENCE = "您已经以另一职责办理过这一件,同一件不能由一人担任两个审核职责。"
# What the county may let somebody off, as pages name it.
EXEMPTIBLE = {pair.key: pair.label for pair in PAIRS if not pair.guards_money} | {
    TWO_ROLES: "同一件担任两个审核职责"
}
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

# By one of the persons or for one of them; what was only typed is nobody's step (代录).
_OWN_STEPS = (
    select(Task.node_id, Task.role, false().label("is_kin"))
    .where(
        Task.application_id == bindparam("b_application"),
        Task.is_typed_for.is_(False),
        or_(
            Task.done_by_id.in_(bindparam("b_persons", expanding=True)),
            Task.done_for_id.in_(bindparam("b_persons", expanding=True)),
        ),
    )
    .distinct()
)
# And a row for each member of the household who is one of them.
_OWN_STEPS_AND_KIN = _OWN_STEPS.union(
    select(literal(""), literal(""), true()).where(
        Person.household_id == bindparam("b_household"),
        Person.id_number_digest.in_(bindparam("b_digests", expanding=True)),
    )
)


OWN_HOUSEHOLD = "这是您本人家庭的申请,须由他人办理。"


def check_kin(session: Session, actor: Actor, application: Application) -> None:
    """Raise :class:`Forbidden` where ``actor`` is of the household; for acts that are no task.

    Whoever somebody stands in for counts as well: an act under a lent post is theirs, too.
    """
    holders = {each.holder for each in actor.authorities if each.holder is not None}
    known = (actor.id_number_digest, *(each.id_number_digest for each in holders))
    digests = [digest for digest in known if digest is not None]
    if not digests or application.household_id is None:
        return
    found = session.scalar(
        select(Person.id).where(
            Person.household_id == application.household_id,
            Person.id_number_digest.in_(digests),
        )
    )
    if found is not None:
        raise Forbidden(OWN_HOUSEHOLD)


def check_duties(
    session: Session,
    actor: Actor,
    task: Task,
    application: Application,
    authority: Authority | None = None,
) -> list[DutyException]:
    """Raise :class:`Forbidden` with the reason when a duty rule bars ``actor`` from ``task``.

    Under the ``authority`` of a colleague the steps and the household of both count. Returns the
    county's exceptions without which it would be barred.
    """
    if application.filed_on is None and application.household_id is None:
        # Nobody has reviewed anything yet, and the household is not known.
        return []
    holder = authority.holder if authority is not None else None
    persons = persons_behind(actor, authority)
    known = (actor.id_number_digest, holder.id_number_digest if holder else None)
    digests = [digest for digest in known if digest is not None]
    # One statement for all rules: this is asked before every step.
    asked: dict[str, Any] = {"b_application": application.id, "b_persons": persons}
    statement: Executable = _OWN_STEPS
    if digests and application.household_id is not None:
        statement = _OWN_STEPS_AND_KIN
        asked |= {"b_household": application.household_id, "b_digests": digests}
    rows = session.execute(statement, asked).all()
    if any(row.is_kin for row in rows):
        raise Forbidden(OWN_HOUSEHOLD)
    if authority is not None and authority.types:
        return []
    barred = _broken_rules(rows, task)
    if not barred:
        return []
    return _exceptions(session, actor, application, barred, is_stand_in=holder is not None)


def _broken_rules(rows: Sequence[Any], task: Task) -> dict[str, str]:
    """Rule -> the sentence that refuses, for every rule that ``task`` would break."""
    barred: dict[str, str] = {}
    for row in rows:
        node_id, role = row.node_id, row.role
        for pair in PAIRS:
            steps = (node_id, task.node_id)
            if _is_pair(pair, *steps) or _is_pair(pair, *reversed(steps)):
                barred[pair.key] = pair.sentence
        if role != task.role and role in DECIDING_ROLES and task.role in DECIDING_ROLES:
            # Whoever has to do with the money has no exception under another name.
            is_money = Role.FINANCE_OFFICER in (role, task.role)
            barred["" if is_money else TWO_ROLES] = TWO_ROLES_SENTENCE
    return barred


def _is_pair(pair: Pair, done: str, wanted: str) -> bool:
    return done in pair.first and wanted in pair.second


def _exceptions(
    session: Session,
    actor: Actor,
    application: Application,
    barred: Mapping[str, str],
    *,
    is_stand_in: bool,
) -> list[DutyException]:
    """The exceptions in force for every rule of ``barred``; Forbidden when one has none."""
    found: dict[str, DutyException] = {}
    # An exception is a person's own: nobody uses it, or lends it, as a stand-in.
    if not is_stand_in and barred.keys() <= EXEMPTIBLE.keys():
        rows = session.scalars(
            select(DutyException).where(
                DutyException.account_id == actor.account_id,
                DutyException.rule.in_(barred),
                DutyException.until >= clock.today(),
                DutyException.ended_at.is_(None),
            )
        )
        found = {row.rule: row for row in rows if _covers(row, application)}
    for rule, sentence in barred.items():
        if rule not in found:
            raise Forbidden(sentence)
    return list(found.values())


def _covers(exception: DutyException, application: Application) -> bool:
    if exception.application_id is not None:
        return exception.application_id == application.id
    return application.village_code.startswith(exception.area_code or "-")
