"""Asking the departments once more who the household is, before it is approved (X3, G27)."""

from __future__ import annotations

from models.application import Application
from workflows.identity import end_identity_round
from workflows.steps import Step, deliver_on

ASKED_ANEW = "identity_asked_anew"
# Where the drawing goes back to the departments.
STAGES = frozenset({"identity_verification", "house_grading", "county_approval"})


def has_been_asked(application: Application) -> bool:
    """Whether the departments were asked already and the county has not approved yet."""
    return application.stage in STAGES and application.approved_on is None


def ask_anew(step: Step) -> None:
    """Send the case back to the departments: what they said was of another household."""
    end_identity_round(step)
    step.application.identity_passed_on = None
    deliver_on(step, ASKED_ANEW, {})
