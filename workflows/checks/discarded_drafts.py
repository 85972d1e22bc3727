"""Drafts that were set aside (搁置): their photographs show a house, though they became no case.

Whoever begins anew for the same household sends the same photographs again, and rightly so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.application import Application
from models.document import Document
from models.household import Person
from models.intake_draft import IntakeDraft
from workflows.identity_number import in_full

_HEAD = "members-0-id_number"
_PERSON = re.compile(r"members-\d+-id_number")


def drafts_set_aside(session: Session, documents: Iterable[Document]) -> dict[int, IntakeDraft]:
    """Those drafts by number to which ``documents`` belong and that were set aside."""
    drafts = {
        each.intake_draft_id
        for each in documents
        if each.application_id is None and each.intake_draft_id is not None
    }
    if not drafts:
        return {}
    query = select(IntakeDraft).where(
        IntakeDraft.id.in_(drafts), IntakeDraft.set_aside_at.is_not(None)
    )
    return {draft.id: draft for draft in session.scalars(query)}


def is_of_household(session: Session, draft: IntakeDraft, own: Document) -> bool:
    """Whether the head whom ``draft`` was about belongs to the household that ``own`` is of.

    A head without number is nobody's: unknown is not the same.
    """
    [head] = draft.answers.get(_HEAD) or [""]
    return bool(head.strip()) and in_full(head) in _persons_of(session, own)


def _persons_of(session: Session, own: Document) -> set[str]:
    """Identity numbers of those who live in the household of a case or of a draft."""
    if own.application_id is not None:
        query = (
            select(Person.id_number)
            .join(Application, Application.household_id == Person.household_id)
            .where(Application.id == own.application_id, Person.left_on.is_(None))
        )
        return set(session.scalars(query))
    draft = session.get_one(IntakeDraft, own.intake_draft_id)
    told = (values for name, values in draft.answers.items() if _PERSON.fullmatch(name))
    return {in_full(value) for values in told for value in values if value.strip()}
