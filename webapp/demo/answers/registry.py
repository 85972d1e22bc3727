"""The one dictionary of answers: form key -> what is filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from werkzeug.datastructures import MultiDict

from forms.late_entry import LATE
from forms.unchanged import unchanged
from models.document import LATE_SCAN
from webapp.demo.answers import (
    approval,
    building,
    closing,
    filing,
    grading,
    notices,
    refusing,
    township,
    village,
    words,
)
from webapp.demo.answers.asked import Answers, Asked

ANSWERS: dict[str, Callable[[Asked], Answers]] = {
    "acceptance_check": filing.acceptance_check,
    "account_repair": closing.account_repair,
    "account_verification": closing.account_verification,
    "application": filing.application,
    "appraisal_statement": village.appraisal_statement,
    "archive_closing": closing.archive_closing,
    "archive_review": approval.archive_review,
    "archive_supply": closing.archive_supply,
    "area_relaxation": approval.area_relaxation,
    "area_violation": closing.area_violation,
    "completion_report": building.completion_report,
    "construction_agreement": building.construction_agreement,
    "construction_start": building.construction_start,
    "correction": village.correction,
    "county_decision": approval.county_decision,
    "declined_review": filing.declined_review,
    "defect_rectification": building.rectification,
    "democratic_appraisal": village.democratic_appraisal,
    "dwelling_handover": building.dwelling_handover,
    "file_review": township.opinion,
    "final_acceptance": building.final_acceptance,
    "finding_recheck": building.finding_recheck,
    "finding_rectification": building.rectification,
    "grading_commission": grading.grading_commission,
    "grading_confirmation": grading.grading_confirmation,
    "household_visit": township.household_visit,
    "identity_opinion": grading.identity_opinion,
    "late_objection": notices.late_objection,
    "method_choice": approval.method_choice,
    "next_batch": approval.next_batch,
    "no_report": village.letter,
    "not_listed_letter": village.letter,
    "notice_posting": notices.notice_posting,
    "notice_removal": notices.notice_removal,
    "notice_result_report": township.notice_result_report,
    "objection_answer": notices.objection_answer,
    "objection_inquiry": notices.objection_inquiry,
    "objection_screening": notices.objection_screening,
    "old_house_disposal": grading.old_house_disposal,
    "payee_approval": closing.payee_approval,
    "payee_confirmation": closing.opinion,
    "preliminary_acceptance": building.preliminary_acceptance,
    "refusal_confirmation": refusing.refusal_signature,
    "refusal_forwarding": township.refusal_forwarding,
    "refusal_signature": refusing.refusal_signature,
    "refusal_visit": refusing.refusal_visit,
    "registry_entry": approval.registry_entry,
    "rejection_letter": village.letter,
    "resettlement": grading.resettlement,
    "return_handling": village.correction,
    "safety_assessment": grading.safety_assessment,
    "site_inspection": building.site_inspection,
    "subsidy_approval": closing.opinion,
    "subsidy_payment": closing.subsidy_payment,
    "subsidy_review": closing.subsidy_review,
    "supplement": filing.supplement,
    "supplement_overdue": filing.supplement_overdue,
    "termination_decision": closing.opinion,
    "township_decision": township.opinion,
    "township_meeting": township.township_meeting,
    "village_report": village.village_report,
}

# Done in life by somebody else some days before it was typed (补录).
TYPED_LATER = frozenset({"hold_appraisal", "visit_household", "hold_meeting", "inspect_site"})
SHARE_TYPED_LATER = 0.15
# Steps that a village or township did on paper first, where the plan says so.
ENTERED_LATE = frozenset({"hold_appraisal", "visit_household"})
DAYS_ON_PAPER = 9
LATE_REASONS = (
    "村里当时没有网络,会后按纸质记录补录。",
    "经办人外出培训,回来后按签字的纸质材料补录。",
)


def answers_to(asked: Asked) -> MultiDict[str, str]:
    """Everything the form of ``asked`` needs, ready to be sent.

    Raises KeyError for a form key without an answer function.
    """
    task = asked.step.task
    assert task is not None
    common = _common(asked)
    asked = replace(asked, happened_on=common.get("happened_on"))
    told = common | ANSWERS[task.form_key](asked)
    sent = unchanged(asked.form)
    names = {field.name for field in asked.form}
    for name, value in told.items():
        if name in names or asked.form.owns(name):
            sent[name] = _values(value)
    sent["outcome"] = [asked.outcome]
    return MultiDict((name, value) for name, values in sent.items() for value in values)


def _common(asked: Asked) -> Answers:
    told: Answers = {}
    if comment := words.comment_on(asked):
        told["comment"] = comment
    if asked.node in TYPED_LATER and asked.rng.random() < SHARE_TYPED_LATER:
        task = asked.step.task
        assert task is not None
        earlier = asked.today - dt.timedelta(days=asked.rng.randint(1, 3))
        told["happened_on"] = max(earlier, task.not_before or earlier)
        told["handled_by"] = asked.people(1, "by hand")[0]
    if asked.node in ENTERED_LATE and "entered_late" in asked.case.quirks:
        task = asked.step.task
        assert task is not None
        on_paper = asked.today - dt.timedelta(days=DAYS_ON_PAPER)
        told |= {
            "happened_on": max(on_paper, task.not_before or on_paper),
            "late_mark": LATE,
            "late_reason": asked.one_of(LATE_REASONS),
            "late_scans": asked.papers(LATE_SCAN),
        }
    return told


def _values(value: Any) -> list[str]:
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    if isinstance(value, dt.date):
        return [value.isoformat()]
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [str(each) for each in value]
    return [] if value is None else [str(value)]
