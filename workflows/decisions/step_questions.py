"""The questions that arise at one step: papers, notices, acceptance, payment, refusal and so on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workflows import identity_number, notice_period
from workflows.decisions import papers
from workflows.decisions.answers import UNANSWERED, Answers
from workflows.decisions.errors import NotKnown
from workflows.decisions.inquiry import Inquiry
from workflows.decisions.vocabulary import NOT_APPLICABLE, NOT_REQUIRED, REQUIRED


def documents(answers: Answers) -> None:
    """R86-R93: what the application lacks."""
    doc_class = answers.fact("doc_class")
    if doc_class is UNANSWERED:
        return
    tables = answers.inquiry.tables
    listed = papers.required_documents(tables, doc_class)
    missing = papers.missing_documents(tables, doc_class, answers.inquiry.value("docs"))
    _completeness(answers, [item for item in listed if item.kind == REQUIRED], missing)
    for question, kind in (
        ("not_required", NOT_REQUIRED),
        ("not_applicable", NOT_APPLICABLE),
    ):
        items = [item for item in listed if item.kind == kind]
        if items:
            answers.write_list(question, [i.name for i in items], [i.row for i in items])
    answers.ask("proposed_outcome", "documents_check", "documents_proposed_outcome")


def notice(answers: Answers) -> None:
    """R95, R101, G1, G2: has the notice run long enough, in all its places?"""
    passed = answers.ask("notice_ok", "notice_proof")
    days = answers.fact("full_days_excl_first")
    if days is not UNANSWERED:
        answers.write("full_days_excl_first", days, answers.inquiry.decide("notice_period"))
    if passed is False:
        answers.ask("outcome", "notice_proof", "notice_outcome")
    if passed is True or (passed is False and answers.fact("places_lacking") == 0):
        earliest = notice_period.earliest_report(
            answers.fact("notice_from"),
            answers.fact("notice_to"),
            int(answers.fact("notice_days")),
            first_day_counts=answers.fact("notice_first_day_counts"),
        )
        answers.write(
            "earliest_report_date", earliest.isoformat(), answers.inquiry.decide("notice_proof")
        )


def village(answers: Answers) -> None:
    """R96-R98: may the village report the household?"""
    answers.ask("outcome", "village_outcome", "village_outcome")


def township(answers: Answers) -> None:
    """R99-R104: what the township does next."""
    answers.ask("outcome", "township_outcome", "township_outcome")


def county_notice(answers: Answers) -> None:
    """R109, R110: may the household be entered in the national system?"""
    answers.ask("outcome", "county_notice_outcome", "county_notice_outcome")


def order_of_grading(answers: Answers) -> None:
    """R32, R112: identity before grading."""
    if answers.ask("order_ok", "grading_order") is False:
        answers.ask("outcome", "grading_order", "order_outcome")


def report_copies(answers: Answers) -> None:
    """R114: the four places of the grading report in plan A."""
    plan = answers.fact("programme_plan")
    if plan is UNANSWERED:
        return
    wanted = papers.report_copies(answers.inquiry.tables, plan)
    copies = answers.inquiry.value("report_copies")
    if wanted:
        _completeness(answers, wanted, [i.name for i in wanted if i.name not in copies])


def acceptance(answers: Answers) -> None:
    """R58-R67: what the house does not meet, and what follows (R125-R129)."""
    build = answers.fact("build")
    if build is UNANSWERED:
        return
    items = papers.acceptance_checklist(answers.inquiry.tables, build)
    stated = {name: _stated(answers, name) for name in ("standard", "indoor", "unified_facade")}
    stated["standard"] = stated["standard"] or {}
    try:
        failed = papers.failed_items(items, **stated)
    except papers.PartlyChecked as gap:
        answers.lacks(gap.facts)
        if gap.failed:
            _accepted(answers, gap.failed)
        return
    answers.write_list("failed", [i.failed_as for i in failed], [i.row for i in failed or items])
    _accepted(answers, failed or items, ok=not failed)


def _accepted(answers: Answers, items: list[papers.CheckItem], *, ok: bool = False) -> None:
    answers.write("acceptance_ok", ok)
    answers.explain("acceptance_ok", [item.row for item in items])
    follow_up = Inquiry.of(answers.inquiry, acceptance_ok=ok)
    answers.ask("outcome", "acceptance_outcome", of=follow_up, output="acceptance_outcome")


def preliminary(answers: Answers) -> None:
    """R127-R129: the township's acceptance."""
    answers.ask("outcome", "preliminary_outcome", "preliminary_outcome")
    answers.ask("proposed_outcome", "preliminary_outcome", "preliminary_proposed_outcome")


