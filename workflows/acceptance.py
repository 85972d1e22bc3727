"""The acceptance checklist of a method and what of it a house fails (R58–R67, R126–R129)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from workflows.decisions import papers
from workflows.decisions.papers import CheckItem
from workflows.steps import Step

ONE_OF = "one_of"


def checklist(step: Step) -> list[CheckItem]:
    """The questions that fit the method of the case, in the order of the table."""
    assert step.application.method is not None
    return papers.acceptance_checklist(step.runtime.tables, step.application.method)


def failed_items(items: Iterable[CheckItem], answers: Mapping[str, Any]) -> list[CheckItem]:
    """Items that are not met; one that was not looked at counts as not met.

    ``answers`` by key: yes/no, or a number; an item of the kind ``one_of`` is answered yes when one
    of the things it names is there.
    """
    asked = list(items)
    indoor = [item.satisfied_by[0] for item in asked if item.kind == ONE_OF and answers[item.key]]
    unanswered = [item for item in asked if answers.get(item.key) is None]
    answered = [item for item in asked if answers.get(item.key) is not None]
    failed = papers.failed_items(answered, answers, indoor)
    return [item for item in asked if item in failed or item in unanswered]
