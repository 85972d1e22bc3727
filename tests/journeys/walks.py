"""Which ways of the drawings a journey takes: told by the journey, proven when it runs.

Journeys run in several processes, so that none of them knows what the others walked.  Each says
with ``@walks("approve_case:reject")`` what it takes; a journey that does not take it fails, and
``test_every_way.py`` adds up what they say.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

Test = TypeVar("Test", bound=Callable[..., Any])

# From the application to the money on the card: what every full journey takes.
TO_REPORT = (
    "file_application:done",
    "check_application:accept",
    "hold_appraisal:pass",
    "post_notice:done",
    "take_down_notice:complete",
    "report_application:done",
)
TO_IDENTITY = (
    *TO_REPORT,
    "review_file:approve",
    "visit_household:confirm",
    "decide_case:approve",
    "hold_meeting:agree",
    "report_notice_result:done",
)
GRADING = ("commission_grading:done", "grade_house:done", "confirm_grading:accept")
APPROVAL = (
    "choose_method:confirm",
    "review_archive:approve",
    "approve_case:approve",
    "record_registry_entry:done",
)
BUILDING = (
    "sign_agreement:done",
    "start_construction:done",
    "inspect_site:finish",
    "declare_completion:done",
    "accept_preliminary:pass",
    "accept_final:pass",
)
PAYMENT = ("review_subsidy:done", "approve_subsidy:approve", "pay_subsidy:paid")
TO_THE_CARD = (*TO_IDENTITY, *GRADING, *APPROVAL, *BUILDING, *PAYMENT, "archive_case:close")


def walks(*ways: str) -> Callable[[Test], Test]:
    """Say that a journey takes ``ways``, each ``node:outcome``."""

    def mark(test: Test) -> Test:
        test.walks = ways  # type: ignore[attr-defined]
        return test

    return mark


def said_by(test: Callable[..., Any]) -> frozenset[str]:
    """What a journey says it takes."""
    return frozenset(getattr(test, "walks", ()))


def way_of(walked: str) -> str:
    """``node:outcome`` of what an office wrote down, ``process.node:outcome``."""
    return walked.split(".", 1)[1]