def after_acceptance(answers: Answers) -> None:
    """R84, R85: something was added after acceptance."""
    answers.ask("violation", "after_acceptance")
    answers.ask("outcome", "after_acceptance", "after_acceptance_outcome")


def agreement(answers: Answers) -> None:
    """R116: the five clauses and the two parties."""
    tables = answers.inquiry.tables
    parties = _stated(answers, "parties")
    wanted = [
        item
        for item in papers.agreement_items(tables)
        if item.kind == "条款" or parties is not None
    ]
    items = answers.inquiry.value("agreement_items")
    _completeness(answers, wanted, papers.agreement_missing(tables, items, parties))


def payment(answers: Answers) -> None:
    """R79, R80: when and how money may go out."""
    answers.ask("payment_ok", "payment_release")
    answers.ask("outcome", "payment_release", "payment_outcome")


def charged_fund(answers: Answers) -> None:
    """R75-R77: the fund that a case is charged to."""
    answers.ask("outcome", "fund_check", "fund_outcome")
    answers.ask("correct_source", "fund_check")


def resale(answers: Answers) -> None:
    """R48, R49, R51, R137: may the house be sold, and what goes back?"""
    answers.ask("sale_allowed", "resale")
    answers.ask("outcome", "resale", "sale_outcome")
    answers.ask("return_yuan", "resale")


def refusal(answers: Answers) -> None:
    """R17, G13: is the refusal established?"""
    answers.ask("refusal_valid", "refusal")
    answers.ask("outcome", "refusal", "refusal_outcome")


def disaster(answers: Answers) -> None:
    """R19, R20, G14: a house that a disaster made suspect."""
    answers.ask("outcome", "disaster", "disaster_outcome")
    method = answers.inquiry.decide("disaster").outputs.get("disaster_method")
    if method is not None:
        # A house that was graded is there.
        ordinary = Inquiry.of(answers.inquiry, method=method, dwelling="唯一住房")
        answers.ask("subsidy_cap_yuan", "subsidy_standard", of=ordinary)


def archive(answers: Answers) -> None:
    """R133, R134: what the dossier lacks."""
    tables = answers.inquiry.tables
    wanted = papers.archive_items(tables)
    _completeness(answers, wanted, papers.archive_missing(tables, answers.inquiry.value("archive")))


def closing(answers: Answers) -> None:
    """G31: may the case be closed?"""
    answers.ask("closing_ok", "closing")
    answers.ask("outcome", "closing", "closing_outcome")


def appraisal(answers: Answers) -> None:
    """R94, G32: was the meeting valid, and what did it find?"""
    answers.ask("appraisal_valid", "appraisal_quorum")
    answers.ask("outcome", "appraisal_quorum", "appraisal_result")


def identity(answers: Answers) -> None:
    """N39, N40: the citizen identity number."""
    if answers.ask("id_valid", "identity_number") is True:
        number = identity_number.normalised(answers.inquiry.value("id_no"))
        answers.write("normalised", number, answers.inquiry.decide("identity_number"))
    answers.ask("reason", "identity_number", "id_reason")


STEPS: tuple[tuple[frozenset[str], Callable[[Answers], None]], ...] = (
    (frozenset({"id_no"}), identity),
    (frozenset({"docs"}), documents),
    (frozenset({"representatives_total", "representatives_present", "votes_in_favour"}), appraisal),
    (frozenset({"notice_from", "notice_to", "locations"}), notice),
    (frozenset({"review"}), village),
    (frozenset({"household_visit", "materials_reviewed", "finding"}), township),
    (frozenset({"identity_passed_on", "appraisal_on"}), order_of_grading),
    (frozenset({"report_copies"}), report_copies),
    (frozenset({"standard", "indoor", "unified_facade"}), acceptance),
    (frozenset({"township_prelim"}), preliminary),
    (frozenset({"post_acceptance_added_m2"}), after_acceptance),
    (frozenset({"agreement_items"}), agreement),
    (frozenset({"accepted_by_housing_dept", "channel", "request"}), payment),
    (frozenset({"charged_to"}), charged_fund),
    (frozenset({"property_type", "sale"}), resale),
    (frozenset({"visits", "evidence_levels", "still_refuses"}), refusal),
    (frozenset({"archive"}), archive),
    (frozenset({"moved_in", "payment_state"}), closing),
)
"""The facts that raise the questions of a step: any one of them does."""


def _stated(answers: Answers, name: str) -> Any:
    try:
        return answers.inquiry.value(name)
    except NotKnown:
        return None


def _completeness(answers: Answers, wanted: list[papers.Listed], missing: list[str]) -> None:
    rows = [item.row for item in wanted if item.name in missing] or [item.row for item in wanted]
    answers.values["complete"] = answers.values.get("complete", True) and not missing
    answers.explain("complete", rows)
    answers.write_list("missing", missing, rows)
