"""Which papers an application needs and which of them are here (R86-R93)."""

from __future__ import annotations

from dataclasses import dataclass

from models.document import HOUSE_PHOTOS
from workflows.facts import evaluate
from workflows.steps import Step

NEEDED = "必需"


@dataclass(frozen=True)
class RequiredDocument:
    """One paper of the list, with the rule that asks for it."""

    name: str
    is_present: bool


def document_classes(step: Step) -> list[str]:
    """The classes of papers that the claimed identities call for (R90, R91).

    One of "A", "A-无房户", or one for each class claimed under plan B: "B-低保", "B-特困",
    "B-残疾"; empty when the household belongs to no plan.
    """
    return [str(each) for each in evaluate(step, "document_class").outputs["document_class"]]


def required_documents(step: Step) -> list[RequiredDocument]:
    """Every paper the case needs, in the order of the table, each once."""
    names: dict[str, None] = {}
    for document_class in document_classes(step):
        outputs = evaluate(step, "required_documents", doc_class=document_class).outputs
        pairs = zip(outputs["document"], outputs["need"], strict=True)
        names |= {str(name): None for name, need in pairs if need == NEEDED}
    present = present_documents(step)
    return [RequiredDocument(name, name in present) for name in names]


def missing_documents(step: Step) -> list[str]:
    """Names of the papers that are needed and not here; all of them, so that one letter tells."""
    return [each.name for each in required_documents(step) if not each.is_present]


def present_documents(step: Step) -> set[str]:
    """Names of the papers that are here: seen by the clerk, told in the form, or uploaded.

    A photograph of the house is here only as a picture; ticking its name is not enough (R92).
    """
    application = step.application
    told = {
        "书面申请": application.filed_on is not None,
        "户主签字": bool(application.signing),
        "户籍说明": bool(application.hukou_statement),
        "家庭收入说明": bool(application.income_statement),
        "住房危险程度说明": bool(application.danger_statement),
        "改造意愿说明": bool(application.wish_statement),
    }
    seen = set(application.papers or []) - set(HOUSE_PHOTOS)
    return (
        seen
        | {name for name, is_told in told.items() if is_told}
        | {document.kind for document in step.documents}
    )
