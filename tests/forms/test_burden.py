"""The burden meter: what forms ask of each role for one case, and that nothing is asked twice.

Counted is what has to be read and answered: not the roster, the papers that a rule asks for, what
every step asks (who, when, an opinion), and what is only shown.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import pytest

from forms.application import ApplicationForm
from forms.fields import DocumentsField, ShownField
from forms.fields.roster import RosterField
from forms.household_questions import HOUSE
from forms.mending import PAGES
from forms.registry import TASK_FORMS
from forms.signing import SIGNING
from forms.step_form import COMMON_FIELDS, StepForm
from models.document import HOUSE_PHOTOS
from models.role import Role
from models.signing import (
    SIGNING_BY_AGENT,
    SIGNING_BY_GUARDIAN,
    SIGNING_BY_HAND,
    SIGNING_BY_THUMB,
)
from tests.forms.stage import shipped_runtime
from tests.journeys.world import drawn_tasks
from workflows.decisions import decide

RUNTIME = shipped_runtime()
# What the clerk of a village is asked to file one household: fields, photographs of the house.
MOST_AT_INTAKE, MOST_PHOTOS = 25, 8
# One step of whoever comes later.
MOST_OF_A_STEP = 16
# All steps that a role may ever have with one case, those of side flows and of 补正 not counted.
MOST_OF_A_ROLE = 60
# Steps that not every case goes through.
ASIDE = ("objection", "refusal", "termination", "stopping", "returned", "project", "resettlement")
NOT_COUNTED = (RosterField, DocumentsField, ShownField)
# A question that stands in two steps on purpose: name -> why.
ASKED_AGAIN = {
    **dict.fromkeys(SIGNING, "each paper is signed by itself (R88)"),
    "annual_income_yuan": "the visit verifies what was declared (R99)",
    "area_m2": "the visit verifies what was declared (R99)",
    "whole_household_no_house": "the visit verifies what was declared (R99)",
    "members": "township and county each send a team of their own",
    "reason": "each letter tells its own reason",
    "built_year": "the visit verifies what was declared (R99)",
    "dwelling": "the visit verifies what was declared (R99)",
    "card_number": "a repair replaces the account of the review",
    "card_holder": "a repair replaces the account of the review",
    "card_bank": "a repair replaces the account of the review",
    "number_checked": "whoever types an account compares it with the card (N10)",
    "old_house_demolished": "township and county look at the old house each for itself",
    "work_done": "a repair is described by whoever has made or seen it",
    "checklist": "township and county accept each for itself",
    "delivery": "each letter has its own delivery",
    "delivered_on": "each letter has its own delivery",
    "received_by": "each letter has its own delivery",
    "finding": "village and township attest a refusal each for itself",
    "is_sealed": "each paper has its own seal",
}


def questions(form: type[StepForm]) -> dict[str, str]:
    """Name -> label of every question that the form can ask at most."""
    fields = {name: getattr(form, name) for name in dir(form)}
    return {
        name: field.args[0]
        for name, field in fields.items()
        if hasattr(field, "_formfield")
        and not issubclass(field.field_class, NOT_COUNTED)
        and name not in (*COMMON_FIELDS, "papers", "new_papers")
    }


def asked_at_intake(signing: str, *, has_house: bool) -> set[str]:
    """The questions of the application for one sort of household."""
    needed = decide(RUNTIME.tables, "signing", {"signing": signing}, {}).outputs
    witnesses = ("first_witness", "second_witness")[int(needed["witnesses_needed"]) :]
    left_out = set(witnesses)
    # Whoever came for the head may be somebody else than who signs: both are counted.
    if not needed["agent_needed"]:
        left_out.add("agent")
    if not needed["phone_confirmation_needed"]:
        left_out.add("phone_confirmed_on")
    of_house = {*HOUSE, "suspected_grade", "danger_statement"}
    left_out |= {"whole_household_no_house"} if has_house else of_house
    return set(questions(ApplicationForm)) - left_out


@pytest.mark.parametrize("has_house", [True, False])
@pytest.mark.parametrize(
    "signing", [SIGNING_BY_HAND, SIGNING_BY_THUMB, SIGNING_BY_GUARDIAN, SIGNING_BY_AGENT]
)
def test_an_application_asks_no_more_than_a_clerk_can_bear(signing: str, has_house: bool) -> None:
    asked = asked_at_intake(signing, has_house=has_house)
    assert len(asked) <= MOST_AT_INTAKE, sorted(asked)
    assert len(HOUSE_PHOTOS) <= MOST_PHOTOS


def test_no_later_step_and_no_role_asks_more_than_its_share() -> None:
    of_role: dict[Role, dict[str, int]] = defaultdict(dict)
    for drawn in drawn_tasks(RUNTIME):
        form = TASK_FORMS[drawn.form_key]
        count = len(questions(form))
        if form.by_groups or form is ApplicationForm:
            continue
        assert count <= MOST_OF_A_STEP, f"{drawn.form_key}: {sorted(questions(form))}"
        if not drawn.process_id.startswith(ASIDE):
            of_role[drawn.role][drawn.form_key] = count
    totals = {role: sum(forms.values()) for role, forms in of_role.items()}
    assert max(totals.values()) <= MOST_OF_A_ROLE, totals


def test_a_page_of_mending_asks_less_than_the_application() -> None:
    for form in {each for each in TASK_FORMS.values() if each.by_groups}:
        asked = set(questions(form))
        homeless = asked - {name for page in PAGES for name in page.fields}
        assert homeless - {"asker"} == set(), form
        for page in PAGES:
            assert len(asked & set(page.fields)) <= 9, page.title


def test_nothing_is_asked_in_two_steps_but_on_purpose() -> None:
    steps = [form for form in set(TASK_FORMS.values()) if not form.by_groups]
    twice = {
        name
        for one, other in combinations(steps, 2)
        for name, label in questions(one).items()
        if questions(other).get(name) == label
    }
    assert twice - set(ASKED_AGAIN) == set()
    assert set(ASKED_AGAIN) - twice - set(SIGNING) == set(), "a reason that explains nothing"
