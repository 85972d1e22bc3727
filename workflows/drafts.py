"""Drafts (草稿): what somebody typed into the form of an open task, kept for them alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from models.draft import Draft
from models.task import Task
from workflows import clock
from workflows.errors import AlreadyDone, Invalid
from workflows.rights import Actor

# Characters: more than any form asks for.
LONGEST = 100_000


def draft_of(session: Session, actor: Actor, task_id: int) -> Draft | None:
    """The draft that ``actor`` keeps of a task; nobody else reads it."""
    return session.get(Draft, (task_id, actor.account_id))


def save(
    session: Session, actor: Actor, task_id: int, answers: Mapping[str, Sequence[str]]
) -> Draft:
    """Keep ``answers``, in the place of what was kept before.

    The caller has asked for permission. Raises AlreadyDone: the lock makes sure that nothing is
    kept of a task that was closed at the same moment, for nothing would ever take it away; Invalid
    for more than a form can hold.
    """
    if sum(len(value) for values in answers.values() for value in values) > LONGEST:
        raise Invalid("内容太多,没有存成草稿:请删短文字,照片和文件另行上传。")
    is_open = session.scalar(
        select(Task.id).where(Task.id == task_id, Task.status == "open").with_for_update()
    )
    if is_open is None:
        raise AlreadyDone("这一步刚刚办结或取消,不用再存草稿,请刷新待办。")
    return keep(session, actor, task_id, answers)


def keep(
    session: Session, actor: Actor, task_id: int, answers: Mapping[str, Sequence[str]]
) -> Draft:
    """Write the draft of a task that the caller holds open."""
    assert actor.account_id is not None
    draft = draft_of(session, actor, task_id)
    if draft is None:
        draft = Draft(task_id=task_id, account_id=actor.account_id)
        session.add(draft)
    draft.answers = {name: list(values) for name, values in answers.items()}
    draft.saved_at = clock.now()
    session.flush()
    return draft


def discard(session: Session, actor: Actor, task_id: int) -> None:
    """Throw the own draft of a task away; without one nothing happens."""
    session.execute(
        delete(Draft).where(Draft.task_id == task_id, Draft.account_id == actor.account_id)
    )
