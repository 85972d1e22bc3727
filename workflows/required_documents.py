"""Which papers an application needs and which of them are here (R86-R93)."""

from __future__ import annotations

from dataclasses import dataclass

from models.document import HOUSE_PHOTOS
from workflows.facts import evaluate
from workflows.steps import Step

NEEDED = "必需"
NO_CLASS = "方案规定的身份类别"
# Parts of the application itself: here when the column is filled (R86-R88).
TOLD = {
    "书面申请": "filed_on",
    "户主签字": "signing",
    "户籍说明": "hukou_statement",
    "家庭收入说明": "income_statement",
    "住房危险程度说明": "danger_statement",
    "改造意愿说明": "wish_statement",
}


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
    found = evaluate(step, "document_class").outputs.get("document_class", ())
    return [str(each) for each in found]


def required_documents(step: Step) -> list[RequiredDocument]:
    """Every paper the case needs, in the order of the table, each once."""
    names: dict[str, None] = {}
    # Without a class there is no list to be complete by: what is lacking is the identity itself.
    if not (classes := document_classes(step)):
        return [RequiredDocument(NO_CLASS, False)]
    for document_class in classes:
        outputs = evaluate(step, "required_documents", doc_class=document_class).outputs
        pairs = zip(outputs["document"], outputs["need"], strict=True)
        names |= {str(name): None for name, need in pairs if need == NEEDED}
    present = present_documents(step)
    # A case from a sheet has its papers in the office's archive: the stamped list says so.
    is_attested = step.statement is not None
    return [RequiredDocument(name, is_attested or name in present) for name in names]


def missing_documents(step: Step) -> list[str]:
    """Names of the papers that are needed and not here; all of them, so that one letter tells."""
    return [each.name for each in required_documents(step) if not each.is_present]


def may_be_ticked(name: str) -> bool:
    """Whether the clerk can say by a tick that ``name`` is here: it is a paper, seen in hand."""
    return name not in (*TOLD, *HOUSE_PHOTOS, NO_CLASS)


def present_documents(step: Step) -> set[str]:
    """Names of the papers that are here: seen by the clerk, told in the form, or uploaded.

    A photograph of the house is here only as a picture; ticking its name is not enough (R92).
    """
    application = step.application
    told = {name for name, column in TOLD.items() if getattr(application, column)}
    seen = set(application.papers or []) - set(HOUSE_PHOTOS)
    return seen | told | {document.kind for document in step.documents}
