"""Answers a case in the vocabulary of the worked cases: facts in, every decidable question out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workflows.decisions import household_questions, step_questions
from workflows.decisions.answers import Answers
from workflows.decisions.collection import DecisionTables
from workflows.decisions.errors import NotKnown
from workflows.decisions.inquiry import Inquiry
from workflows.programmes import ProgrammeDefinition, load_programmes, parameters_of


def answer(
    tables: DecisionTables,
    facts: Mapping[str, Any],
    programmes: Sequence[ProgrammeDefinition] | None = None,
) -> dict[str, Any]:
    """Every question that ``facts`` raise and decide.

    Beside the answers: ``decided_by`` (question -> table row and rule numbers), ``missing_facts``,
    and ``unused_facts`` where a name is in no vocabulary. A question that policy leaves open is
    answered None and ``…_open_question`` names the gap. Raises ImpossibleValue.
    """
    known = load_programmes() if programmes is None else programmes
    plan = _plan(Inquiry(tables, facts, {}))
    answers = Answers(Inquiry(tables, facts, parameters_of(known, plan)))
    for topic in _topics(answers.inquiry):
        topic(answers)
    result = {
        **answers.values,
        "decided_by": answers.decided_by,
        "missing_facts": list(answers.missing),
    }
    if answers.inquiry.unused:
        result["unused_facts"] = answers.inquiry.unused
    return result


def _plan(inquiry: Inquiry) -> str | None:
    try:
        return str(inquiry.value("programme_plan"))
    except NotKnown:
        return None


def _topics(inquiry: Inquiry) -> list[Any]:
    stated = inquiry.stated
    topics: list[Any] = []
    struck = "disaster" in stated and inquiry.value("disaster")
    raises = household_questions.ASKED_BY | (frozenset() if struck else {"grade", "identity_ok"})
    if stated & raises:
        topics.append(household_questions.household)
    if struck:
        topics.append(step_questions.disaster)
    if "stage" in stated and inquiry.value("stage") == "市公示":
        topics.append(step_questions.county_notice)
    topics += [topic for facts, topic in step_questions.STEPS if stated & facts]
    return topics
