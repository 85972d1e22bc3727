"""What the lists ask for: documents, checklist, agreement, dossier; forms and answers share it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflows.decisions import checks
from workflows.decisions.collection import DecisionTables
from workflows.decisions.errors import NotKnown
from workflows.decisions.inquiry import Decision, decide
from workflows.decisions.vocabulary import REQUIRED as REQUIRED


@dataclass(frozen=True)
class Listed:
    """One item of a list, with the row and the rules that ask for it."""

    name: str
    kind: str
    row: str


@dataclass(frozen=True)
class CheckItem:
    """One question of the acceptance checklist (R58-R67).

    ``kind``: ``yes_no``; ``number`` with ``minimum``; ``one_of``, fulfilled when one of
    ``satisfied_by`` is there. ``failed_as`` is the text in the list of what failed.
    """

    key: str
    kind: str
    minimum: float | None
    satisfied_by: tuple[str, ...]
    question: str
    failed_as: str
    row: str


def required_documents(tables: DecisionTables, doc_class: str) -> list[Listed]:
    """Every document that is asked, not asked or not applicable for a class (R86-R93, G9)."""
    decision = decide(tables, "required_documents", {"doc_class": doc_class}, {})
    return _listed(decision, "document", "need")


def missing_documents(tables: DecisionTables, doc_class: str, docs: Collection[str]) -> list[str]:
    """The required documents that are not there, in the order of the document."""
    return _absent(_of_kind(required_documents(tables, doc_class), REQUIRED), docs)


def document_classes(tables: DecisionTables, facts: Mapping[str, Any]) -> list[str]:
    """The classes under which a household brings papers (R90, R91). Raises NotKnown."""
    decision = decide(tables, "document_class", facts, {})
    if "document_class" not in decision.outputs:
        raise NotKnown(decision.missing_facts)
    return list(decision.outputs["document_class"])


def acceptance_checklist(tables: DecisionTables, build: str) -> list[CheckItem]:
    """The questions that fit a method (R58-R67)."""
    decision = decide(tables, "acceptance_checklist", {"build": build}, {})
    columns = (decision.outputs[f"check_{name}"] for name in (
        "key", "kind", "minimum", "satisfied_by", "question", "failed_as"
    ))  # fmt: skip
    return [
        CheckItem(key, kind, minimum, tuple(satisfied_by or ()), question, failed_as, row)
        for (key, kind, minimum, satisfied_by, question, failed_as), row in zip(
            zip(*columns, strict=True), decision.rows, strict=True
        )
    ]


def failed_items(
    items: Iterable[CheckItem],
    standard: Mapping[str, Any],
    indoor: Collection[str] | None = None,
    unified_facade: bool | None = None,
) -> list[CheckItem]:
    """The items that the house does not meet.

    ``standard`` holds yes/no and numbers by key, ``indoor`` what is inside. Raises ImpossibleValue,
    and NotKnown where an item has not been answered.
    """
    answers = {**standard, "unified_facade": standard.get("unified_facade", unified_facade)}
    failed, unanswered = [], []
    for item in items:
        passed = _passes(item, answers.get(item.key), indoor)
        if passed is None:
            unanswered.append(_fact_of(item))
        elif not passed:
            failed.append(item)
    if unanswered:
        raise PartlyChecked(tuple(dict.fromkeys(unanswered)), failed)
    return failed


class PartlyChecked(NotKnown):
    """Some items are unanswered; ``failed`` are those that are known to fail."""

    def __init__(self, facts: tuple[str, ...], failed: Sequence[CheckItem]) -> None:
        super().__init__(facts)
        self.failed = list(failed)


def agreement_items(tables: DecisionTables) -> list[Listed]:
    """The five clauses and the two parties (R116)."""
    return _listed(
        decide(tables, "agreement_items", {}, {}), "agreement_item", "agreement_item_kind"
    )


def agreement_missing(
    tables: DecisionTables, items: Collection[str], parties: Collection[str] | None = None
) -> list[str]:
    """Clauses, and where the parties are told also parties, that the agreement lacks (R116)."""
    wanted = agreement_items(tables)
    missing = _absent(_of_kind(wanted, "条款"), items)
    if parties is not None:
        missing += _absent(_of_kind(wanted, "签约方"), parties)
    return missing


def archive_items(tables: DecisionTables) -> list[Listed]:
    """What the household's dossier must hold (R133)."""
    return _listed(decide(tables, "archive_items", {}, {}), "archive_item")


def archive_missing(tables: DecisionTables, archive: Collection[str]) -> list[str]:
    """What the dossier lacks (R133, R134)."""
    return _absent(archive_items(tables), archive)


def report_copies(tables: DecisionTables, plan: str) -> list[Listed]:
    """Where the grading report is kept; empty where the plan does not say (R114)."""
    return _listed(decide(tables, "report_copies", {"plan": plan}, {}), "report_copy")


def _listed(decision: Decision, name: str, kind: str = "") -> list[Listed]:
    names = decision.outputs[name]
    kinds = decision.outputs[kind] if kind else [""] * len(names)
    return [Listed(*entry) for entry in zip(names, kinds, decision.rows, strict=True)]


def _of_kind(wanted: Iterable[Listed], kind: str) -> list[Listed]:
    return [item for item in wanted if item.kind == kind]


def _absent(wanted: Iterable[Listed], present: Collection[str]) -> list[str]:
    return [item.name for item in wanted if item.name not in present]


def _fact_of(item: CheckItem) -> str:
    if item.kind == "one_of":
        return "indoor"
    return item.key if item.key == "unified_facade" else f"standard.{item.key}"


def _passes(item: CheckItem, answer: Any, indoor: Collection[str] | None) -> bool | None:
    if item.kind == "one_of":
        return None if indoor is None else any(thing in indoor for thing in item.satisfied_by)
    if answer is None:
        return None
    if item.kind == "number":
        checks.number(0, 10_000)(_fact_of(item), answer)
        return item.minimum is None or bool(answer >= item.minimum)
    return bool(checks.truth(_fact_of(item), answer))
