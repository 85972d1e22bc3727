"""Facts as people state them: the names, and what each of them can be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflows.decisions import checks
from workflows.decisions.checks import Check, date, list_of, mapping_of, number, one_of, text, truth

CLASSES = (
    *("建档立卡", "低保", "分散供养特困", "贫困残疾人"),
    # Not covered by either plan (R24), but what a household may be.
    *("集中供养特困", "残疾人", "低收入", "边缘户", "一般农户", "其他"),
)
REQUIRED, NOT_REQUIRED, NOT_APPLICABLE = "必需", "不需要", "不适用"
"""What is asked of a document."""

DEPARTMENTS = {
    "opinion_poverty_alleviation": "扶贫",
    "opinion_civil_affairs": "民政",
    "opinion_disabled_persons": "残联",
}
RECHECK_STATES = {
    "排除异议": "异议排除",
    "异议不成立": "异议排除",
    "符合补助条件": "异议排除",
    "不符合补助条件": "异议成立",
    "不符合": "异议成立",
    "异议成立": "异议成立",
}
PLANS = {"A": "A", "A-无房户": "A", "B": "B"}
_LEVELS = ("村", "镇", "乡镇", "乡")


def _nullable(check: Check) -> Check:
    return lambda name, value: None if value is None else check(name, value)


_COUNT = number(0, 1_000_000, whole=True)
STATED: Mapping[str, Check] = {
    "plan": one_of(*PLANS, "none"),
    "identities": list_of(one_of(*CLASSES)),
    "confirm": mapping_of(truth, tuple(DEPARTMENTS.values())),
    "household_size": number(1, 100, whole=True),
    "area_m2": number(0, 10_000, above=True),
    "finding": _nullable(text),
    "stage": one_of("村", "乡镇", "市公示"),
    "objection": truth,
    "recheck": _nullable(one_of(*RECHECK_STATES)),
    "docs": list_of(text),
    "notice_from": date,
    "notice_to": date,
    "locations": list_of(text),
    "identity_passed_on": _nullable(date),
    "appraisal_on": date,
    "report_copies": list_of(text),
    "standard": mapping_of(checks.anything),
    "indoor": list_of(text),
    "unified_facade": truth,
    "agreement_items": list_of(text),
    "parties": list_of(text),
    "archive": list_of(text),
    "channel": text,
    "request": text,
    "charged_to": text,
    "start": date,
    "sale": date,
    "reason": one_of("个人原因", "非个人原因"),
    "visits": _COUNT,
    "evidence_levels": list_of(one_of(*_LEVELS)),
    "disaster": truth,
    "applied_by": list_of(text),
    "id_no": text,
    "representatives_total": number(1, 1_000_000, whole=True),
    "representatives_present": _COUNT,
    "votes_in_favour": _COUNT,
}
"""Facts that no table asks by this name; the others are checked against the table's own domain."""

NULL_IS_A_VALUE = ("finding", "identity_passed_on", "recheck")
"""Stated as null they say that there is none yet."""

ABSENT_MEANS: Mapping[str, Any] = {
    # What nobody filed has not been filed; an area nobody marked as planned is the built one.
    "large_household_application": False,
    "township_formal_document": False,
    "area_kind": "实测",
    "no_house_confirmed": None,
}

ASKED_DIRECTLY = frozenset({
    # Asked by tables under the name in which they are stated.
    "hukou", "long_term_rural", "dwelling", "in_relocation_plan", "stable_out_of_poverty",
    "building_difficulty", "grade", "applied_plan", "method", "repair_cost_yuan",
    "whole_household_no_house", "marked_in_archive", "doc_class", "level", "review",
    "notice_complete", "form_filled", "household_visit", "materials_reviewed", "township_prelim",
    "accepted", "post_acceptance_added_m2", "accepted_by_housing_dept", "still_refuses",
    "property_type", "meeting_kind", "payment_state", "moved_in", "acceptance_ok", "signing",
})  # fmt: skip
