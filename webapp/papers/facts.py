"""What single papers show beyond what every paper does: one function for each that needs more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.approval import CountyDecision
from models.grading import SafetyAssessment
from models.identity import IdentityOpinion
from models.method import REPAIR
from models.notice import NoticedHousehold, NoticePosting, PublicNotice
from models.organisation import Organisation
from models.township import HouseholdVisit, TownshipMeeting
from models.village import Appraisal, VillageReport
from webapp.cases.frame import CaseFrame, agency_name
from webapp.notice_prints.printed import printed
from webapp.papers.filled import Filled, newest
from webapp.parts import parts
from webapp.printing.amounts import in_capitals
from workflows import engine
from workflows.acceptance import checklist
from workflows.decisions import papers as tables_of_papers
from workflows.required_documents import missing_documents
from workflows.steps import Step

Facts = dict[str, Any]
CLAUSE = "条款"


def facts_of(session: Session, filled: Filled) -> Facts:
    """The facts of one paper by name."""
    read = FACTS.get(filled.paper.key)
    return read(session, filled) if read is not None else {}


def _missing(session: Session, filled: Filled) -> Facts:
    if filled.record is not None:
        return {"missing": filled.record.missing, "due": filled.record.supplement_due}
    if not filled.case.application.identities:
        return {"missing": [], "due": None}
    return {"missing": missing_documents(_reading_step(session, filled.case)), "due": None}


def _notice(session: Session, filled: Filled) -> Facts:
    """The sheet as frozen; before there is one, nothing to print."""
    process = next(row for row in filled.case.processes if row.id == filled.task.instance_id)
    noticed = session.get_one(NoticedHousehold, process.subject_id)
    if noticed.notice_id is None:
        return {"n": None}
    return {"n": printed(session.get_one(PublicNotice, noticed.notice_id))}


def _approval(session: Session, filled: Filled) -> Facts:
    number = filled.case.id
    postings = session.execute(
        select(NoticedHousehold.level, NoticePosting.happened_on, NoticePosting.ends_at)
        .join(NoticePosting, NoticePosting.noticed_id == NoticedHousehold.id)
        .where(NoticePosting.application_id == number)
        .order_by(NoticePosting.id)
    ).all()
    opinions = session.scalars(
        select(IdentityOpinion)
        .where(IdentityOpinion.application_id == number, IdentityOpinion.is_current)
        .order_by(IdentityOpinion.id)
    ).all()
    return {
        "report": newest(session, VillageReport, number),
        "appraisal": newest(session, Appraisal, number),
        "visit": newest(session, HouseholdVisit, number),
        "meeting": newest(session, TownshipMeeting, number),
        "opinions": opinions,
        "grading": newest(session, SafetyAssessment, number),
        "decision": newest(session, CountyDecision, number),
        "postings": {level: (day, ends_at) for level, day, ends_at in postings},
        "amount": in_capitals(filled.case.application.approved_subsidy_yuan),
    }


def _identities(_session: Session, filled: Filled) -> Facts:
    application, record = filled.case.application, filled.record
    row = {
        "name": application.head_name,
        "village": f"{filled.case.township}{filled.case.village}",
        "id_number": filled.id_number(filled.case.head),
        "size": application.household_size,
        "identities": "、".join(application.identities or []),
        "passed": record.passed if record is not None else None,
        "reason": record.comment if record is not None else "",
    }
    return {"rows": [row]}


def _commission(session: Session, filled: Filled) -> Facts:
    if filled.record is None:
        return {"agency": agency_name(session, filled.case.application)}
    return {"agency": session.get_one(Organisation, filled.record.agency_id).name}


def _agreement(_session: Session, filled: Filled) -> Facts:
    told = filled.record.clauses if filled.record is not None else {}
    items = tables_of_papers.agreement_items(parts().runtime.tables)
    return {
        "clauses": [(each.name, told.get(each.name, "")) for each in items if each.kind == CLAUSE],
        "amount": in_capitals(filled.case.application.approved_subsidy_yuan),
        "is_repair": filled.case.application.method == REPAIR,
    }


def _rectification(_session: Session, filled: Filled) -> Facts:
    record = filled.record
    if record is None:
        return {"findings": [], "until": None}
    found = getattr(record, "failed", None) or [getattr(record, "findings", "")]
    return {
        "findings": [each for each in found if each],
        "until": getattr(record, "rectify_by", None),
    }


def _acceptance(session: Session, filled: Filled) -> Facts:
    case, answers = filled.case, filled.record.checklist if filled.record is not None else {}
    has_method = case.application.method is not None
    items = checklist(_reading_step(session, case)) if has_method else []
    return {
        "items": [(item.question, item.kind, answers.get(item.key)) for item in items],
        "is_repair": case.application.method == REPAIR,
    }


def _subsidy(_session: Session, filled: Filled) -> Facts:
    record, application = filled.record, filled.case.application
    payable = record.payable_yuan if record is not None else application.approved_subsidy_yuan
    return {
        "payable": payable,
        "amount": in_capitals(payable),
        "fund": record.fund if record is not None else application.fund,
    }


def _reading_step(session: Session, frame: CaseFrame) -> Step:
    """A step of the case that only reads, for what the decision tables say of it."""
    library, number = parts().runtime.library, frame.main_instance_id
    run = engine.open_instance(session, library, number, lock=False)
    return Step(session, parts().runtime, frame.actor, frame.application, run)


FACTS: dict[str, Callable[[Session, Filled], Facts]] = {
    "supplement_notice": _missing,
    "public_notice": _notice,
    "approval_form": _approval,
    "identity_list": _identities,
    "grading_commission": _commission,
    "construction_agreement": _agreement,
    "rectification_order": _rectification,
    "preliminary_acceptance": _acceptance,
    "final_acceptance": _acceptance,
    "subsidy_review": _subsidy,
}
