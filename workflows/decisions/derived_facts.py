"""Facts that tables ask and that are only reckoned from what people state.

Nothing here decides: a derived fact reshapes (a list into yes or no), counts or subtracts;
what the result means is said by a row of a table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from workflows import identity_number, notice_period
from workflows.decisions import checks
from workflows.decisions.errors import NotKnown
from workflows.decisions.feel import scalar
from workflows.decisions.vocabulary import DEPARTMENTS, PLANS, RECHECK_STATES, REQUIRED

Ask = Callable[[str], Any]
"""Gives another fact; does not return when it is not known."""

_CLASS_FACTS = {
    "registered_poor": "建档立卡",
    "minimum_living_allowance": "低保",
    "extremely_poor_dispersed": "分散供养特困",
    "poor_disabled": "贫困残疾人",
}
_NO_SUCH_LIMIT = ("area_cap_m2", "area_floor_m2")
_NO_FINDING = ("属实", "符合条件", "无异常")


def _claims(name: str) -> Callable[[Ask], Any]:
    return lambda ask: _CLASS_FACTS[name] in ask("identities")


def _opinion(name: str) -> Callable[[Ask], Any]:
    def opinion(ask: Ask) -> str | None:
        confirmed = ask("confirm").get(DEPARTMENTS[name])
        return None if confirmed is None else "pass" if confirmed else "fail"

    return opinion


def _civil_affairs_class(ask: Ask) -> str | None:
    for name in ("minimum_living_allowance", "extremely_poor_dispersed"):
        if ask(name):
            return _CLASS_FACTS[name]
    return None


def _programme_plan(ask: Ask) -> str:
    """The plan that the case is dealt with under: as told, else as its route says."""
    for name in ("plan", "route_plan"):
        try:
            told = ask(name)
        except NotKnown:
            continue
        if told in PLANS:
            return PLANS[told]
    raise NotKnown(("plan",))


def _known(ask: Ask, name: str) -> bool:
    try:
        ask(name)
    except NotKnown:
        return False
    return True


def _together(ask: Ask, *names: str) -> list[Any]:
    """Several facts; what they lack is named all at once."""
    found: list[Any] = []
    lacking: list[str] = []
    for name in names:
        try:
            found.append(ask(name))
        except NotKnown as gap:
            lacking += gap.facts
    if lacking:
        raise NotKnown(tuple(dict.fromkeys(lacking)))
    return found


def _difference(left: str, right: str) -> Callable[[Ask], Fraction | None]:
    """left - right; None where the table sets no such number."""

    def difference(ask: Ask) -> Fraction | None:
        for name in (left, right):
            if name in _NO_SUCH_LIMIT and _known(ask, name) and ask(name) is None:
                return None
        a, b = _together(ask, left, right)
        return _exact(a) - _exact(b)

    return difference


def _area_over_cap(ask: Ask) -> Fraction | None:
    over = _difference("area_m2", "area_cap_m2")(ask)
    return None if over is None else over - _exact(ask("measuring_tolerance_m2"))


def _residents_lacking(ask: Ask) -> Fraction:
    wanted = ask("relaxation_min_residents")
    return Fraction(0) if wanted is None else _exact(wanted) - _exact(ask("household_size"))


def _exact(value: Any) -> Fraction:
    found = scalar(value)
    if not isinstance(found, Fraction):
        raise TypeError(f"{value!r} is no number")
    return found


def _objection_state(ask: Ask) -> str:
    if not ask("objection"):
        return "无异议"
    recheck = ask("recheck")
    return "待复核" if recheck is None else RECHECK_STATES[recheck]


def _visit_finding(ask: Ask) -> str:
    finding = ask("finding")
    return "属实" if finding is None or finding in _NO_FINDING else "不符"


def _full_days(ask: Ask) -> int:
    if ask("notice_to") < ask("notice_from"):
        raise checks.impossible("notice_to", str(ask("notice_to")), "公示结束不能早于开始")
    return notice_period.full_days(
        ask("notice_from"), ask("notice_to"), first_day_counts=ask("notice_first_day_counts")
    )


def _last_day(ask: Ask) -> str:
    return notice_period.in_words(
        notice_period.last_day(
            ask("notice_from"),
            int(ask("notice_days")),
            first_day_counts=ask("notice_first_day_counts"),
        )
    )


def _archive_missing(ask: Ask) -> int:
    return len(set(ask("archive_item")) - set(ask("archive")))


def _documents_missing(ask: Ask) -> int:
    asked = zip(ask("document"), ask("need"), strict=True)
    return len({name for name, need in asked if need == REQUIRED} - set(ask("docs")))


def _places_lacking(ask: Ask) -> int:
    wanted = set(ask("notice_places"))
    return len(wanted - set(ask("locations"))) if wanted else 0


def _days_identity_to_appraisal(ask: Ask) -> int | None:
    """None where identity has not been confirmed at all."""
    passed: dt.date | None = ask("identity_passed_on")
    graded: dt.date = ask("appraisal_on")
    return None if passed is None else (graded - passed).days


def _days_past_resale(ask: Ask) -> int:
    start: dt.date = ask("start")
    year = start.year + int(ask("resale_years"))
    try:
        allowed = start.replace(year=year)
    except ValueError:  # 29 February: the last day of the month (民法典 202)
        allowed = start.replace(year=year, day=28)
    sale: dt.date = ask("sale")
    return (sale - allowed).days


def _includes(name: str, *wanted: str) -> Callable[[Ask], bool]:
    return lambda ask: any(item in wanted for item in ask(name))


def _share_margin(count: str, total: str, share: str) -> Callable[[Ask], Fraction]:
    def margin(ask: Ask) -> Fraction:
        if ask(count) > ask(total):
            raise checks.impossible(count, ask(count), f"不能超过总数{ask(total)}")
        return _exact(ask(count)) - _exact(ask(total)) * Fraction(ask(share))

    return margin


def _named_else(name: str, words: Mapping[str, str], otherwise: str) -> Callable[[Ask], str]:
    return lambda ask: words.get(ask(name), otherwise)


DERIVED: Mapping[str, Callable[[Ask], Any]] = {
    **{name: _claims(name) for name in _CLASS_FACTS},
    **{name: _opinion(name) for name in DEPARTMENTS},
    "civil_affairs_class": _civil_affairs_class,
    "programme_plan": _programme_plan,
    "residents_lacking": _residents_lacking,
    "area_over_cap_m2": _area_over_cap,
    "area_under_floor_m2": _difference("area_floor_m2", "area_m2"),
    "objection_state": _objection_state,
    "visit_finding": _visit_finding,
    "full_days_excl_first": _full_days,
    "notice_days_lacking": lambda ask: int(ask("notice_days")) - ask("full_days_excl_first"),
    "places_lacking": _places_lacking,
    "notice_places_text": lambda ask: "和".join(ask("notice_places")),
    "notice_last_day_text": _last_day,
    "archive_missing_count": _archive_missing,
    "documents_missing_count": _documents_missing,
    "days_identity_to_appraisal": _days_identity_to_appraisal,
    "build": lambda ask: ask("method"),
    "channel_kind": _named_else(
        "channel",
        dict.fromkeys(("一卡通", "财政一卡通", "财政“一卡通”"), "一卡通")
        | {"施工单位": "施工单位"},
        "其他",
    ),
    "charged_fund": _named_else(
        "charged_to", {fund: fund for fund in ("扶贫资金", "地方财政")}, "其他"
    ),
    "plan_of_case": lambda ask: ask("programme_plan"),
    "refusal_reason": lambda ask: ask("reason"),
    "visits_lacking": _difference("refusal_min_visits", "visits"),
    "evidence_village": _includes("evidence_levels", "村"),
    "evidence_township": _includes("evidence_levels", "镇", "乡镇", "乡"),
    "applied_by_village": _includes("applied_by", "村"),
    "applied_by_township": _includes("applied_by", "镇", "乡镇", "乡"),
    "days_past_resale_date": _days_past_resale,
    "quorum_margin": _share_margin(
        "representatives_present", "representatives_total", "quorum_present_share"
    ),
    "favour_margin": _share_margin(
        "votes_in_favour", "representatives_present", "quorum_favour_share"
    ),
    "id_fault": lambda ask: identity_number.fault(ask("id_no")),
}
