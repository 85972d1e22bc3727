"""Filing a draft: the case is opened and its application handed in, in one transaction (S2)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from forms.intake_draft import DraftForm, form_of_draft
from forms.intake_groups import Group
from forms.submission import submit
from models.document import SIGNATURES, Document
from models.intake_draft import IntakeDraft
from models.task import Task
from workflows import checks, clock, history
from workflows.applications import open_case
from workflows.checks.photographs import check_again
from workflows.checks.signatures import check_signature
from workflows.errors import AlreadyDone
from workflows.history import Entry
from workflows.intake_drafts import draft_in_the_making, mark_filed
from workflows.rights import Actor
from workflows.runtime import Runtime
from workflows.step import Step


class NotComplete(Exception):
    """Pages without which nothing is filed are not complete."""

    def __init__(self, form: DraftForm, groups: list[Group]) -> None:
        super().__init__("、".join(group.title for group in groups))
        self.form, self.groups = form, groups


def file_draft(
    session: Session, runtime: Runtime, actor: Actor, draft_id: int, *, version: int
) -> Step:
    """File a draft as it was shown in ``version``; the step of the new case.

    Raises NotFound, AlreadyDone (filed already, set aside, or changed since it was shown),
    NotComplete, and what :func:`forms.submission.submit` raises.
    """
    draft = draft_in_the_making(session, actor, draft_id, lock=True)
    if draft.version != version:
        raise AlreadyDone("这份申请刚刚又改过,请再看一遍,然后提交。")
    form = form_of_draft(session, runtime, actor, draft)
    form.check()
    if form.hindering:
        raise NotComplete(form, form.hindering)
    documents = form.step.documents
    opened = open_case(
        session,
        runtime,
        actor,
        programme_id=draft.programme_id,
        village_code=draft.village_code,
    )
    session.flush()
    application = opened.application
    mark_filed(session, actor, draft, application.id, documents)
    form.sent["outcome"] = "done"
    step = submit(session, runtime, actor, _first_task(session, application.id), form.sent)
    _put_on_record(step, draft, documents)
    checks.take_over_draft(session, draft.id, step.application)
    check_again(session, step.application)
    for document in documents:
        if document.kind in SIGNATURES:
            check_signature(session, step.application, document)
    return step


def _first_task(session: Session, application_id: int) -> int:
    task = select(Task.id).where(Task.application_id == application_id, Task.status == "open")
    return session.execute(task).scalar_one()


def _put_on_record(step: Step, draft: IntakeDraft, documents: list[Document]) -> None:
    """Who typed the draft and since when, and what came with it."""
    payload = {
        "draft": draft.id,
        "begun_on": clock.local(draft.created_at).date().isoformat(),
        "typed_by": draft.typed_by,
        "origin": draft.origin,
        "documents": [[each.id, each.kind] for each in documents],
    }
    role = step.authority.role.value if step.authority is not None else ""
    entry = Entry("draft_filed", step.actor, payload, clock.today(), role)
    history.record(step.session, step.application, [entry])
