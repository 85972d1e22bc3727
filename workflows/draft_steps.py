"""What forms ask a step, of an application that is not a case yet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from sqlalchemy.orm import Session

from models.application import Application
from models.document import Document
from models.intake_draft import IntakeDraft
from models.programme import Programme
from models.role import Role
from models.task import Task
from workflows import rights
from workflows.errors import NotFound
from workflows.intake_drafts import documents_of
from workflows.rights import Actor
from workflows.runtime import Runtime
from workflows.step import Step

# Numbers of documents that came with a draft and are not to be part of the application.
LEFT_OUT = "left-out"


@dataclass
class DraftStep(Step):
    """A step on a case that exists only in memory: it can be asked, and never completed."""

    draft: IntakeDraft | None = None

    @cached_property
    def documents(self) -> list[Document]:
        """What came for the draft, but for what the clerk does not want to use."""
        assert self.draft is not None
        return used_documents(self.session, self.draft)


def used_documents(session: Session, draft: IntakeDraft) -> list[Document]:
    """The current documents of a draft that become part of the application, oldest first."""
    left_out = set(draft.answers.get(LEFT_OUT, ()))
    return [each for each in documents_of(session, draft.id) if str(each.id) not in left_out]


def draft_step(session: Session, runtime: Runtime, actor: Actor, draft: IntakeDraft) -> DraftStep:
    """The step of filing, as it would stand if ``draft`` were filed now; nothing is written.

    Raises NotFound for somebody who is no clerk of the village.
    """
    authority = rights.covers_village(actor, draft.village_code, *rights.DRAFTERS)
    if authority is None:
        raise NotFound
    programme = session.get_one(Programme, draft.programme_id)
    application = Application(
        programme=programme,
        programme_id=draft.programme_id,
        village_code=draft.village_code,
        state="open",
        open_holds=0,
    )
    task = Task(role=Role.VILLAGE_CLERK, node_id="file_application", came_from="", asked_because="")
    return DraftStep(
        session, runtime, actor, application, cast(Any, None), task, authority, draft=draft
    )
