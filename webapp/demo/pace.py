"""How long people take: working days for each task, hours of the day, and frost on the ground."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from random import Random

from workflows import clock
from workflows.working_days import add_working_days

# Working days from a task's opening until somebody does it, as a rule.
USUAL_DAYS: dict[str, float] = {
    "file_application": 0, "check_application": 1.5, "supplement_application": 4,
    "hold_appraisal": 4, "post_notice": 0.7, "take_down_notice": 0.7, "report_application": 1.2,
    "review_file": 2, "visit_household": 3, "decide_case": 1.2, "hold_meeting": 2,
    "report_notice_result": 1.2, "correct_application": 3, "handle_return": 2.5,
    "verify_poverty": 3, "verify_civil_affairs": 3, "verify_disability": 3,
    "commission_grading": 2, "grade_house": 5, "confirm_grading": 1.2,
    "commission_regrading": 2, "regrade_house": 5,
    "resettle_household": 2, "vacate_old_house": 12,
    "choose_method": 2, "report_relaxation": 2, "review_archive": 3, "approve_case": 2,
    "record_registry_entry": 1.5, "await_next_batch": 12,
    "sign_agreement": 3, "start_construction": 4, "inspect_site": 5, "rectify_finding": 4,
    "recheck_finding": 1.5, "declare_completion": 3,
    "hand_over_dwelling": 2, "accept_preliminary": 3, "accept_final": 5, "rectify_defects": 5,
    "review_subsidy": 2, "approve_subsidy": 1.5, "pay_subsidy": 3, "repair_account": 2,
    "archive_case": 3, "supply_documents": 4, "record_refusal_visit": 4,
}  # fmt: skip
OTHERWISE_DAYS = 1.5
# Nobody mixes mortar while the ground is frozen; from here on building begins, day by day.
THAW = dt.date(2019, 4, 12)
DAYS_OF_BEGINNING = 14
OPENING_MINUTE, CLOSING_MINUTE = 8 * 60 + 20, 17 * 60 + 20


def moment_for(
    node: str,
    visit: int,
    case_number: int,
    opened: dt.datetime,
    calendar: Mapping[dt.date, bool],
    stretch: float = 1.0,
) -> dt.datetime:
    """When the task will be done: some working days after ``opened``, in office hours.

    ``stretch`` is how much longer than usual everybody takes.
    """
    rng = Random(f"{case_number}/{node}/{visit}/pace")
    usual = USUAL_DAYS.get(node, OTHERWISE_DAYS) * rng.uniform(0.5, 1.4) * stretch
    today = clock.local(opened).date()
    day = add_working_days(today, round(usual), calendar)
    if node == "start_construction":
        day = max(day, THAW + dt.timedelta(days=rng.randint(0, DAYS_OF_BEGINNING)))
    moment = at_office(day, rng)
    return moment if moment > opened else opened + dt.timedelta(minutes=rng.randint(4, 90))


def at_office(day: dt.date, rng: Random) -> dt.datetime:
    """Some minute of the office hours of ``day``."""
    minutes = rng.randint(OPENING_MINUTE, CLOSING_MINUTE)
    return clock.start_of(day) + dt.timedelta(minutes=minutes, seconds=rng.randint(0, 59))
