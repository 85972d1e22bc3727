"""Filing a draft, on both databases: one case, once, with what came before it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forms.intake_draft import SIGNED_OVER, form_of_draft, keep_states, signed_by
from forms.intake_filing import NotComplete, file_draft
from models.application import Application
from models.document import DRAWN_SIGNATURE, HOUSE_PHOTOS, Document
from models.intake_draft import IntakeDraft
from models.role import Role
from tests.cast import VILLAGE, Cast
from tests.forms.stage import shipped_runtime
from tests.forms.village_case import application
from workflows import clock
from workflows.errors import AlreadyDone, Forbidden
from workflows.intake_drafts import documents_of, open_draft
from workflows.rights import Actor

PAGES = ("applicant", "members", "house", "request", "papers", "signature")


@pytest.fixture
def clerk(session: Session, people: Cast) -> Actor:
    return people.actor(session, Role.VILLAGE_CLERK)


def drafted(session: Session, people: Cast, actor: Actor, **answers: Any) -> IntakeDraft:
    """A draft with everything in it, gone through page by page."""
    told = application(**answers)
    draft = open_draft(
        session,
        actor,
        programme_id=people.programmes["A"],
        village_code=VILLAGE,
        answers={k: v if isinstance(v, list) else [v] for k, v in told.items()},
    )
    for kind in (*HOUSE_PHOTOS, DRAWN_SIGNATURE):
        session.add(
            Document(
                intake_draft_id=draft.id,
                kind=kind,
                filename="图.png",
                content_type="image/png",
                size=1,
                sha256=uuid4().hex * 2,
                uploaded_by_id=actor.account_id,
                uploaded_at=clock.now(),
            )
        )
    session.flush()
    documents = documents_of(session, draft.id)
    over = [
        signed_by(each.id, draft.answers, documents)
        for each in documents
        if each.kind == DRAWN_SIGNATURE
    ]
    draft.answers = {**draft.answers, SIGNED_OVER: over}
    keep_states(form_of_draft(session, shipped_runtime(), actor, draft), *PAGES)
    session.flush()
    return draft


def cases(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Application)) or 0


def test_a_draft_becomes_one_case(session: Session, people: Cast, clerk: Actor) -> None:
    draft = drafted(session, people, clerk)
    step = file_draft(session, shipped_runtime(), clerk, draft.id, version=draft.version)
    assert (step.application.head_name, step.application.household_size) == ("阿拉坦·巴图", 3)
    assert draft.filed_application_id == step.application.id
    with pytest.raises(AlreadyDone) as again:
        file_draft(session, shipped_runtime(), clerk, draft.id, version=draft.version)
    assert again.value.by_same_person
    assert cases(session) == 1


def test_an_incomplete_draft_names_its_pages_and_opens_no_case(
    session: Session, people: Cast, clerk: Actor
) -> None:
    draft = drafted(session, people, clerk, built_year="", signing=None)
    with pytest.raises(NotComplete) as refused:
        file_draft(session, shipped_runtime(), clerk, draft.id, version=draft.version)
    assert [group.title for group in refused.value.groups] == ["房屋", "签字"]
    assert cases(session) == 0


def test_only_the_village_files_what_a_township_brought_in(
    session: Session, people: Cast, clerk: Actor
) -> None:
    officer = people.actor(session, Role.TOWNSHIP_OFFICER)
    with pytest.raises(Forbidden):
        drafted(session, people, officer)
