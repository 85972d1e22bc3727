"""Which papers a case needs by the tables, beside those that are here."""

from __future__ import annotations

from sqlalchemy.orm import Session

from webapp.cases.frame import CaseFrame
from workflows import engine
from workflows.required_documents import RequiredDocument, required_documents
from workflows.rights import Actor
from workflows.runtime import Runtime
from workflows.steps import Step


def papers_of(
    session: Session, runtime: Runtime, actor: Actor, frame: CaseFrame
) -> tuple[Step, list[RequiredDocument]]:
    """A reading step of the case, and the list; empty before identities are declared."""
    run = engine.open_instance(session, runtime.library, frame.main_instance_id, lock=False)
    step = Step(session, runtime, actor, frame.application, run)
    if not frame.application.identities:
        return step, []
    return step, required_documents(step)
